import type { PageRequest } from './exchange.js'
import type { HeaderList } from './header-list.js'
import { firstHop, type Hop, originSent, sentUrl } from './hop.js'
import { describeFinding, describeReason } from './messages/describe.js'
import { type PreflightReason, preflightHeaders, preflightNeed } from './preflight-needed.js'
import { readPage } from './read.js'
import type { Failure } from './verdict.js'

/** What a browser sends for a page's request. */
export interface Plan {
  /** Whether the page requests its own origin or a `data:` URL, so that there is no CORS check. */
  readonly sameOrigin: boolean
  /** Why a browser sends nothing; most often empty. */
  readonly refusals: readonly Failure[]
  /** `null` if none is needed, or if nothing is sent. */
  readonly preflight: PlannedPreflight | null
  /** `null` if nothing is sent. */
  readonly request: PlannedRequest | null
}

/** The `OPTIONS` request that a browser sends first, unless it remembers the answer to an earlier one. */
export interface PlannedPreflight {
  /** The URL of the request, without its fragment. */
  readonly url: string
  /** Why a browser sends it; at least one. */
  readonly reasons: readonly DescribedReason[]
  /** Only those of the standard. A preflight never carries cookies or `Authorization`. */
  readonly headers: HeaderList
}

/** A reason for a preflight, with a message. */
export type DescribedReason = PreflightReason & {
  /** For people. */
  readonly message: string
}

/** The request itself. */
export interface PlannedRequest {
  /** Without a fragment. */
  readonly url: string
  /** Upper-cased if the standard says so: `put` becomes `PUT`, and `patch` stays `patch`. */
  readonly method: string
  /** The page's own headers without the forbidden ones, and `Origin` if it is sent. Headers that a browser adds to every request are not listed. */
  readonly headers: HeaderList
  /** Whether the browser adds its cookies and HTTP authentication for the URL. */
  readonly sendsCredentials: boolean
}

/**
 * Says what a browser sends for a page's request. Pure.
 *
 * @throws TypeError that names the field, if `page` is not a page's request.
 * @see https://fetch.spec.whatwg.org/#main-fetch
 */
export function plan(page: PageRequest): Plan {
  const { hop, refusals } = firstHop(readPage(page))
  if (refusals.length === 0) return planHop(hop)
  return {
    sameOrigin: hop.tainting === 'basic',
    refusals: refusals.map(finding => describeFinding(finding, hop, null)),
    preflight: null,
    request: null,
  }
}

/** What a browser sends at a hop: everything is decided anew after a redirect. @internal */
export function planHop(hop: Hop): Plan & { readonly request: PlannedRequest } {
  const need = preflightNeed(hop)
  const origin = originSent(hop)
  const url = sentUrl(hop.url)
  return {
    sameOrigin: hop.tainting === 'basic',
    refusals: [],
    preflight: need && {
      url,
      reasons: need.reasons.map(reason => ({ ...reason, message: describeReason(reason) })),
      headers: preflightHeaders(hop, need),
    },
    request: {
      url,
      method: hop.method,
      headers: origin === null ? hop.headers : [...hop.headers, ['Origin', origin]],
      sendsCredentials:
        hop.credentials === 'include' || (hop.credentials === 'same-origin' && hop.tainting === 'basic'),
    },
  }
}
