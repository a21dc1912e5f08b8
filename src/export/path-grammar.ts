import { canonicalPath } from '../policy/path.js'
import { accept, literal, reject, type Steps } from './steps.js'

/** What routers and file systems cut off the end of a segment. */
const TAIL = '(?:\\.|%20)*'
/** Upstreams decode an escaped slash too, and some take a backslash for one. Patterns that have it ignore case. */
const SLASH = '(?:/|%2f|%5c)'
/** Between two names. Empty segments count for nothing, nor do those that lose all they have. */
const SLASHES = `(?:${TAIL}${SLASH})+`
/** What may follow a whole segment: a semicolon only after the last one. */
const BOUNDARY = '(?:/|%2f|%5c|;|%3b|$)'

const HEX = '[0-9a-fA-F]'
const CONTINUED = `%[89abAB]${HEX}`
/** An escaped character beyond ASCII. Overlong forms and surrogates cannot be decoded. */
const BEYOND_ASCII = [
  `%(?:[cC][2-9a-fA-F]|[dD]${HEX})${CONTINUED}`,
  `%[eE](?:0%[abAB]${HEX}|[1-9a-cA-CeEfF]${CONTINUED}|[dD]%[89]${HEX})${CONTINUED}`,
  `%[fF](?:0%[9abAB]${HEX}|[1-3]${CONTINUED}|4%8${HEX})${CONTINUED}${CONTINUED}`,
].join('|')

/** Characters that stand for themselves. */
const PLAIN = '[!\\x22$&->@-\\[\\]^-~]'

/** A pattern for escaped bytes, whatever the case of their digits: `c2(a0|b.)` for C2 A0 and C2 B0 to C2 BF. */
function escapes(bytes: string): string {
  const digit = (text: string) => {
    if (text === '.') return HEX
    const letters = (text.match(/[a-f](?:-[a-f])?/g) ?? []).join('').toUpperCase()
    return letters === '' ? text : `[${text.replace(/[[\]]/g, '')}${letters}]`
  }
  return bytes
    .replaceAll('(', '(?:')
    .replaceAll(/([0-9a-f.]|\[.*?\])([0-9a-f.]|\[.*?\])/g, (_, high: string, low: string) => {
      return `%${digit(high)}${digit(low)}`
    })
}

/**
 * All characters beyond ASCII that NFKC turns into nothing but ASCII, or into a text with a slash, a dot or a semicolon, and a
 * few beside them. Each other one leaves a character beyond ASCII, so it is part of no name in `resources`.
 */
const BECOMES_ASCII = [
  'c2(a0|aa|b[239a])|c4b[23]|c5bf|c7(8[7-9a-c]|b[1-3])|cab.|cba[1-3]|cdbe|e1(b[456]..|bfaf)',
  'e2(80(8[0-9a]|a[456f]|bc)|81(8[789]|9f|b.)|82([89].|a8)|8[45]..|9[123]..|a9b[456]|b1b[cd])',
  'e3(8080|8[9abdef]..)|ea9fb[1-4]|ef(ac..|b8[9ab].|b9..|bc..|bd[89].)',
  'f0(909e..|9cb3..|9d9...|9f8[45]..|9f8690|9fafb.)',
].map(escapes)

/** All marks that combine with a letter, and the letters in their rows of Unicode. `resolve` refuses so many, as slow to sort. */
const MANY_MARKS = `(?:${escapes(
  'c[cd]..|d[26-9a-f]..|e0(a...|b[0-7a-f]..|b8b.|b98.)|e1....|e2(83|b[357])..|e3(80a.|829.)|ea(9[9ab]|a.)..|ef(b88.|be9.)|f09[0-9a-e]....|f3a0....',
)}){31}`

/**
 * Whether a path, as it is in the request line and without its query, may be looked up. Every path that it rejects counts as
 * ambiguous, though `resolve` may find its readings equal: two slashes at the start, a slash after a semicolon, an escaped letter,
 * digit or dot, and characters that are nearly ASCII.
 *
 * @internal
 */
export const CLEAR_PATH: Steps = [
  // PCRE has no room to repeat a group thousands of times, and then says that nothing matches. No file has such a name.
  reject('(?:\\.|%20){16}'),
  reject('^//'),
  // Up to the first semicolon: looking behind each would take quadratic time.
  reject('^[^;%]*(?:%(?:[^3]|3[^bB])[^;%]*)*(?:;|%3[bB]).*(?:/|%2[fF]|%5[cC])'),
  // A dot segment.
  reject('(?:/|%2[fF]|%5[cC])\\.\\.?(?:[/;]|%2[fF]|%5[cC]|%3[bB]|$)'),
  // Letters, digits and the dot.
  reject('%(?:2[eE]|3[0-9]|4[1-9a-fA-F]|5[0-9aA]|6[1-9a-fA-F]|7[0-9aA])'),
  ...BECOMES_ASCII.map(reject),
  reject(MANY_MARKS),
  // Repeated for each escape, not for each character, so that there is room for long paths.
  accept(`^/${PLAIN}*(?:(?:%(?:0[1-9a-fA-F]|[1-7]${HEX})|${BEYOND_ASCII})${PLAIN}*)*$`),
]

/** The patterns of one entry of `resources`. @internal */
export interface PathPatterns {
  /** Matches the path as it was typed, with its case. */
  readonly typed: string
  /** Matches all clear paths that some router takes for one of the entry, whatever their case. */
  readonly canonical: string
  /** The same, and what Connect runs for a mount: at `/admin`, also `/admin.json`. */
  readonly mount: string
}

/** `undefined` if a path's other spellings are not known. @internal */
export function pathPatterns(pattern: string): PathPatterns | undefined {
  const isPrefix = pattern.endsWith('/*')
  const base = isPrefix ? pattern.slice(0, -2) : pattern
  const canonical = canonicalPath(base)
  if (canonical === undefined || /[^ -~]/.test(canonical)) return undefined
  const typed = `^${literal(base)}${isPrefix ? '(?:/|$)' : '$'}`
  const names = canonical === '/' ? [] : canonical.slice(1).split('/').map(spelled)
  const path = `^${names.map(name => `${SLASHES}${name}`).join('')}`
  if (!isPrefix) {
    const exact = `${path}(?:${TAIL}${SLASH})*${TAIL}(?:;|%3b|$)`
    return { typed, canonical: exact, mount: exact }
  }
  return { typed, canonical: `${path}${TAIL}${BOUNDARY}`, mount: `${path}(?:\\.|${TAIL}${BOUNDARY})` }
}

/** A segment with the escapes that clear paths have. */
function spelled(segment: string): string {
  return segment.replaceAll(/[^A-Za-z0-9]/g, character => {
    if (character === '.') return '\\.'
    const escaped = `%${character.charCodeAt(0).toString(16)}`
    return character === ' ' ? escaped : `(?:${literal(character)}|${escaped})`
  })
}
