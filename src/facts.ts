import type { CorsRequest, Decision, FetchRequest } from './decision.js'
import { given } from './own.js'
import { findRules, outside, type Policy } from './policy.js'
import { isOrigin, MAX_ORIGIN_LENGTH, urlOrigin } from './protocol.js'
import type { Rules } from './rules.js'

/** What a decision depends on. @internal */
export interface Facts {
  readonly request: CorsRequest | FetchRequest
  readonly kind: Decision['kind']
  /** As it was sent, well-formed or not. */
  readonly origin: string | undefined
  /** `Access-Control-Request-Method`, of an `OPTIONS` request. */
  readonly method: string | undefined
  readonly rules: Rules | undefined
  readonly onDecision: Rules['onDecision']
  /** Of an answer that does not repeat what a preflight asks for. */
  readonly vary: readonly string[]
  /** What an answer depends on that goes out while a function is asked, or because one has failed. */
  readonly asked: readonly string[]
}

/**
 * https://fetch.spec.whatwg.org/#cors-request and https://fetch.spec.whatwg.org/#cors-preflight-request
 *
 * @internal
 */
export function readRequest(policy: Policy, request: CorsRequest | FetchRequest): Facts {
  const origin = header(request.headers, 'origin')
  const isOptions = request.method === 'OPTIONS' && given(request, 'method') === 'OPTIONS'
  const method = isOptions ? header(request.headers, 'access-control-request-method') : undefined
  const kind = origin === undefined ? 'none' : method === undefined ? 'actual' : 'preflight'
  const rules = findRules(policy, request)
  const { onDecision, vary, asked } = rules ?? outside(policy)
  return { request, kind, origin, method, rules, onDecision, vary, asked }
}

/** Own properties only: what is put on `Object.prototype` is not a header. @internal */
export function header(headers: Facts['request']['headers'], name: string): string | undefined {
  const value = (headers as Record<string, unknown>)[name]
  const isPlain = typeof value === 'string' && Object.hasOwn(headers, name)
  return isPlain ? value : otherHeader(headers, name, value)
}

/** Apart, as all that is rare on the way of a request: the compiler puts together what is short. */
function otherHeader(headers: Facts['request']['headers'], name: string, value: unknown): string | undefined {
  if (Object.hasOwn(headers, name)) return Array.isArray(value) ? value.join(', ') : undefined
  return isFetch(headers) ? (headers.get(name) ?? undefined) : undefined
}

function isFetch(headers: Facts['request']['headers']): headers is FetchRequest['headers'] {
  return typeof headers.get === 'function' && given(headers, 'get') !== undefined
}

/**
 * Browsers send `Origin` with same-origin requests that are not GET or HEAD too. Behind a proxy the scheme is
 * not known, so without `Sec-Fetch-Site` the host decides.
 *
 * @internal
 */
export function isSameOrigin({ request, origin }: Facts): boolean {
  const site = header(request.headers, 'sec-fetch-site')
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  const host = ownHost(request)
  // No origin has so long a host, and to parse one takes time by the square of its length.
  if (host === undefined || host.length > MAX_ORIGIN_LENGTH) return false
  // An empty `Host` has no origin, so an empty `Origin` must not match it.
  if (!isOrigin(origin ?? '')) return false
  return [`https://${host}`, `http://${host}`].some(url => urlOrigin(url) === origin)
}

function ownHost(request: Facts['request']): string | undefined {
  const { headers } = request
  const host = header(headers, 'host')
  if (host !== undefined) return host
  // Fetch has no name for HTTP/2's, but a whole URL.
  if (isFetch(headers)) return /^[^:/?#]*:\/\/([^/?#]*)/.exec(given(request, 'url') ?? '')?.[1]
  return header(headers, ':authority')
}
