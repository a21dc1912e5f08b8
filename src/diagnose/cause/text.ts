/** A text in quotes, as configurations and programs write it. */
export function text(value: string): string {
  return JSON.stringify(value)
}
