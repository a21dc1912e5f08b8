/** A text in quotes, as configurations and programs write it. */
export function text(value: string): string {
  return JSON.stringify(value)
}

/** Lines of code in a sentence. */
export function code(lines: readonly string[]): string {
  const quoted = lines.map(line => `\`${line}\``)
  return quoted.length > 1 ? `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)}` : quoted.join('')
}
