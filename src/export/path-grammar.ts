import { canonicalPath } from '../policy/path.js'
import { accept, literal, reject, type Steps } from './steps.js'

/** What routers and file systems cut off the end of a segment. */
const TAIL = '(?:\\.|%20)*'
/** What may follow a whole segment: `;` only after the last one. */
const BOUNDARY = '(?:[/;]|$)'

/** Escaped characters that stay what they are under NFKC and lower-casing, and join with no letter of ASCII. */
const STABLE = [
  '%[cC]3%[89a-bA-B][0-9a-fA-F]',
  '%[cC]4%(?:[89aA][0-9a-fA-F]|[bB][14-9a-eA-E])',
  '%[cC]5%(?:8[1-8a-fA-F]|[9aA][0-9a-fA-F]|[bB][0-9a-eA-E])',
  '%[cC][eE]%(?:9[1-9a-fA-F]|[abAB][0-9a-fA-F])',
  '%[cC][fF]%8[0-9a-fA-F]',
  '%[dD][01]%[89abAB][0-9a-fA-F]',
  '%[dD]7%(?:9[0-9a-fA-F]|[aA][0-9aA])',
  '%[dD]8%(?:[aA][1-9a-fA-F]|[bB][0-9aA])',
  '%[dD]9%8[0-9aA]',
  '%[eE]3%8[13]%[89abAB][0-9a-fA-F]',
  '%[eE]3%82%(?:8[0-9a-fA-F]|9[0-8d-fD-F]|[abAB][0-9a-fA-F])',
  '%[eE][4-9]%[89abAB][0-9a-fA-F]%[89abAB][0-9a-fA-F]',
  '%[eE][aA]%[bB][0-9a-fA-F]%[89abAB][0-9a-fA-F]',
  '%[eE][bBcC]%[89abAB][0-9a-fA-F]%[89abAB][0-9a-fA-F]',
  '%[eE][dD]%[89][0-9a-dA-D]%[89abAB][0-9a-fA-F]',
  '%[fF]0%9[fF]%(?:8[c-fC-F]|9[0-9])%[89abAB][0-9a-fA-F]',
].join('|')

/**
 * Whether a path, as it is in the request line and without its query, may be looked up. Every path that it rejects counts as
 * ambiguous, though `resolve` may find the readings of some equal. A server or its upstream decodes these before it chooses what
 * to run, or reads them in other ways: empty segments, escapes of letters, digits and separators, a `/` after a `;`, and
 * characters that are equal to others under NFKC.
 *
 * @internal
 */
export const CLEAR_PATH: Steps = [
  reject('//|;.*/'),
  // A dot segment, or one of which routers leave nothing.
  reject('/(?:\\.|%20)+(?:[/;]|$)|/;'),
  // Letters, digits, and `-.;/\_~`.
  reject('%(?:2[dDeEfF]|3[0-9bB]|4[1-9a-fA-F]|5[0-9aAcCfF]|6[1-9a-fA-F]|7[0-9aAeE])'),
  accept(`^/(?:[!\\x22$&->@-\\[\\]^-~]|%(?:0[1-9a-fA-F]|[1-7][0-9a-fA-F])|${STABLE})*$`),
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
  if (canonical === '/') return { typed, canonical: '^/$', mount: '^/$' }
  const names = canonical.slice(1).split('/').map(spelled)
  const path = `^/${names.join(`${TAIL}/`)}`
  if (!isPrefix) {
    const exact = `${path}${TAIL}(?:;|/?$)`
    return { typed, canonical: exact, mount: exact }
  }
  return { typed, canonical: `${path}${TAIL}${BOUNDARY}`, mount: `${path}(?:\\.|${TAIL}${BOUNDARY})` }
}

/** A segment with the escapes that clear paths have. */
function spelled(segment: string): string {
  return segment.replaceAll(/[^\w.~-]|[.]/g, character => {
    if (character === '.') return '\\.'
    const escaped = `%${character.charCodeAt(0).toString(16)}`
    return character === ' ' ? escaped : `(?:${literal(character)}|${escaped})`
  })
}
