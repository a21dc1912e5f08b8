import type { PageRequest } from './exchange.js'
import type { HeaderList } from './header-list.js'
import { firstHop, type Hop, originSent, sentUrl } from './hop.js'
import { describeFinding, describeReason } from './messages/describe.js'
import { type PreflightReason, preflightHeaders, preflightNeed } from './preflight-needed.js'
import { readPage } from './read.js'
import type { Failure } from './verdict.js'

/** What a browser sends for what a page asks. */
export interface Plan {
  /** CORS has no say: the page asks its own origin, or a `data:` URL. */
  readonly sameOrigin: boolean
  /** Why a browser sends nothing at all; most often empty. */
  readonly refusals: readonly Failure[]
  /** `null`: none is needed, or nothing is sent. */
  readonly preflight: PlannedPreflight | null
  /** `null`: nothing is sent. */
  readonly request: PlannedRequest | null
}

/** The `OPTIONS` request that comes first, unless the browser remembers the answer to an earlier one. */
export interface PlannedPreflight {
  /** The request's own, without a fragment. */
  readonly url: string
  /** Why it is needed, each reason with words. */
  readonly reasons: readonly DescribedReason[]
  /** Those that the standard gives it. It never carries cookies or `Authorization`. */
  readonly headers: HeaderList
}

/** A reason for a preflight, and words for it. */
export type DescribedReason = PreflightReason & {
  /** For people. */
  readonly message: string
}

/** The request itself. */
export interface PlannedRequest {
  /** Without a fragment. */
  readonly url: string
  /** Upper-cased where the standard does that: `patch` stays `patch`. */
  readonly method: string
  /** The page's headers without the forbidden ones, and `Origin`. What is the browser's own business is not here. */
  readonly headers: HeaderList
  /** Whether cookies and HTTP authentication that the browser has for the URL go with it. */
  readonly sendsCredentials: boolean
}

/**
 * What a browser sends for what a page asks. Pure.
 *
 * @throws TypeError that names the field which makes `page` no page's request.
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

/** The same for any hop: after a redirect everything is decided again. @internal */
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
