import type { Check } from '../verdict.js'

/**
 * Why a page cannot read a response.
 *
 * - `origin-not-listed`: a CORS layer answered, and does not allow this origin.
 * - `wildcard-with-credentials`: `*` answers a request with credentials.
 * - `credentials-not-allowed`: the origin is allowed, but `Access-Control-Allow-Credentials: true` is missing or misspelt.
 * - `method-not-listed`, `header-not-listed`: the lists in the answer to the preflight lack it.
 * - `header-misspelt`: a CORS header has a value that no browser takes: a slash at the end, a pattern, a list, quotes.
 * - `two-layers`: a header stands there twice, or two layers answer differently.
 * - `answered-before-cors`: a login, rate limit, firewall, error page, static file, route or proxy answered in place of the CORS layer.
 * - `preflight-not-routed`: the request itself is answered with CORS headers, its preflight by a router or a proxy without.
 * - `no-cors-layer`: neither the preflight nor the request meets anything that does CORS.
 * - `redirect`: the answer leads elsewhere.
 * - `login-redirect`: the answer leads to a login.
 * - `cached-copy`: a cache answered with a copy that it kept for another origin.
 * - `server-error`: a 5xx answer without the headers.
 * - `page-header`: the page, or a library in it, sets a header that does not belong on the request.
 * - `page-call`: the call itself cannot work, whatever the server answers.
 * - `mixed-content`: a page that is https loads nothing over http.
 * - `local-network`: the browser keeps the page from the local network.
 * - `bad-port`: browsers send nothing to this port.
 * - `unreachable`: no answer arrived.
 */
export type CauseCode =
  | 'origin-not-listed'
  | 'wildcard-with-credentials'
  | 'credentials-not-allowed'
  | 'method-not-listed'
  | 'header-not-listed'
  | 'header-misspelt'
  | 'two-layers'
  | 'answered-before-cors'
  | 'preflight-not-routed'
  | 'no-cors-layer'
  | 'redirect'
  | 'login-redirect'
  | 'cached-copy'
  | 'server-error'
  | 'page-header'
  | 'page-call'
  | 'mixed-content'
  | 'local-network'
  | 'bad-port'
  | 'unreachable'

/** The one thing to change first. */
export interface Cause {
  /** For programs. */
  readonly code: CauseCode
  /** The mistake, in a sentence. */
  readonly message: string
  /** The change. The first line says what must go out, each line after it how one layer writes that. */
  readonly fix: string
  /** The answers that say so, a line each. */
  readonly evidence: readonly string[]
  /** The failures that follow from the cause; the others remain after the change. */
  readonly explains: readonly Check[]
  /** The cause that fits what was seen as well, if there is one. */
  readonly alternative: Alternative | null
}

/** A second cause that one more look rules out or in. */
export interface Alternative {
  /** For programs. */
  readonly code: CauseCode
  /** What it would mean, and which look tells the two apart. */
  readonly message: string
}
