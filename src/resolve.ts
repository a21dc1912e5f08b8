import {
  type CorsRequest,
  type Decision,
  type FetchRequest,
  NO_HEADERS,
  type Reason,
  type Ruling,
} from './decision.js'
import { type Facts, header, isSameOrigin, readRequest } from './facts.js'
import { answerNow, originAllowed } from './origin.js'
import { isPolicy, type Policy } from './policy.js'
import {
  ALLOW_CREDENTIALS,
  ALLOW_HEADERS,
  ALLOW_METHODS,
  ALLOW_ORIGIN,
  CORS_HEADERS,
  EXPOSE_HEADERS,
  isOrigin,
  MAX_AGE,
  TIMING_ALLOW_ORIGIN,
} from './protocol.js'
import { answerNames, isMethodAllowed } from './requested.js'
import type { Rules } from './rules.js'

/**
 * What a policy says of a request: what a server is to answer so that browsers do as the policy says.
 * Pure; whatever the request holds, there is a decision.
 *
 * @throws TypeError if `policy` is none, or if a function in `origins` answers with a promise; what such a
 *   function throws.
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export function resolve(policy: Policy, request: CorsRequest | FetchRequest): Decision {
  if (!isPolicy(policy))
    throw new TypeError('resolve() takes a policy. Write resolve(createPolicy(options), request).')
  const facts = readRequest(policy, request)
  return exactDecision(facts, decide(facts, answerNow(askOrigin(facts))))
}

/**
 * Whether the request's origin may read; a promise only where a function answers with one. Where everyone is answered
 * the same, so is an origin that is none.
 *
 * @internal
 */
export function askOrigin({ rules, origin, request }: Facts): boolean | Promise<boolean> {
  if (rules === undefined || origin === undefined) return false
  return (rules.isStatic && rules.origins.any) || originAllowed(rules.origins, origin, request)
}

/** @internal */
export function decide(facts: Facts, originIsAllowed: boolean): Ruling {
  const { kind, rules, vary } = facts
  if (rules === undefined) {
    const allowed = kind === 'none'
    return { kind, allowed, reason: 'no-resource', status: undefined, headers: NO_HEADERS, vary }
  }
  if (kind === 'none') return withoutOrigin(facts, rules)
  return kind === 'preflight'
    ? preflight(facts, rules, originIsAllowed)
    : actual(facts, rules, originIsAllowed)
}

/**
 * For whoever reads more than headers and status. That an origin is none changes neither, and the look at the grammar is a
 * tenth of what a request costs whose origin is not listed.
 *
 * @internal
 */
export function exactDecision({ kind, origin = '', rules }: Facts, ruling: Ruling): Decision {
  const { allowed, reason, status, vary } = ruling
  const isExact = kind === 'none' || !rules || rules.ambiguous || reason === 'origin-listed'
  const isMalformed = !isExact && origin !== 'null' && !isOrigin(origin)
  return {
    kind,
    allowed: allowed && !isMalformed,
    reason: isMalformed ? 'origin-malformed' : reason,
    ...(status !== undefined && { status }),
    headers: asWritten(ruling.headers),
    vary,
  }
}

function asWritten(headers: Decision['headers']): Decision['headers'] {
  const written: Record<string, string> = {}
  for (const name of Object.keys(headers)) written[CORS_HEADERS.get(name) ?? name] = headers[name] as string
  return written
}

/** Caches give what was stored for such a request to CORS requests too, unless `Vary` tells them apart. */
function withoutOrigin({ kind }: Facts, rules: Rules): Ruling {
  const allowOrigin = rules.alwaysSend ? sameForAll(rules) : undefined
  return {
    kind,
    allowed: true,
    reason: rules.ambiguous ? 'path-ambiguous' : 'no-origin',
    status: undefined,
    headers: allowOrigin === undefined ? NO_HEADERS : actualHeaders(rules, allowOrigin),
    vary: rules.vary,
  }
}

function actual(facts: Facts, rules: Rules, originIsAllowed: boolean): Ruling {
  const { kind } = facts
  const { vary } = rules
  const reason = originReason(rules, originIsAllowed)
  if (!originIsAllowed && rules.blockDisallowed && !isSameOrigin(facts)) {
    return { kind, allowed: false, reason, status: 403, headers: {}, vary }
  }
  const allowOrigin = originIsAllowed ? allowedOrigin(facts, rules) : staticOrigin(rules)
  const headers = allowOrigin === undefined ? NO_HEADERS : actualHeaders(rules, allowOrigin)
  return { kind, allowed: originIsAllowed, reason, status: undefined, headers, vary }
}

/** https://fetch.spec.whatwg.org/#cors-preflight-fetch, from the server's side */
function preflight(facts: Facts, rules: Rules, originIsAllowed: boolean): Ruling {
  const { kind, method = '', request } = facts
  const status = rules.preflightStatus
  const allowOrigin = originIsAllowed ? allowedOrigin(facts, rules) : staticOrigin(rules)
  const reason = originReason(rules, originIsAllowed)
  if (allowOrigin === undefined) {
    // Browsers send no preflight to a page's own origin, so there is no same-origin request to let through.
    const refused = rules.blockDisallowed ? (status ?? 403) : status
    return { kind, allowed: false, reason, status: refused, headers: {}, vary: rules.vary }
  }

  const methodIsAllowed = isMethodAllowed(rules, method)
  const requested = header(request.headers, 'access-control-request-headers') ?? ''
  const { repeated, allAllowed } = answerNames(rules, requested)
  const refusal = !methodIsAllowed ? 'method-not-allowed' : allAllowed ? undefined : 'headers-not-allowed'
  return {
    kind,
    allowed: originIsAllowed && refusal === undefined,
    reason: originIsAllowed && refusal ? refusal : reason,
    status,
    headers: preflightHeaders(rules, allowOrigin, methodIsAllowed ? method : '', repeated),
    vary: rules.preflightVary,
  }
}

function originReason({ ambiguous, origins }: Rules, originIsAllowed: boolean): Reason {
  if (originIsAllowed) return origins.any ? 'any-origin' : 'origin-listed'
  return ambiguous ? 'path-ambiguous' : 'origin-not-allowed'
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
  const headers: Record<string, string> = { [ALLOW_ORIGIN]: allowOrigin }
  if (rules.credentials && allowOrigin !== '*') headers[ALLOW_CREDENTIALS] = 'true'
  if (rules.exposeHeaders !== '') headers[EXPOSE_HEADERS] = rules.exposeHeaders
  if (rules.timing) headers[TIMING_ALLOW_ORIGIN] = allowOrigin
  return headers
}

function preflightHeaders(
  { credentials, methods, allowHeaders, maxAge }: Rules,
  allowOrigin: string,
  allowedMethod: string,
  repeated: string,
): Record<string, string> {
  const headers: Record<string, string> = { [ALLOW_ORIGIN]: allowOrigin }
  if (credentials && allowOrigin !== '*') headers[ALLOW_CREDENTIALS] = 'true'
  // With credentials browsers take `*` for the name of a method.
  const allowMethods = !methods.any ? methods.text : credentials ? allowedMethod : '*'
  if (allowMethods !== '') headers[ALLOW_METHODS] = allowMethods
  const { text } = allowHeaders
  const names = text === '' ? repeated : repeated === '' ? text : `${text}, ${repeated}`
  if (names !== '') headers[ALLOW_HEADERS] = names
  if (maxAge !== undefined) headers[MAX_AGE] = maxAge
  return headers
}
