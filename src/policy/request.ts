import { given } from '../own.js'
import { isOrigin, MAX_ORIGIN_LENGTH, urlOrigin } from '../protocol.js'

/**
 * What a policy reads of a request. An `http.IncomingMessage` fits, as does an Express request. `resolve` also takes what an
 * event of a cloud function has: header names in any case.
 */
export interface CorsRequest {
  /** The method as it stands in the request line; methods are case-sensitive. */
  readonly method?: string | undefined
  /** Path and query, or an absolute URL. */
  readonly url?: string | undefined
  /** The URL before a mount point was cut off (Express, Connect): an own property, which wins over `url`. */
  readonly originalUrl?: string | undefined
  /** Headers by lower-case name, as Node gives them. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
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

/** @internal */
export function isFetch(headers: AnyRequest['headers']): headers is FetchRequest['headers'] {
  return typeof headers.get === 'function' && given(headers, 'get') !== undefined
}

/** The request with its headers by lower-case name. Node's, and Fetch's, are returned as they are. @internal */
export function withLowerCaseNames(request: AnyRequest): AnyRequest {
  const { headers } = request
  if (isFetch(headers) || Object.keys(headers).every(name => name === name.toLowerCase())) return request
  const values = new Map<string, string | readonly string[]>()
  for (const { 0: name, 1: value } of Object.entries(headers)) {
    if (value === undefined) continue
    const key = name.toLowerCase()
    const before = values.get(key)
    // Two spellings of `Origin` are two values, which no origin is.
    values.set(key, before === undefined ? value : [before, value].flat())
  }
  return {
    ...(request as CorsRequest),
    method: given(request, 'method'),
    url: given(request, 'url'),
    headers: Object.fromEntries(values),
  }
}

/**
 * Whether the request comes from a page of the server's own origin: browsers send `Origin` with those too, unless they are GET
 * or HEAD. Without `Sec-Fetch-Site` only the host is compared, since the scheme is not known behind a proxy.
 *
 * @internal
 */
export function isFromOwnOrigin(request: AnyRequest, origin: string | undefined): boolean {
  const site = header(request.headers, 'sec-fetch-site')
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  const host = ownHost(request)
  // No origin has so long a host, and parsing one takes quadratic time.
  if (host === undefined || host.length > MAX_ORIGIN_LENGTH) return false
  // An empty `Host` has no origin, so an empty `Origin` must not match it.
  if (!isOrigin(origin ?? '')) return false
  return [`https://${host}`, `http://${host}`].some(url => urlOrigin(url) === origin)
}

function ownHost(request: AnyRequest): string | undefined {
  const { headers } = request
  const host = header(headers, 'host')
  if (host !== undefined) return host
  // A Fetch request has no `:authority`, but an absolute URL.
  if (isFetch(headers)) return /^[^:/?#]*:\/\/([^/?#]*)/.exec(given(request, 'url') ?? '')?.[1]
  return header(headers, ':authority')
}
