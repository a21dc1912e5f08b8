import { NotNginx } from './directive.js'

/** A word, or one of the signs `;`, `{` and `}`, which are never quoted. */
export interface Token {
  readonly text: string
  readonly isSign: boolean
  readonly line: number
}

const ESCAPED: ReadonlyMap<string, string> = new Map([
  ['t', '\t'],
  ['r', '\r'],
  ['n', '\n'],
  ['"', '"'],
  ["'", "'"],
  ['\\', '\\'],
])

/** Reads a configuration word by word, as `ngx_conf_read_token` does. */
export class Tokens {
  readonly #file: string
  readonly #text: string
  #at = 0
  #line = 1

  constructor(file: string, text: string) {
    this.#file = file
    this.#text = text
    const control = text.search(/(?!\s)\p{Cc}/u)
    if (control >= 0)
      throw new NotNginx(file, text.slice(0, control).split('\n').length, 'this is binary, not nginx')
  }

  get line(): number {
    return this.#line
  }

  /** `null` at the end. */
  next(): Token | null {
    this.#skipSpace()
    const first = this.#text[this.#at]
    if (first === undefined) return null
    const line = this.#line
    if (first === ';' || first === '{' || first === '}') {
      this.#at++
      return { text: first, isSign: true, line }
    }
    const text = first === '"' || first === "'" ? this.#quoted(first) : this.#plain()
    return { text, isSign: false, line }
  }

  /** Skips a block of Lua, whose first brace was read, to the brace that ends it. */
  skipLua(line: number): void {
    const part =
      /--\[(=*)\[[\s\S]*?\]\1\]|--.*|\[(=*)\[[\s\S]*?\]\2\]|"(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*'|[{}]/g
    part.lastIndex = this.#at
    let depth = 1
    while (depth > 0) {
      const found = part.exec(this.#text)
      if (found === null) throw new NotNginx(this.#file, line, 'this block is never closed: "}" is missing')
      if (found[0] === '{') depth++
      if (found[0] === '}') depth--
    }
    this.#count(this.#text.slice(this.#at, part.lastIndex))
    this.#at = part.lastIndex
  }

  #skipSpace(): void {
    const step = /[\s\uFEFF]+|#.*/y
    step.lastIndex = this.#at
    while (step.test(this.#text)) {
      this.#count(this.#text.slice(this.#at, step.lastIndex))
      this.#at = step.lastIndex
    }
  }

  #quoted(quote: string): string {
    const line = this.#line
    const start = this.#at + 1
    let at = start
    while (at < this.#text.length && this.#text[at] !== quote) at += this.#text[at] === '\\' ? 2 : 1
    if (at >= this.#text.length) throw new NotNginx(this.#file, line, `this quote (${quote}) is never closed`)
    const text = this.#text.slice(start, at)
    this.#count(text)
    this.#at = at + 1
    const next = this.#text[this.#at]
    if (next !== undefined && !/[\s;{)]/.test(next))
      throw new NotNginx(
        this.#file,
        this.#line,
        `${JSON.stringify(next)} follows a quote; a space is missing`,
      )
    return unescaped(text)
  }

  #plain(): string {
    const start = this.#at
    let at = start
    for (;;) {
      const sign = this.#text[at]
      if (sign === undefined || /[\s;]/.test(sign)) break
      if (sign === '{' && this.#text[at - 1] !== '$') break
      at += sign === '\\' ? 2 : 1
    }
    this.#at = Math.min(at, this.#text.length)
    const text = this.#text.slice(start, this.#at)
    this.#count(text)
    return unescaped(text)
  }

  #count(text: string): void {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#line++
  }
}

function unescaped(text: string): string {
  return text.replaceAll(/\\([\s\S])/g, (whole, sign) => ESCAPED.get(sign) ?? whole)
}
