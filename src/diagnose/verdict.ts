import type { Cause } from './cause/cause.js'

/** What a browser says of an exchange. */
export interface Verdict {
  /** Whether the page can read the response: true if there are no failures. */
  readonly readable: boolean
  /** The one thing to change first; `null` if the page can read the response. */
  readonly cause: Cause | null
  /** Everything that is wrong; first what Chromium reports. */
  readonly failures: readonly Failure[]
  /** Names of the response's headers that the page can read, in lower case, sorted. */
  readonly exposedHeaders: readonly string[]
  /** What to know besides the failures. */
  readonly notes: readonly Note[]
}

/** A check that failed, so that the page cannot read the response. */
export interface Failure {
  /** For programs. */
  readonly check: Check
  /** The part of the exchange in which it fails. */
  readonly at: Stage
  /** The requested URL. */
  readonly url: string
  /** The mistake in words. */
  readonly message: string
  /** What to change, on the server or, if that cannot help, in the page. */
  readonly fix: string
  /** The sentence that Chromium's console shows if this is the first failure; `''` if it says nothing about CORS there. */
  readonly console: string
  /** The value, method or header at fault, unescaped: `failed_parameter` of Chromium's `CorsErrorStatus`. */
  readonly parameter?: string
  /** All header names at fault. A browser reports any one of them, so there is no `parameter` if there are several. */
  readonly names?: readonly string[]
}

/**
 * When a check fails: at the page's call (`api`), before anything is sent (`request`), or at the answer to a preflight, at a
 * redirect, at the final response.
 */
export type Stage = 'api' | 'request' | 'preflight' | 'redirect' | 'response'

/** Failures of the CORS check. Those of a preflight have `Preflight` in their names. */
export type CorsCheck =
  | 'MissingAllowOriginHeader'
  | 'WildcardOriginNotAllowed'
  | 'MultipleAllowOriginValues'
  | 'InvalidAllowOriginValue'
  | 'AllowOriginMismatch'
  | 'InvalidAllowCredentials'

/**
 * Names that begin with `k` are those of Chromium's `CorsError`. The others are not about CORS:
 *
 * - `url-credentials`: `fetch` was called with a URL that has a user or password.
 * - `invalid-method`, `invalid-header`: not what HTTP allows.
 * - `forbidden-method`: `CONNECT`, `TRACE` or `TRACK`.
 * - `no-cors-method`: mode `no-cors` with a method other than `GET`, `HEAD` and `POST`.
 * - `body-not-allowed`: a body with `GET` or `HEAD`, or a stream in mode `no-cors`.
 * - `unsupported-scheme`: neither `http:` nor `https:`, in a mode other than `cors`.
 * - `bad-port`: browsers send nothing to this port, which belongs to another protocol.
 * - `mixed-content`: an https page asks for an http URL, or is redirected to one.
 * - `invalid-location`: `Location` is not one URL.
 * - `too-many-redirects`: more than 20.
 * - `stream-body-redirect`: the redirect needs the body again, which is a stream.
 * - `redirect-error`, `opaque-redirect`: a redirect with redirect mode `error`, `manual`.
 * - `opaque-response`: mode `no-cors`, in which no page can read anything.
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
 * - `vary-origin-missing`: a probe shows that the answer differs by origin, so a cache may serve one origin's answer to another.
 * - `two-layers`: a CORS header appears twice.
 * - `max-age-capped`, `max-age-invalid`: browsers keep the preflight for another time than `Access-Control-Max-Age` says.
 * - `authorization-under-wildcard`: the standard blocks it, today's browsers do not.
 * - `credentials-under-wildcard`: `Access-Control-Allow-Credentials` has no effect beside `*`.
 * - `null-origin-allowed`: any sandboxed frame can read it.
 * - `expose-headers-invalid`, `expose-wildcard-with-credentials`: exposes less than it seems to.
 * - `not-exposed`: the response has headers that the page cannot see.
 * - `cookie-dropped`: browsers do not keep a cookie that the response sets.
 * - `resource-policy`: `Cross-Origin-Resource-Policy` blocks a `no-cors` request.
 * - `preflight-cached`: a preflight is needed, but the exchange has none.
 * - `preflight-not-needed`: the exchange has a preflight that no browser sends.
 * - `local-network-permission`: the user is asked first.
 * - `header-dropped`: the page sets a header that only browsers may set.
 * - `private-network-header`: `Access-Control-Allow-Private-Network`, which browsers no longer read.
 * - `engine-deviation`: a browser deviates from the standard.
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
  | 'not-exposed'
  | 'cookie-dropped'
  | 'resource-policy'
  | 'preflight-cached'
  | 'preflight-not-needed'
  | 'local-network-permission'
  | 'header-dropped'
  | 'private-network-header'
  | 'engine-deviation'
