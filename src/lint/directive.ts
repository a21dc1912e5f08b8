/** One directive of a configuration, such as `add_header Vary Origin always;`. */
export interface Directive {
  /** Entries of `map` are directives too, so a name may be any text. */
  readonly name: string
  /** Without their quotes. */
  readonly args: readonly string[]
  /** `null` if it ends with a semicolon. */
  readonly block: readonly Directive[] | null
  readonly file: string
  readonly line: number
}

/** A text that nginx refuses too, or that is no configuration at all: one line, with `file:line`. */
export class NotNginx extends Error {
  constructor(file: string, line: number, message: string) {
    super(`${file}:${line}: ${message}`)
  }
}

/** Writes a directive as nginx reads it, without its block. */
export function written(name: string, args: readonly string[]): string {
  return `${[name, ...args].map(quoted).join(' ')};`
}

function quoted(text: string): string {
  if (text !== '' && !/[\s;{}"'#]|^\(|\)$/.test(text)) return text
  return text.includes('"') && !text.includes("'") ? `'${text}'` : `"${text.replaceAll('"', '\\"')}"`
}
