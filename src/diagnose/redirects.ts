import { parseUrl } from '../protocol.js'
import { type Finding, finding } from './finding.js'
import { combined, type HeaderList, lineCount } from './header-list.js'
import {
  type Hop,
  hasUserinfo,
  isHttp,
  isSameOrigin,
  mainFetchRefusals,
  originOf,
  taintingOf,
} from './hop.js'
import type { Answer } from './read.js'
import { isMixedContent } from './unsafe-url.js'

const at = 'redirect'

/** A redirect leads to another hop, or nowhere if a browser refuses to follow it. */
export type RedirectStep =
  | { readonly hop: Hop; readonly refusals: null }
  | { readonly hop: null; readonly refusals: readonly Finding[] }

/** https://fetch.spec.whatwg.org/#redirect-status */
export function isRedirectStatus(status: number): boolean {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308
}

/**
 * What a browser does with an answer that passes the CORS check: it follows it to the next hop, refuses to, or (`null`) takes
 * it as the final response.
 * https://fetch.spec.whatwg.org/#http-redirect-fetch
 */
export function followRedirect(hop: Hop, { status, headers }: Answer): RedirectStep | null {
  if (!isRedirectStatus(status)) return null
  if (hop.redirect === 'error') return { hop: null, refusals: [finding('redirect-error', at)] }
  if (hop.redirect === 'manual') return { hop: null, refusals: [finding('opaque-redirect', at)] }
  const location = combined(headers, 'location')
  if (location === undefined) return null
  const url = parseUrl(location, hop.url)
  if (lineCount(headers, 'location') > 1 || url === undefined) {
    return { hop: null, refusals: [finding('invalid-location', at)] }
  }
  const next = nextHop(hop, status, url)
  const refusals = redirectRefusals(hop, status, next)
  return refusals.length > 0 ? { hop: null, refusals } : { hop: next, refusals: null }
}

function redirectRefusals(hop: Hop, status: number, next: Hop): readonly Finding[] {
  const refusals: Finding[] = []
  if (hop.redirectCount === 20) refusals.push(finding('too-many-redirects', at))
  if (next.tainting === 'basic' && !isHttp(next.url)) refusals.push(finding('unsupported-scheme', at))
  refusals.push(...mainFetchRefusals(next, at))
  if (isMixedContent(next.pageOrigin, next.url)) refusals.push(finding('mixed-content', at))
  // `next` is `basic` only if no hop so far has left the page's origin.
  if (hop.mode === 'cors' && next.tainting === 'cors' && hasUserinfo(next.url)) {
    refusals.push(finding('kRedirectContainsCredentials', at))
  }
  if (hop.streamBody && hop.hasBody && status !== 303) refusals.push(finding('stream-body-redirect', at))
  return refusals
}

/** https://fetch.spec.whatwg.org/#request-body-header-name */
const BODY_HEADERS: ReadonlySet<string> = new Set([
  'content-encoding',
  'content-language',
  'content-location',
  'content-type',
])

function nextHop(hop: Hop, status: number, url: URL): Hop {
  const becomesGet =
    status === 303
      ? hop.method !== 'GET' && hop.method !== 'HEAD'
      : hop.method === 'POST' && (status === 301 || status === 302)
  const crossesOrigins = !isSameOrigin(originOf(hop.url), url)
  const isDropped = (name: string) =>
    (becomesGet && BODY_HEADERS.has(name)) || (crossesOrigins && name === 'authorization')
  const headers: HeaderList = hop.headers.filter(({ 0: name }) => !isDropped(name.toLowerCase()))
  // https://fetch.spec.whatwg.org/#concept-request-tainted-origin
  const hidesOrigin = crossesOrigins && !isSameOrigin(hop.pageOrigin, hop.url)
  const staysBasic = hop.tainting === 'basic' && isSameOrigin(hop.pageOrigin, url)
  return {
    ...hop,
    url,
    headers,
    method: becomesGet ? 'GET' : hop.method,
    hasBody: hop.hasBody && !becomesGet,
    origin: hidesOrigin ? 'null' : hop.origin,
    tainting: staysBasic || hop.tainting !== 'basic' ? hop.tainting : taintingOf(hop.mode),
    redirectCount: hop.redirectCount + 1,
  }
}
