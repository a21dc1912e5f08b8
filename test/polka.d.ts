declare module 'polka' {
  interface Polka {
    use(handler: never): Polka
    handler: unknown
  }
  export default function polka(options: object): Polka
}
