import { combined, type HeaderList, listItems } from './header-list.js'
import { type Hop, hasUserinfo } from './hop.js'
import type { NoteKey } from './messages/notes.js'
import { isCoveredByWildcard } from './preflight-check.js'
import type { PreflightNeed } from './preflight-needed.js'
import type { Answer, Leg, ReadPage } from './read.js'
import { isRedirectStatus } from './redirects.js'
import { isForbiddenRequestHeaderLine } from './request-headers.js'
import type { Step } from './walk.js'

const NONE: readonly NoteKey[] = []

/** Notes on the page's call. */
export function pageNotes(page: ReadPage): readonly NoteKey[] {
  const notes: NoteKey[] = []
  if (page.headers.some(({ 0: name, 1: value }) => isForbiddenRequestHeaderLine(name, value)))
    notes.push('header-dropped')
  return notes
}

/**
 * What to know about a step and its recorded answers, besides what fails.
 *
 * @param needBefore Why the hop before, if there is one, needed a preflight.
 */
export function stepNotes(
  { kind, hop, need }: Step,
  { preflightResponse, response }: Leg,
  needBefore: PreflightNeed | null,
): readonly NoteKey[] {
  const notes: NoteKey[] = []
  if (kind === 'preflight' || need === null) notes.push(...hopNotes(hop, need, needBefore))
  if (kind === 'preflight') {
    if (need && preflightResponse)
      notes.push(...preflightNotes(hop, need.unsafeNames, preflightResponse.headers))
    return notes
  }
  if (need && !preflightResponse && response) notes.push('preflight-cached')
  if (!need && preflightResponse) notes.push('preflight-not-needed')
  if (response) notes.push(...responseNotes(hop, response))
  return notes
}

/** Notes on browsers that are known to send something else than the standard says. */
function hopNotes(
  hop: Hop,
  need: PreflightNeed | null,
  needBefore: PreflightNeed | null,
): readonly NoteKey[] {
  const notes: NoteKey[] = []
  if (need === null) {
    if (needBefore !== null && hop.tainting === 'cors') notes.push('firefox-needless-preflight')
    if (hop.redirectCount > 0 && hop.tainting === 'basic' && hasUserinfo(hop.url))
      notes.push('chromium-userinfo')
    if (hop.tainting === 'cors' && hop.headers.some(isLongRange)) notes.push('long-range')
    return notes
  }
  if (hop.origin !== hop.pageOrigin) notes.push('firefox-preflight-origin')
  if (hop.streamBody) notes.push('stream-body')
  if (need.reasons.some(reason => reason.code === 'headers-too-long')) notes.push('firefox-long-headers')
  if (need.unsafeNames.some(name => CLIENT_HINTS.has(name))) notes.push('chromium-client-hints')
  const names = new Set(hop.headers.map(({ 0: name }) => name.toLowerCase()))
  if (names.size < hop.headers.length) notes.push('firefox-doubled-names')
  return notes
}

/** A number that does not fit into 64 bits. */
function isLongRange({ 0: name, 1: value }: HeaderList[number]): boolean {
  return (
    /^range$/i.test(name) &&
    value.split(/\D+/).some(digits => digits.length > 18 && BigInt(digits) > MAX_INT64)
  )
}

const MAX_INT64 = 2n ** 63n - 1n

/** Safelisted by Chromium alone. */
const CLIENT_HINTS: ReadonlySet<string> = new Set([
  'device-memory',
  'downlink',
  'dpr',
  'ect',
  'rtt',
  'save-data',
  'viewport-width',
  'width',
])

export function preflightNotes(
  hop: Hop,
  unsafeNames: readonly string[],
  headers: HeaderList,
): readonly NoteKey[] {
  const notes = layerNotes(headers)
  const maxAge = combined(headers, 'access-control-max-age')
  if (maxAge !== undefined) {
    const seconds = /^-?[0-9]+$/.test(maxAge) ? Number(maxAge) : Number.NaN
    if (Number.isNaN(seconds)) notes.push('max-age-invalid')
    else if (seconds > 86_400) notes.push('max-age-over-86400')
    else if (seconds > 7200) notes.push('max-age-over-7200')
    else if (seconds > 600) notes.push('max-age-over-600')
  }
  if (hop.credentials !== 'include' && unsafeNames.some(name => !isCoveredByWildcard(name))) {
    const allowed = listItems(combined(headers, 'access-control-allow-headers'))
    const isListed = allowed.some(name => name.toLowerCase() === 'authorization')
    if (allowed.includes('*') && !isListed) notes.push('authorization-under-wildcard')
  }
  return notes
}

/** Notes on an answer to the request itself, which may be a redirect. */
function responseNotes(hop: Hop, { status, headers }: Answer): readonly NoteKey[] {
  if (hop.redirect === 'error' && isRedirectStatus(status) && combined(headers, 'location') === undefined)
    return ['chromium-redirect-without-location']
  if (hop.tainting === 'basic') return NONE
  if (hop.tainting === 'opaque') {
    const policy = combined(headers, 'cross-origin-resource-policy')
    return policy === 'same-origin' || policy === 'same-site' ? ['resource-policy'] : NONE
  }
  const notes = layerNotes(headers)
  const allowed = combined(headers, 'access-control-allow-origin')
  if (allowed === undefined) return notes
  if (combined(headers, 'access-control-allow-credentials') === 'true') {
    if (allowed === '*') notes.push('credentials-under-wildcard')
    if (allowed === 'null') notes.push('null-origin-allowed')
  }
  return notes
}

/** Two lines are legal if the header is a list, but they still mean that two layers set it. */
function layerNotes(headers: HeaderList): NoteKey[] {
  const notes: NoteKey[] = []
  const seen = new Set<string>()
  for (const { 0: name } of headers) {
    if (!name.startsWith('access-control-')) continue
    if (seen.has(name) && !notes.includes('two-layers')) notes.push('two-layers')
    seen.add(name)
    if (name === 'access-control-allow-private-network' && !notes.includes('private-network-header')) {
      notes.push('private-network-header')
    }
  }
  return notes
}
