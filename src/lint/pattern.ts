import { isCheap } from './pattern-cost.js'

/** Regular expressions of PCRE, as far as JavaScript can run them and examples can be found. */

const LONGEST = 2000
const MOST_EXAMPLES = 24

/** `null` if JavaScript cannot run it, or if it could take exponential time. */
export function compile(source: string, ignoreCase: boolean): RegExp | null {
  const ofScript = source
    .replace(/^\(\?i\)/, '')
    .replaceAll('(?P<', '(?<')
    .replaceAll('\\A', '^')
    .replaceAll(/\\[zZ]/g, '$')
  const flags = ignoreCase || source.startsWith('(?i)') ? 'i' : ''
  if (source.length > LONGEST || !isCheap(source.replace(/^\(\?i\)/, ''))) return null
  try {
    return new RegExp(ofScript, flags)
  } catch {
    return null
  }
}

/** Texts that a pattern matches, with `filler` for what may be any letter. None if it has what this does not read. */
export function examples(source: string, filler: string): readonly string[] {
  const reader = new Examples(source.replace(/^\(\?i\)/, ''), filler)
  const found = reader.alternatives()
  return reader.isDone ? found.slice(0, MOST_EXAMPLES) : []
}

class Examples {
  readonly #source: string
  readonly #filler: string
  #at = 0

  constructor(source: string, filler: string) {
    this.#source = source
    this.#filler = filler
  }

  get isDone(): boolean {
    return this.#at >= this.#source.length
  }

  alternatives(): readonly string[] {
    const found = [...this.#sequence()]
    while (this.#source[this.#at] === '|') {
      this.#at++
      found.push(...this.#sequence())
    }
    return found
  }

  #sequence(): readonly string[] {
    let found: readonly string[] = ['']
    while (!this.isDone && !/[|)]/.test(this.#source.charAt(this.#at))) {
      const next = this.#repeated(this.#atom())
      found = found.flatMap(start => next.map(end => start + end)).slice(0, MOST_EXAMPLES)
    }
    return found
  }

  #take(pattern: RegExp): string | null {
    const sticky = new RegExp(pattern.source, 'y')
    sticky.lastIndex = this.#at
    const found = sticky.exec(this.#source)?.[0] ?? null
    if (found !== null) this.#at = sticky.lastIndex
    return found
  }

  #atom(): readonly string[] {
    if (this.#take(/\(\?[=!]|\(\?<[=!]/) !== null) {
      this.alternatives()
      this.#take(/\)/)
      return ['']
    }
    if (this.#take(/\((?:\?:|\?P?<\w+>)?/) !== null) {
      const found = this.alternatives()
      this.#take(/\)/)
      return found
    }
    const set = this.#take(/\[\^?\]?(?:\\.|[^\]\\])*\]/)
    if (set !== null) return [memberOf(set, this.#filler)]
    if (this.#take(/\\[AbBzZ]|[\^$]/) !== null) return ['']
    if (this.#take(/\\d/) !== null) return ['1']
    // A single dot most often stands for a dot that nobody escaped.
    if (this.#take(/\.(?![*+?{])/) !== null) return ['.']
    if (this.#take(/\\[wSD]|\./) !== null) return [this.#filler]
    const escaped = this.#take(/\\./)
    return [escaped === null ? this.#source.charAt(this.#at++) : escaped.slice(1)]
  }

  #repeated(once: readonly string[]): readonly string[] {
    const loop = this.#take(/[*+?][?+]?|\{\d+(?:,\d*)?\}[?+]?/)
    if (loop === null) return once
    const least = Number(/\d+/.exec(loop)?.[0] ?? 1)
    const some = once.map(text => text.repeat(Math.min(least, 30)))
    return loop.startsWith('*') || loop.startsWith('?') ? ['', ...some] : some
  }
}

function memberOf(set: string, filler: string): string {
  const members = compile(set, false)
  const found = [filler, 'a', 'b', '1', '2', '-', '.'].find(sign => members?.test(sign))
  return found ?? /[^[\]^\\]/.exec(set)?.[0] ?? ''
}

/** The indexes of dots in a pattern, neither escaped nor repeated, between parts of a host name. */
export function unescapedDots(source: string): readonly number[] {
  const parts = [...source.matchAll(/\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\.(?![*+?{])(?=[\w([\\])/g)]
  return parts
    .filter(({ 0: text, index }) => text === '.' && index > 0 && /[\w)\]*+?]/.test(source.charAt(index - 1)))
    .map(({ index }) => index)
}

/** A pattern with all such dots escaped. */
export function withEscapedDots(source: string): string {
  return unescapedDots(source)
    .toReversed()
    .reduce((text, index) => `${text.slice(0, index)}\\${text.slice(index)}`, source)
}
