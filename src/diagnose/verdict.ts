/** What a browser says of an exchange. */
export interface Verdict {
  /** Whether the page can read the response: there are no failures. */
  readonly readable: boolean
  /** All of them, the one that Chromium reports first. */
  readonly failures: readonly Failure[]
  /** Names of the response's headers that the page can read, in lower case, sorted. */
  readonly exposedHeaders: readonly string[]
  /** What one exchange cannot show as a failure. */
  readonly notes: readonly Note[]
}

/** A reason why a page cannot read the response. */
export interface Failure {
  /** For programs. */
  readonly check: Check
  /** When in the exchange it fails. */
  readonly at: Stage
  /** The URL that was asked. */
  readonly url: string
  /** What the browser found. */
  readonly message: string
  /** What the server's owner changes, or the page's where the server has no part in it. */
  readonly fix: string
  /** What Chromium's `CorsErrorStatus` reports as `failed_parameter`, as it is: the value, method or header at fault. */
  readonly parameter?: string
  /** All the header names at fault. A browser reports only one, whichever, so with several there is no `parameter`. */
  readonly names?: readonly string[]
}

/**
 * Where it fails: when the page calls (`api`), before anything is sent (`request`), at the answer to a
 * preflight, at a redirect, at the final response.
 */
export type Stage = 'api' | 'request' | 'preflight' | 'redirect' | 'response'

/** Failures of the CORS check, on a preflight's answer with `Preflight` in their names. */
export type CorsCheck =
  | 'MissingAllowOriginHeader'
  | 'WildcardOriginNotAllowed'
  | 'MultipleAllowOriginValues'
  | 'InvalidAllowOriginValue'
  | 'AllowOriginMismatch'
  | 'InvalidAllowCredentials'

/**
 * What failed. Names that begin with `k` are those of Chromium's `CorsError`. The others are not CORS:
 *
 * - `url-credentials`: a URL with a user or password was given to `fetch`.
 * - `invalid-method`, `invalid-header`: not what HTTP allows.
 * - `forbidden-method`: `CONNECT`, `TRACE` or `TRACK`.
 * - `no-cors-method`: mode `no-cors` with a method other than `GET`, `HEAD` and `POST`.
 * - `body-not-allowed`: a body with `GET` or `HEAD`, or a stream in mode `no-cors`.
 * - `unsupported-scheme`: neither `http:` nor `https:`, in a mode other than `cors`.
 * - `bad-port`: nothing is sent to this port, which is another protocol's.
 * - `mixed-content`: a page that is https is redirected to http.
 * - `invalid-location`: `Location` is not one URL.
 * - `too-many-redirects`: more than 20.
 * - `stream-body-redirect`: a redirect would have to send a stream again.
 * - `redirect-error`, `opaque-redirect`: a redirect with redirect mode `error`, `manual`.
 * - `opaque-response`: mode `no-cors`, in which no page reads anything.
 * - `no-response`: the exchange ends without the response.
 */
export type Check =
  | `k${CorsCheck}`
  | `kPreflight${CorsCheck}`
  | 'kPreflightDisallowedRedirect'
  | 'kPreflightInvalidStatus'
  | 'kInvalidAllowMethodsPreflightResponse'
  | 'kInvalidAllowHeadersPreflightResponse'
  | 'kMethodDisallowedByPreflightResponse'
  | 'kHeaderDisallowedByPreflightResponse'
  | 'kRedirectContainsCredentials'
  | 'kCorsDisabledScheme'
  | 'kDisallowedByMode'
  | 'kNoCorsRedirectModeNotFollow'
  | 'kInsecureLocalNetwork'
  | 'kLocalNetworkAccessPermissionDenied'
  | 'url-credentials'
  | 'invalid-method'
  | 'invalid-header'
  | 'forbidden-method'
  | 'no-cors-method'
  | 'body-not-allowed'
  | 'unsupported-scheme'
  | 'bad-port'
  | 'mixed-content'
  | 'invalid-location'
  | 'too-many-redirects'
  | 'stream-body-redirect'
  | 'redirect-error'
  | 'opaque-redirect'
  | 'opaque-response'
  | 'no-response'

/** Something to know that is not a failure of this exchange. */
export interface Note {
  /** For programs. */
  readonly code: NoteCode
  /** For people. */
  readonly message: string
}

/**
 * - `vary-origin-missing`: a cache may give the answer for one origin to another.
 * - `two-layers`: a CORS header stands in two lines.
 * - `max-age-capped`, `max-age-invalid`: a browser keeps the preflight for another time than was said.
 * - `authorization-under-wildcard`: blocked by the standard, let through by today's browsers.
 * - `credentials-under-wildcard`: `Access-Control-Allow-Credentials` has no effect beside `*`.
 * - `null-origin-allowed`: every sandboxed frame may read.
 * - `expose-headers-invalid`, `expose-wildcard-with-credentials`: exposes less than it seems to.
 * - `resource-policy`: `Cross-Origin-Resource-Policy` blocks a `no-cors` request.
 * - `preflight-cached`: a preflight was needed and is not there.
 * - `preflight-not-needed`: the answer to a preflight that no browser sends is there.
 * - `local-network-permission`: the user is asked first.
 * - `mixed-content`: the page is https and the URL http, which browsers refuse whatever the answer says.
 * - `header-dropped`: the page sets a header that only browsers set.
 * - `private-network-header`: a header that browsers no longer know.
 * - `engine-deviation`: a browser does otherwise than the standard says.
 */
export type NoteCode =
  | 'vary-origin-missing'
  | 'two-layers'
  | 'max-age-capped'
  | 'max-age-invalid'
  | 'authorization-under-wildcard'
  | 'credentials-under-wildcard'
  | 'null-origin-allowed'
  | 'expose-headers-invalid'
  | 'expose-wildcard-with-credentials'
  | 'resource-policy'
  | 'preflight-cached'
  | 'preflight-not-needed'
  | 'local-network-permission'
  | 'mixed-content'
  | 'header-dropped'
  | 'private-network-header'
  | 'engine-deviation'
