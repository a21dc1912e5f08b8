import type { CorsRequest, Decision, FetchRequest, Reason } from './decision.js'
import { answerNow, originAllowed } from './origin.js'
import { findRules, outerObserver, type Policy } from './policy.js'
import {
  ALLOW_CREDENTIALS,
  ALLOW_HEADERS,
  ALLOW_METHODS,
  ALLOW_ORIGIN,
  isForbiddenMethod,
  isOrigin,
  isSafelistedMethod,
  isToken,
  TIMING_ALLOW_ORIGIN,
  urlOrigin,
} from './protocol.js'
import type { Rules } from './rules.js'

/**
 * What a policy says of a request: what a server is to answer so that browsers do as the policy says.
 * Pure; whatever the request holds, there is a decision.
 *
 * @throws TypeError if a function in `origins` answers with a promise; what such a function throws.
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export function resolve(policy: Policy, request: CorsRequest | FetchRequest): Decision {
  const facts = readRequest(policy, request)
  return decide(facts, answerNow(askOrigin(facts)))
}

/** What a decision depends on. */
export interface Facts {
  readonly request: CorsRequest | FetchRequest
  readonly kind: Decision['kind']
  /** As it was sent, well-formed or not. */
  readonly origin: string | undefined
  /** `Access-Control-Request-Method`, of a preflight. */
  readonly method: string | undefined
  readonly rules: Rules | undefined
  readonly ambiguous: boolean
  readonly onDecision: Rules['onDecision']
}

/** https://fetch.spec.whatwg.org/#cors-request and https://fetch.spec.whatwg.org/#cors-preflight-request */
export function readRequest(policy: Policy, request: CorsRequest | FetchRequest): Facts {
  const origin = header(request.headers, 'origin')
  const method =
    origin !== undefined && request.method === 'OPTIONS'
      ? header(request.headers, 'access-control-request-method')
      : undefined
  const kind = origin === undefined ? 'none' : method === undefined ? 'actual' : 'preflight'
  const { rules, ambiguous } = findRules(policy, request.originalUrl ?? request.url ?? '')
  const { onDecision } = rules ?? { onDecision: outerObserver(policy) }
  return { request, kind, origin, method, rules, ambiguous, onDecision }
}

/** Own properties only: what is put on `Object.prototype` is not a header. */
function header(headers: Facts['request']['headers'], name: string): string | undefined {
  if (typeof headers.get === 'function') return headers.get(name) ?? undefined
  const value = Object.hasOwn(headers, name) ? (headers as Record<string, unknown>)[name] : undefined
  if (Array.isArray(value)) return value.join(', ')
  return typeof value === 'string' ? value : undefined
}

/** Whether the request's origin may read; a promise only where a function answers with one. */
export function askOrigin({ rules, origin, request }: Facts): boolean | Promise<boolean> {
  return rules !== undefined && origin !== undefined && originAllowed(rules.origins, origin, request)
}

const NOTHING: Readonly<Record<string, string>> = Object.freeze({})
const NO_NAMES: readonly string[] = Object.freeze([])

export function decide(facts: Facts, originIsAllowed: boolean): Decision {
  const { kind, rules } = facts
  if (rules === undefined) {
    return { kind, allowed: kind === 'none', reason: 'no-resource', headers: NOTHING, vary: NO_NAMES }
  }
  if (kind === 'none') return withoutOrigin(facts, rules)
  return kind === 'preflight'
    ? preflight(facts, rules, originIsAllowed)
    : actual(facts, rules, originIsAllowed)
}

/** Caches give what was stored for such a request to CORS requests too, unless `Vary` tells them apart. */
function withoutOrigin({ kind, ambiguous }: Facts, rules: Rules): Decision {
  const allowOrigin = rules.alwaysSend ? sameForAll(rules) : undefined
  return {
    kind,
    allowed: true,
    reason: ambiguous ? 'path-ambiguous' : 'no-origin',
    headers: allowOrigin === undefined ? NOTHING : actualHeaders(rules, allowOrigin),
    vary: rules.vary,
  }
}

function actual(facts: Facts, rules: Rules, originIsAllowed: boolean): Decision {
  const allowOrigin = originIsAllowed ? allowedOrigin(facts, rules) : staticOrigin(rules)
  const blocked = !originIsAllowed && rules.blockDisallowed && !isSameOrigin(facts)
  return {
    kind: facts.kind,
    allowed: originIsAllowed,
    reason: originReason(facts, rules, originIsAllowed),
    ...(blocked && { status: 403 }),
    headers: allowOrigin === undefined ? NOTHING : actualHeaders(rules, allowOrigin),
    vary: rules.vary,
  }
}

/** https://fetch.spec.whatwg.org/#cors-preflight-fetch, from the server's side */
function preflight(facts: Facts, rules: Rules, originIsAllowed: boolean): Decision {
  const allowOrigin = originIsAllowed ? allowedOrigin(facts, rules) : staticOrigin(rules)
  const status = rules.preflightStatus === undefined ? undefined : { status: rules.preflightStatus }
  const reason = originReason(facts, rules, originIsAllowed)
  if (allowOrigin === undefined) {
    return { kind: facts.kind, allowed: false, reason, ...status, headers: NOTHING, vary: rules.vary }
  }
  const { method = '', request } = facts
  const requested = headerNames(header(request.headers, 'access-control-request-headers'))
  const headers: Record<string, string> = { [ALLOW_ORIGIN]: allowOrigin, ...rules.preflightHeaders }
  // The lists that do not depend on the request are in `preflightHeaders` already.
  if (rules.methods.any && rules.credentials && isMethodAllowed(rules, method))
    headers[ALLOW_METHODS] = method
  const allowHeaders = repeatedHeaders(rules, requested)
  if (allowHeaders) headers[ALLOW_HEADERS] = allowHeaders
  if (allowOrigin === '*') delete headers[ALLOW_CREDENTIALS]
  const refusal = !isMethodAllowed(rules, method)
    ? 'method-not-allowed'
    : requested.some(name => !isHeaderAllowed(rules, name))
      ? 'headers-not-allowed'
      : undefined
  return {
    kind: facts.kind,
    allowed: originIsAllowed && refusal === undefined,
    reason: originIsAllowed && refusal ? refusal : reason,
    ...status,
    headers,
    vary: rules.preflightVary,
  }
}

function originReason({ ambiguous, origin = '' }: Facts, rules: Rules, originIsAllowed: boolean): Reason {
  if (originIsAllowed) return rules.origins.any ? 'any-origin' : 'origin-listed'
  if (ambiguous) return 'path-ambiguous'
  return origin === 'null' || isOrigin(origin) ? 'origin-not-allowed' : 'origin-malformed'
}

/** `Access-Control-Allow-Origin` for an origin that is allowed. Repeating `null` would allow more than it seems to. */
function allowedOrigin({ origin = '' }: Facts, { origins, sendWildcard }: Rules): string {
  return origins.any && (sendWildcard || origin === 'null') ? '*' : origin
}

/** What every reader can be answered, whoever it is. */
function sameForAll({ origins, onlyOrigin, credentials }: Rules): string | undefined {
  return origins.any && !credentials ? '*' : onlyOrigin
}

/** What an origin that is not allowed is answered too: the browser compares. */
function staticOrigin(rules: Rules): string | undefined {
  return rules.isStatic ? sameForAll(rules) : undefined
}

function actualHeaders(rules: Rules, allowOrigin: string): Record<string, string> {
  const headers: Record<string, string> = { [ALLOW_ORIGIN]: allowOrigin, ...rules.actualHeaders }
  if (rules.timing) headers[TIMING_ALLOW_ORIGIN] = allowOrigin
  if (allowOrigin === '*') delete headers[ALLOW_CREDENTIALS]
  return headers
}

/** The standard sends them in lower case, sorted and unique; servers also meet others. */
function headerNames(text = ''): readonly string[] {
  const names = new Set<string>()
  for (const part of text.split(',')) {
    const name = part.trim()
    if (name !== '') names.add(name.toLowerCase())
  }
  return [...names]
}

function isMethodAllowed({ methods }: Rules, method: string): boolean {
  if (isSafelistedMethod(method) || methods.names.has(method)) return true
  return methods.any && isToken(method) && !isForbiddenMethod(method)
}

function isHeaderAllowed({ allowHeaders }: Rules, name: string): boolean {
  return allowHeaders.names.has(name) || isRepeated(allowHeaders, name)
}

function isRepeated({ any, regexps }: Rules['allowHeaders'], name: string): boolean {
  return isToken(name) && (any || regexps.some(regexp => regexp.test(name)))
}

function repeatedHeaders({ allowHeaders }: Rules, requested: readonly string[]): string {
  const { names, text } = allowHeaders
  const repeated = requested.filter(name => !names.has(name) && isRepeated(allowHeaders, name))
  return text === '' ? repeated.join(', ') : [text, ...repeated].join(', ')
}

/**
 * Browsers send `Origin` with same-origin requests that are not GET or HEAD too. Behind a proxy the scheme is
 * not known, so without `Sec-Fetch-Site` the host decides.
 */
function isSameOrigin({ request, origin }: Facts): boolean {
  const site = header(request.headers, 'sec-fetch-site')
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  const host = ownHost(request)
  return origin === `https://${host}` || origin === `http://${host}`
}

function ownHost({ headers, url = '' }: Facts['request']): string | undefined {
  const host = header(headers, 'host')
  if (host !== undefined) return host
  // Fetch has no name for HTTP/2's, but a whole URL.
  if (typeof headers.get === 'function') return urlOrigin(url).replace(/^[^:]*:\/\//, '')
  return header(headers, ':authority')
}
