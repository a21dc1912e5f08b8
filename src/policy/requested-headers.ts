import { isForbiddenMethod, isSafelistedMethod, isToken } from '../protocol.js'
import type { Rules } from './policy.js'

/** What the header names come to that a preflight asks for. */
interface RequestedNames {
  /** Those that are allowed though not listed by name, so that the answer repeats them. */
  readonly repeated: string
  readonly allAllowed: boolean
}

export function answerNames({ allowHeaders, plainHeaders }: Rules, requested: string): RequestedNames {
  // One look at the whole list: a look at each name takes five times as long. V8's stack bounds what a RegExp can repeat.
  const isPlain = requested.length <= 65_536 && plainHeaders.test(requested)
  if (!isPlain) return answerEach(allowHeaders, requested)
  // Where names are listed, it holds these alone, and the answer lists them anyway.
  return { repeated: allowHeaders.text === '' ? requested : '', allAllowed: true }
}

function answerEach(allowHeaders: Rules['allowHeaders'], requested: string): RequestedNames {
  const unlisted = unlistedNames(requested, allowHeaders.names)
  const repeated = unlisted.filter(name => isRepeated(allowHeaders, name))
  return { repeated: repeated.join(', '), allAllowed: repeated.length === unlisted.length }
}

/** Neither TAB nor printable ASCII. */
const NOT_PLAIN_ASCII = /[^\t -~]/

/** In lower case, each once. The standard sends them so, sorted; servers also meet others. */
function unlistedNames(requested: string, listed: ReadonlySet<string>): readonly string[] {
  let unlisted: Set<string> | undefined
  // `trim` takes off more than HTTP's white space: a no-break space is part of what is no name.
  const isOdd = NOT_PLAIN_ASCII.test(requested)
  // In one pass: what `split` allocates costs as much as all the rest of a preflight.
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

/** Longer than any name in use. What a user's RegExp makes of a name may take time by the square of its length, or worse. */
const MAX_TESTED_LENGTH = 256

function isRepeated({ any, regexps }: Rules['allowHeaders'], name: string): boolean {
  if (!isToken(name)) return false
  return any || (name.length <= MAX_TESTED_LENGTH && regexps.some(regexp => regexp.test(name)))
}
