import { tagOf } from '../own.js'

/** A value as a message quotes it: one line, cut short. */
export function quote(value: unknown): string {
  let text: string
  try {
    text = describe(value)
  } catch {
    // A revoked proxy or a getter that throws.
    text = `${typeof value === 'function' ? 'a function' : 'an object'} that cannot be read`
  }
  return text.length > 120 ? `${text.slice(0, 117)}...` : text
}

function describe(value: unknown): string {
  if (typeof value === 'function') return `a function${value.name && ` (${value.name})`}`
  if (typeof value === 'string') return JSON.stringify(value)
  if (Array.isArray(value)) return `an array of ${value.length}`
  return value !== null && typeof value === 'object' ? describeObject(value) : String(value)
}

function describeObject(value: object): string {
  const tag = tagOf(value)
  return tag === 'RegExp' ? String(value) : `an object (${tag})`
}

/** `"a", "b" or "c"`. */
export function alternatives(names: readonly string[]): string {
  const quoted = names.map(name => JSON.stringify(name))
  return `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`
}

/**
 * Advice for a message: those of the texts that the check accepts which refused what was typed. If it accepts none, or they are
 * too long to read, the example.
 */
export function suggest(
  texts: readonly string[],
  isAccepted: (text: string) => boolean,
  example: string,
): string {
  const good = [...new Set(texts)].filter(text => text.length <= LONGEST_SUGGESTION && isAccepted(text))
  if (good.length === 0) return example
  return good.length === 1 ? JSON.stringify(good[0]) : alternatives(good)
}

const LONGEST_SUGGESTION = 330

/** The nearest known name, if one is near enough; only letters count, in either case. */
export function closest(name: string, known: readonly string[]): string | undefined {
  const plain = (text: string) => text.toLowerCase().replaceAll(/[^a-z]/g, '')
  const wanted = plain(name)
  let best: string | undefined
  let least = Math.max(2, Math.floor(wanted.length / 3)) + 1
  for (const candidate of known) {
    const apart = distance(wanted, plain(candidate))
    if (apart < least) {
      least = apart
      best = candidate
    }
  }
  return best
}

/** How many characters to change, https://en.wikipedia.org/wiki/Levenshtein_distance */
export function distance(a: string, b: string): number {
  let row = [...Array(b.length + 1).keys()]
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replace = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replace, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}

/** Words that people write for `true` and `false`. */
export const ON: RegExp = /^(?:true|1|yes|on)$/i
export const OFF: RegExp = /^(?:false|0|no|off|null|none)$/i

/** Whether a text in place of a list was meant as a flag. */
export function isFlagWord(text: string): boolean {
  return ON.test(text) || OFF.test(text) || /^undefined$/i.test(text)
}
