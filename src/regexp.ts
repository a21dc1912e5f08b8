import { isOrigin } from './protocol.js'

/** A RegExp of any realm: the getter reads an internal slot, which nothing else has. */
export function isRegExp(value: unknown): value is RegExp {
  try {
    sourceOf.call(value)
    return value !== RegExp.prototype
  } catch {
    return false
  }
}

export const sourceOf = Object.getOwnPropertyDescriptor(RegExp.prototype, 'source')?.get as (
  this: unknown,
) => string

/**
 * A copy that no one else holds and that has no state: `g` and `y` would move `lastIndex` between
 * requests, `m` would let `^` and `$` match inside. With `whole` it matches all of a text or nothing,
 * whatever its source says.
 */
export function privateCopy(regexp: RegExp, whole: boolean, ignoreCase = false): RegExp {
  const source = sourceOf.call(regexp)
  const flags = regexp.flags.replaceAll(/[^isuv]/g, '')
  return new RegExp(
    whole ? `^(?:${source})$` : source,
    ignoreCase && !flags.includes('i') ? `${flags}i` : flags,
  )
}

/** Whether every top-level alternative begins with `^` and ends with `$`. */
export function anchors(regexp: RegExp): { start: boolean; end: boolean } {
  const source = sourceOf.call(regexp)
  let start = true
  let end = true
  let groups = 0
  let inClass = false
  let last = '|'
  for (let i = 0; i < source.length; i++) {
    const char = source[i] as string
    const top = groups === 0 && !inClass
    if (top && last === '|' && char !== '^') start = false
    if (top && char === '|' && last !== '$') end = false
    if (char === '\\') i++
    else if (char === '[') inClass = true
    // Flag v has classes in classes. That the rest of the outer one counts as outside refuses more, never less.
    else if (char === ']') inClass = false
    else if (inClass) continue
    else if (char === '(') groups++
    else if (char === ')') groups--
    last = top ? char : ')'
  }
  return { start, end: end && last === '$' }
}

/**
 * Whether a RegExp begins or ends, as far as it is plain text, like no origin. A look at its text only: what remains
 * is decided where credentials are allowed.
 */
export function isPlainlyUnmatchable(regexp: RegExp): boolean {
  const source = regexp.source.replace(/^\^(?:\(\?:)?\^?/, '').replace(/\$?\)?\$$/, '')
  if (/[|^$]/.test(source)) return false
  const start = /^(?:\\[/.-]|[\w:/-]|\[\.\])*(?![*+?{])/.exec(source)?.at(0) ?? ''
  const text = start.replaceAll(/\\|[[\]]/g, '').toLowerCase()
  if (start === source) return !isOrigin(text)
  return !/^(?:[a-z][a-z0-9+.-]*(?::(?:\/(?:\/[^/]*)?)?)?)?$/.test(text) || source.endsWith('\\/')
}
