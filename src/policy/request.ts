import { given } from '../own.js'
import { isOrigin, MAX_ORIGIN_LENGTH, urlOrigin } from '../protocol.js'

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

/** A request in either form. @internal */
export type AnyRequest = CorsRequest | FetchRequest

/** The URL before a mount point was cut off, where there was one. @internal */
export function fullUrl(request: AnyRequest): string {
  return (
    (Object.hasOwn(request, 'originalUrl') ? request.originalUrl : undefined) ?? given(request, 'url') ?? ''
  )
}

/** Own properties only: what is put on `Object.prototype` is not a header. @internal */
export function header(headers: AnyRequest['headers'], name: string): string | undefined {
  const value = (headers as Record<string, unknown>)[name]
  const isPlain = typeof value === 'string' && Object.hasOwn(headers, name)
  return isPlain ? value : otherHeader(headers, name, value)
}

/** Apart, as all that is rare on the way of a request: the compiler puts together what is short. */
function otherHeader(headers: AnyRequest['headers'], name: string, value: unknown): string | undefined {
  if (Object.hasOwn(headers, name)) return Array.isArray(value) ? value.join(', ') : undefined
  return isFetch(headers) ? (headers.get(name) ?? undefined) : undefined
}

/** @internal */
export function isFetch(headers: AnyRequest['headers']): headers is FetchRequest['headers'] {
  return typeof headers.get === 'function' && given(headers, 'get') !== undefined
}

/**
 * Browsers send `Origin` with same-origin requests that are not GET or HEAD too. Behind a proxy the scheme is
 * not known, so without `Sec-Fetch-Site` the host decides.
 *
 * @internal
 */
export function isFromOwnOrigin(request: AnyRequest, origin: string | undefined): boolean {
  const site = header(request.headers, 'sec-fetch-site')
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  const host = ownHost(request)
  // No origin has so long a host, and to parse one takes time by the square of its length.
  if (host === undefined || host.length > MAX_ORIGIN_LENGTH) return false
  // An empty `Host` has no origin, so an empty `Origin` must not match it.
  if (!isOrigin(origin ?? '')) return false
  return [`https://${host}`, `http://${host}`].some(url => urlOrigin(url) === origin)
}

function ownHost(request: AnyRequest): string | undefined {
  const { headers } = request
  const host = header(headers, 'host')
  if (host !== undefined) return host
  // Fetch has no name for HTTP/2's, but a whole URL.
  if (isFetch(headers)) return /^[^:/?#]*:\/\/([^/?#]*)/.exec(given(request, 'url') ?? '')?.[1]
  return header(headers, ':authority')
}
