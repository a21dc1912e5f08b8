import { given } from './own.js'

/** What a policy looks at in a request. An `http.IncomingMessage` and an Express request are ones. */
export interface CorsRequest {
  /** The method as it stands in the request line; methods are case-sensitive. */
  readonly method?: string | undefined
  /** Path and query, or an absolute URL. */
  readonly url?: string | undefined
  /** The URL before a mount point was cut off (Express, Connect): an own property, which wins over `url`. */
  readonly originalUrl?: string | undefined
  /** By lower-case name, as Node gives them. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
}

/** The same of a Fetch `Request`. */
export interface FetchRequest {
  /** The method. */
  readonly method: string
  /** An absolute URL. */
  readonly url: string
  /** A Fetch request has none: nothing cuts its URL. */
  readonly originalUrl?: undefined
  /** A Fetch `Headers`. */
  readonly headers: {
    /** The value of a header in any case, lines joined by `, `; `null`: there is none. */
    get(name: string): string | null
  }
}

/**
 * Why a decision is what it is.
 *
 * - `any-origin`, `origin-listed`: allowed, because every origin is, or this one.
 * - `no-origin`: not a CORS request.
 * - `origin-not-allowed`, `origin-malformed`: the origin is not one of the policy's, or not an origin.
 * - `method-not-allowed`, `headers-not-allowed`: the origin is allowed, but not what its preflight asks for.
 * - `no-resource`: the policy does not cover this path.
 * - `path-ambiguous`: the path names different resources to different routers, or cannot be decoded.
 */
export type Reason =
  | 'any-origin'
  | 'origin-listed'
  | 'no-origin'
  | 'origin-not-allowed'
  | 'origin-malformed'
  | 'method-not-allowed'
  | 'headers-not-allowed'
  | 'no-resource'
  | 'path-ambiguous'

/** What a policy says of one request. */
export interface Decision {
  /**
   * `preflight`: `OPTIONS` with `Origin` and `Access-Control-Request-Method`; `actual`: any other request
   * with `Origin`; `none`: a request without, which CORS says nothing about.
   */
  readonly kind: 'preflight' | 'actual' | 'none'
  /** Whether a page of the request's origin may read the answer, or send what its preflight asks. */
  readonly allowed: boolean
  /** Why. */
  readonly reason: Reason
  /** To be answered at once with this status and no body; absent: pass the request on. */
  readonly status?: number
  /** Headers to set, by name. Every other CORS response header comes off. */
  readonly headers: Readonly<Record<string, string>>
  /** Request headers that the answer depends on, to be merged into `Vary`. */
  readonly vary: readonly string[]
}

/**
 * A decision as adapters apply it, header names in lower case. `allowed` and `reason` do not tell whether the origin is
 * well-formed; `exactDecision` looks.
 *
 * @internal
 */
export interface Ruling extends Omit<Decision, 'status'> {
  /** An own property always, so that what is put on `Object.prototype` answers no request. */
  readonly status: number | undefined
}

/** Where there are none to set. @internal */
export const NO_HEADERS: Decision['headers'] = Object.freeze({})

/** The URL before a mount point was cut off, where there was one. @internal */
export function fullUrl(request: CorsRequest | FetchRequest): string {
  return (
    (Object.hasOwn(request, 'originalUrl') ? request.originalUrl : undefined) ?? given(request, 'url') ?? ''
  )
}
