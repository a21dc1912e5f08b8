import { isOrigin } from './protocol.js'

/** Whether a value is a RegExp of any realm. The getter reads an internal slot that only RegExps have. */
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
 * A copy that nobody else holds and that has no state: `g` and `y` would move `lastIndex` between requests, and `m` would let
 * `^` and `$` match inside. With `whole` it must match all of a text, whatever its source says.
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
    // Flag v nests classes. The rest of the outer class then counts as outside, which refuses more, never less.
    else if (char === ']') inClass = false
    else if (inClass) continue
    else if (char === '(') groups++
    else if (char === ')') groups--
    last = top ? char : ')'
  }
  return { start, end: end && last === '$' }
}

/**
 * Whether the plain text at the start or end of a RegExp rules out every origin. A quick look; with credentials the RegExp's
 * whole language is examined.
 */
export function isPlainlyUnmatchable(regexp: RegExp): boolean {
  const source = regexp.source.replace(/^\^(?:\(\?:)?\^?/, '').replace(/\$?\)?\$$/, '')
  if (/[|^$]/.test(source)) return false
  const start = /^(?:\\[/.-]|[\w:/-]|\[\.\])*(?![*+?{])/.exec(source)?.at(0) ?? ''
  const text = start.replaceAll(/\\|[[\]]/g, '').toLowerCase()
  if (start === source) return !isOrigin(text)
  return !/^(?:[a-z][a-z0-9+.-]*(?::(?:\/(?:\/[^/]*)?)?)?)?$/.test(text) || source.endsWith('\\/')
}
