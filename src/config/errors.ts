import { tagOf } from '../own.js'

/** A risk that `dangerouslyAllow` can accept, by the code of the error that it silences. */
export type CorsRisk = 'any-origin-with-credentials' | 'insecure-origin' | 'public-suffix' | 'null-origin'

/** The codes of everything that can be wrong with a configuration. */
export type CorsConfigCode =
  | CorsRisk
  | 'unknown-option'
  | 'undefined-option'
  | 'duplicate-option'
  | 'removed-option'
  | 'invalid-type'
  | 'empty-string'
  | 'invalid-origin'
  | 'invalid-pattern'
  | 'unanchored-regexp'
  | 'unmatchable-regexp'
  | 'invalid-name'
  | 'forbidden-method'
  | 'forbidden-header'
  | 'wildcard-with-credentials'
  | 'invalid-max-age'
  | 'invalid-status'
  | 'invalid-path'
  | 'duplicate-resource'
  | 'unreachable-resource'
  | 'unknown-risk'

/** One mistake in a configuration. */
export interface CorsConfigIssue {
  /** What kind of mistake: stable, for programs. */
  readonly code: CorsConfigCode
  /** Where it is, as the user typed it: `resources["/api/*"].origins[1]`, `CORS_ORIGINS`. */
  readonly path: string
  /** What stands there. */
  readonly value: unknown
  /** What is wrong with it and what to write instead: for people. */
  readonly message: string
}

/**
 * Thrown where a configuration is written (`cors`, `createPolicy`, `with`, `update`,
 * `optionsFromSettings`); `issues` holds all its mistakes at once.
 */
export class CorsConfigError extends TypeError {
  /** As of every error: its class. */
  override readonly name = 'CorsConfigError'
  /** As Node's errors have one. */
  readonly code = 'ERR_CORS_CONFIG'
  /** All mistakes, in the order of the options. */
  readonly issues: readonly CorsConfigIssue[]

  constructor(issues: readonly CorsConfigIssue[]) {
    const lines = issues.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
    super(
      lines.length === 1 ? lines[0] : `${lines.length} mistakes:\n${lines.map(l => `  - ${l}`).join('\n')}`,
    )
    this.issues = Object.freeze(issues.map(issue => Object.freeze(issue)))
  }
}

/** Collects issues while a configuration is read, so that all are reported together. @internal */
export type Report = (code: CorsConfigCode, path: string, value: unknown, message: string) => void

/** @internal */
export function reporter(issues: CorsConfigIssue[]): Report {
  // Options that several resources inherit are checked once a resource, and reported once.
  const seen = new Set<string>()
  return (code, path, value, message) => {
    const key = `${code} ${path} ${message}`
    if (seen.has(key)) return
    seen.add(key)
    issues.push({ code, path, value, message })
  }
}

/** A value as a message quotes it: one line, cut short. @internal */
export function quote(value: unknown): string {
  let text: string
  try {
    text = describe(value)
  } catch {
    // A revoked proxy, or a getter that throws.
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

/** `"a", "b" or "c"`. @internal */
export function alternatives(names: readonly string[]): string {
  const quoted = names.map(name => JSON.stringify(name))
  return `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`
}

/**
 * What a message tells to write: those of the texts that the check accepts which refused what was typed. An example stands in
 * for them where none is, or where they are too long to be read.
 *
 * @internal
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

/** The known name that was probably meant, if one is near enough; case and `_` do not count. @internal */
export function closest(name: string, known: readonly string[]): string | undefined {
  const plain = (text: string) => text.toLowerCase().replaceAll(/[^a-z]/g, '')
  const wanted = plain(name)
  let best: string | undefined
  let least = Math.max(2, Math.floor(wanted.length / 3)) + 1
  for (const candidate of known) {
    const distance = editDistance(wanted, plain(candidate))
    if (distance < least) {
      least = distance
      best = candidate
    }
  }
  return best
}

/** Levenshtein's. */
function editDistance(a: string, b: string): number {
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
