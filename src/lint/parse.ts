import { type Directive, NotNginx } from './directive.js'
import { type Token, Tokens } from './tokens.js'

const DEEPEST = 100

/** What an `include` names: the texts of the files that match, in nginx's order. */
export type Include = (pattern: string, from: Directive, isInEntries: boolean) => readonly Directive[]

/**
 * Reads a configuration, or a part of one.
 *
 * @param isInEntries whether it is included by a block of entries, such as `map`
 * @throws NotNginx
 */
export function parse(
  file: string,
  text: string,
  isInEntries: boolean,
  include: Include,
): readonly Directive[] {
  return new Parser(file, text, include).block(null, 0, isInEntries)
}

class Parser {
  readonly #tokens: Tokens
  readonly #file: string
  readonly #include: Include

  constructor(file: string, text: string, include: Include) {
    this.#tokens = new Tokens(file, text)
    this.#file = file
    this.#include = include
  }

  /** Reads to the end of a block, or of the file if there is no opener. */
  block(opener: Token | null, depth: number, hasEntries: boolean): Directive[] {
    const found: Directive[] = []
    if (depth > DEEPEST) this.#fail(opener?.line ?? 1, `blocks are more than ${DEEPEST} deep`)
    for (;;) {
      const token = this.#tokens.next()
      if (token === null) {
        if (opener !== null) this.#fail(opener.line, 'this block is never closed: "}" is missing')
        return found
      }
      if (token.isSign && token.text === '}') {
        if (opener === null) this.#fail(token.line, 'unexpected "}"')
        return found
      }
      if (token.isSign) this.#fail(token.line, `unexpected "${token.text}"`)
      const directive = this.#directive(token, depth, hasEntries)
      if (directive.name === 'include' && directive.args.length === 1)
        found.push(...this.#include(directive.args.at(0) as string, directive, hasEntries))
      else found.push(directive)
    }
  }

  #directive(first: Token, depth: number, isEntry: boolean): Directive {
    const { text: name, line } = first
    if (!isEntry && !/^[a-z][a-z0-9_]*$/i.test(name))
      this.#fail(line, `${JSON.stringify(name.slice(0, 60))} is not a directive of nginx`)
    const args: string[] = []
    for (;;) {
      const token = this.#tokens.next()
      if (token === null)
        this.#fail(line, `the end of ${JSON.stringify(name.slice(0, 60))} is missing: ";" or "{"`)
      if (!token.isSign) {
        args.push(token.text)
        continue
      }
      if (token.text === '}') this.#fail(token.line, 'unexpected "}": a ";" is missing before it')
      const block = token.text === ';' ? null : this.#blockOf(name, token, depth)
      return { name, args, block, file: this.#file, line }
    }
  }

  #blockOf(name: string, opener: Token, depth: number): Directive[] {
    if (name.endsWith('_by_lua_block')) {
      this.#tokens.skipLua(opener.line)
      return []
    }
    return this.block(opener, depth + 1, HAS_ENTRIES.test(name))
  }

  #fail(line: number, message: string): never {
    throw new NotNginx(this.#file, line, message)
  }
}

/** Blocks of entries, whose first words are no names of directives. */
const HAS_ENTRIES =
  /^(?:map|geo|types|charset_map|split_clients|match|upstream_conf|geoip2|map_hash|otel_exporter|js_.*)$/
