import { given } from '../own.js'
import { isOrigin, MAX_ORIGIN_LENGTH, urlOrigin } from '../protocol.js'

/** What a policy reads of a request. An `http.IncomingMessage` fits, as does an Express request. */
export interface CorsRequest {
  /** The method as it stands in the request line; methods are case-sensitive. */
  readonly method?: string | undefined
  /** Path and query, or an absolute URL. */
  readonly url?: string | undefined
  /** The URL before a mount point was cut off (Express, Connect): an own property, which wins over `url`. */
  readonly originalUrl?: string | undefined
  /** Headers by name. `resolve` takes names in any case, as cloud functions have them; lists are joined by `, `. */
  readonly headers: {
    readonly [name: string]: string | string[] | undefined
    // Node never has a list for these. Functions that are written for Node's requests rely on that.
    readonly authorization?: string | undefined
    readonly cookie?: string | undefined
    readonly host?: string | undefined
    readonly origin?: string | undefined
    readonly referer?: string | undefined
    readonly 'user-agent'?: string | undefined
  }
}

/** What a policy reads of a Fetch `Request`. */
export interface FetchRequest {
  /** The method. */
  readonly method: string
  /** An absolute URL. */
  readonly url: string
  /** Not on a Fetch request, since nothing cuts its URL. */
  readonly originalUrl?: undefined
  /** A Fetch `Headers`. */
  readonly headers: {
    /** The value of a header by its name in any case, lines joined by `, `; `null` if there is none. */
    get(name: string): string | null
  }
}

/** A request in either form. @internal */
export type AnyRequest = CorsRequest | FetchRequest

/** The URL, from before a mount point was cut off. @internal */
export function fullUrl(request: AnyRequest): string {
  return (
    (Object.hasOwn(request, 'originalUrl') ? request.originalUrl : undefined) ?? given(request, 'url') ?? ''
  )
}

/** Reads own properties only, so that nothing on `Object.prototype` is a header. @internal */
export function header(headers: AnyRequest['headers'], name: string): string | undefined {
  const value = (headers as Record<string, unknown>)[name]
  const isPlain = typeof value === 'string' && Object.hasOwn(headers, name)
  return isPlain ? value : otherHeader(headers, name, value)
}

/** A function of its own, so that `header` stays short enough to be inlined. */
function otherHeader(headers: AnyRequest['headers'], name: string, value: unknown): string | undefined {
  if (Object.hasOwn(headers, name)) return Array.isArray(value) ? value.join(', ') : undefined
  return isFetch(headers) ? (headers.get(name) ?? undefined) : undefined
}

/** Reads a header of a request. @internal */
export type ReadHeader = typeof header

/** `header` for requests that are not Node's, whose names may be in any case. Lines that differ in case are joined. @internal */
export function headerInAnyCase(headers: AnyRequest['headers'], name: string): string | undefined {
  const value = header(headers, name)
  if (value !== undefined || isFetch(headers)) return value
  const values = Object.keys(headers)
    .filter(key => key.length === name.length && key.toLowerCase() === name)
    .map(key => header(headers, key))
    .filter(each => each !== undefined)
  return values.length === 0 ? undefined : values.join(', ')
}

/** @internal */
export function isFetch(headers: AnyRequest['headers']): headers is FetchRequest['headers'] {
  return typeof headers.get === 'function' && given(headers, 'get') !== undefined
}

/**
 * Whether the request comes from a page of the server's own origin: browsers send `Origin` with those too, unless they are GET
 * or HEAD. Without `Sec-Fetch-Site` only the host is compared, since the scheme is not known behind a proxy.
 *
 * @internal
 */
export function isFromOwnOrigin(request: AnyRequest, origin: string | undefined, read: ReadHeader): boolean {
  const site = read(request.headers, 'sec-fetch-site')
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  const host = ownHost(request, read)
  // No origin has so long a host, and parsing one takes quadratic time.
  if (host === undefined || host.length > MAX_ORIGIN_LENGTH) return false
  // An empty `Host` has no origin, so an empty `Origin` must not match it.
  if (!isOrigin(origin ?? '')) return false
  return [`https://${host}`, `http://${host}`].some(url => urlOrigin(url) === origin)
}

function ownHost(request: AnyRequest, read: ReadHeader): string | undefined {
  const { headers } = request
  const host = read(headers, 'host')
  if (host !== undefined) return host
  // A Fetch request has no `:authority`, but an absolute URL.
  if (isFetch(headers)) return /^[^:/?#]*:\/\/([^/?#]*)/.exec(given(request, 'url') ?? '')?.[1]
  return header(headers, ':authority')
}
