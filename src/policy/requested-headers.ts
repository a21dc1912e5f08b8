import { isForbiddenMethod, isSafelistedMethod, isToken } from '../protocol.js'
import type { Rules } from './policy.js'

/** The header names that a preflight asks for, checked. */
interface RequestedNames {
  /** Names that are allowed but not listed, so the answer repeats them. */
  readonly repeated: string
  readonly allAllowed: boolean
}

export function answerNames({ allowHeaders, plainHeaders }: Rules, requested: string): RequestedNames {
  // One test of the whole value is faster than one for each name. V8's stack bounds how long a value a RegExp can repeat over.
  const isPlain = requested.length <= 65_536 && plainHeaders.test(requested)
  if (!isPlain) return answerEach(allowHeaders, requested)
  // With a list of names, the value has only listed ones, which the answer names anyway.
  return { repeated: allowHeaders.text === '' ? requested : '', allAllowed: true }
}

function answerEach(allowHeaders: Rules['allowHeaders'], requested: string): RequestedNames {
  const unlisted = unlistedNames(requested, allowHeaders.names)
  const repeated = unlisted.filter(name => isRepeated(allowHeaders, name))
  return { repeated: repeated.join(', '), allAllowed: repeated.length === unlisted.length }
}

/** Matches all but TAB and printable ASCII. */
const NOT_PLAIN_ASCII = /[^\t -~]/

/** The requested names that are not listed, each once, in lower case. Browsers send them so; other clients may not. */
function unlistedNames(requested: string, listed: ReadonlySet<string>): readonly string[] {
  let unlisted: Set<string> | undefined
  // `trim` removes more than HTTP's white space, such as a no-break space, which would make a valid name of an invalid one.
  const isOdd = NOT_PLAIN_ASCII.test(requested)
  // One pass, because `split` allocates a string for each name.
  for (let start = 0, end = 0; start <= requested.length; start = end + 1) {
    end = requested.indexOf(',', start)
    if (end < 0) end = requested.length
    const part = requested.slice(start, end)
    if (listed.has(part)) continue
    const name = (isOdd && NOT_PLAIN_ASCII.test(part) ? part : part.trim()).toLowerCase()
    if (name === '' || listed.has(name)) continue
    unlisted ??= new Set()
    unlisted.add(name)
  }
  return unlisted === undefined ? [] : [...unlisted]
}

export function allowsMethod({ methods }: Rules, method: string): boolean {
  if (isSafelistedMethod(method) || methods.names.has(method)) return true
  return methods.any && isToken(method) && !isForbiddenMethod(method)
}

/** Longer than any name in use. A user's RegExp may take quadratic time or worse, so it gets no longer name. */
const MAX_TESTED_LENGTH = 256

function isRepeated({ any, regexps }: Rules['allowHeaders'], name: string): boolean {
  if (!isToken(name)) return false
  return any || (name.length <= MAX_TESTED_LENGTH && regexps.some(regexp => regexp.test(name)))
}
