declare module 'polka' {
  interface Polka {
    use(...handlers: never[]): Polka
    get(pattern: string, handler: unknown): Polka
    handler: unknown
  }
  export default function polka(options: object): Polka
}
