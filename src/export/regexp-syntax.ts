import { literal } from './steps.js'

/** A RegExp as the servers read it: a source of the common subset, which matches whole texts. @internal */
export interface PortableRegExp {
  readonly pattern: string
  readonly ignoreCase: boolean
}

/** Thrown with the reason, which follows "it has …". */
class Untranslatable extends Error {}

/** RE2 refuses more. */
const MOST_REPEATS = 1000
/** Longer sources make some servers refuse a whole line. */
const LONGEST = 2000

/**
 * Translates a RegExp over well-formed origins, which are ASCII and have no white space; the reason as a string if it cannot.
 *
 * @internal
 */
export function portable(regexp: RegExp): PortableRegExp | string {
  const { source, flags } = regexp
  if (flags.includes('v')) return 'the flag v'
  try {
    const pattern = new Translation(source).whole()
    if (pattern.length > LONGEST) return `more than ${LONGEST} characters`
    return { pattern, ignoreCase: flags.includes('i') }
  } catch (error) {
    if (error instanceof Untranslatable) return error.message
    throw error
  }
}

const CLASSES = new Map([
  ['d', '0-9'],
  ['w', '0-9A-Z_a-z'],
  ['s', '\\x09-\\x0d\\x20'],
])

const CONTROLS = new Map([
  ['t', 9],
  ['n', 10],
  ['v', 11],
  ['f', 12],
  ['r', 13],
])

/** Reads a source that JavaScript has accepted, so it need not look for mistakes. */
class Translation {
  readonly #source: string
  #at = 0

  constructor(source: string) {
    this.#source = source
  }

  whole(): string {
    return `^(?:${this.#alternatives()})$`
  }

  #alternatives(): string {
    let text = ''
    while (this.#at < this.#source.length && this.#source.charAt(this.#at) !== ')') {
      if (this.#take('|')) text += '|'
      else text += this.#term()
    }
    return text
  }

  #take(text: string): boolean {
    const isThere = this.#source.startsWith(text, this.#at)
    if (isThere) this.#at += text.length
    return isThere
  }

  #term(): string {
    if (this.#take('^')) return '^'
    if (this.#take('$')) return '$'
    const atom = this.#atom()
    return atom === '\\b' || atom === '\\B' ? atom : atom + this.#quantifier()
  }

  #quantifier(): string {
    const rest = this.#source.slice(this.#at)
    const { 0: text = '', 1: least, 2: most } = /^(?:[*+?]|\{([0-9]+)(?:,([0-9]*))?\})\??/.exec(rest) ?? []
    if (Math.max(Number(least ?? 0), Number(most ?? 0)) > MOST_REPEATS)
      throw new Untranslatable(`more than ${MOST_REPEATS} repeats`)
    this.#at += text.length
    return text
  }

  #atom(): string {
    if (this.#take('(')) return this.#group()
    if (this.#take('[')) return this.#class()
    if (this.#take('.')) return '.'
    if (this.#take('\\')) return this.#escape()
    return literal(this.#character())
  }

  #group(): string {
    if (/^\?(?:=|!|<=|<!)/.test(this.#source.slice(this.#at, this.#at + 3)))
      throw new Untranslatable('a look-around')
    const { 0: head = '' } = /^\?(?::|<[^>]*>|[a-z-]*:)/.exec(this.#source.slice(this.#at)) ?? []
    if (head !== '' && head !== '?:' && !head.startsWith('?<'))
      throw new Untranslatable('flags inside a group')
    this.#at += head.length
    const inner = this.#alternatives()
    this.#at++
    return `(?:${inner})`
  }

  #escape(): string {
    const letter = this.#character()
    const set = CLASSES.get(letter.toLowerCase())
    if (set !== undefined) return letter === letter.toLowerCase() ? `[${set}]` : `[^${set}]`
    if (letter === 'b' || letter === 'B') return `\\${letter}`
    return literal(this.#escaped(letter))
  }

  /** The character of an escape that stands for one. */
  #escaped(letter: string): string {
    const control = CONTROLS.get(letter)
    if (control !== undefined) return String.fromCharCode(control)
    if (letter === 'x' || letter === 'u') return this.#hexadecimal(letter === 'x' ? 2 : 4)
    if (/[0-9k]/.test(letter)) throw new Untranslatable('a back reference')
    if (/[a-zA-Z]/.test(letter)) throw new Untranslatable(`the escape \\${letter}`)
    return letter
  }

  #hexadecimal(length: number): string {
    const digits = this.#source.slice(this.#at, this.#at + length)
    if (!new RegExp(`^[0-9a-fA-F]{${length}}$`).test(digits))
      throw new Untranslatable('an escape with braces')
    this.#at += length
    return this.#ascii(String.fromCharCode(Number.parseInt(digits, 16)))
  }

  #class(): string {
    const negated = this.#take('^') ? '^' : ''
    let members = ''
    while (!this.#take(']')) {
      const first = this.#member()
      if (first.length > 1) {
        if (this.#source.charAt(this.#at) === '-' && this.#source.charAt(this.#at + 1) !== ']')
          throw new Untranslatable('a range that begins with a class')
        members += first
        continue
      }
      const isRange = this.#source.charAt(this.#at) === '-' && this.#source.charAt(this.#at + 1) !== ']'
      if (!isRange) {
        members += inClass(first)
        continue
      }
      this.#at++
      const last = this.#member()
      if (last.length > 1) throw new Untranslatable('a range that ends with a class')
      members += `${inClass(first)}-${inClass(last)}`
    }
    if (members === '') throw new Untranslatable('an empty class')
    return `[${negated}${members}]`
  }

  /** One character, or a longer text for a class. */
  #member(): string {
    if (!this.#take('\\')) return this.#character()
    const letter = this.#character()
    const set = CLASSES.get(letter.toLowerCase())
    if (set === undefined) return letter === 'b' ? '\b' : this.#escaped(letter)
    if (letter !== letter.toLowerCase()) throw new Untranslatable(`\\${letter} inside a class`)
    return set
  }

  #character(): string {
    const character = this.#source.charAt(this.#at++)
    return this.#ascii(character)
  }

  #ascii(character: string): string {
    if (character > '\x7f') throw new Untranslatable('a character beyond ASCII, which no origin has')
    return character
  }
}

function inClass(character: string): string {
  return /[A-Za-z0-9]/.test(character)
    ? character
    : `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`
}
