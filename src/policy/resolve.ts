import { given } from '../own.js'
import { CORS_HEADERS, isOrigin, isSharedByStrangers } from '../protocol.js'
import { type AppliedDecision, type Decision, NO_READERS, type Reason } from './decision.js'
import {
  deniedOrigin,
  headersOf,
  preflightListsOf,
  preflightReadersOf,
  readersOf,
  sameForAll,
} from './headers.js'
import { answerNow } from './origin.js'
import { isPolicy, mayRead, type Policy, type Rules, rulesFor, uncovered } from './policy.js'
import {
  type AnyRequest,
  type CorsRequest,
  type FetchRequest,
  header,
  headerInAnyCase,
  isFromOwnOrigin,
  type ReadHeader,
} from './request.js'
import { allowsMethod, answerNames } from './requested-headers.js'

/**
 * Decides what a server answers to a request, so that browsers do as the policy says. Pure; every request gets a decision.
 *
 * @throws TypeError if `policy` is not a policy, or if a function in `origins` returns a promise; also throws what such a
 *   function throws.
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export function resolve(policy: Policy, request: CorsRequest | FetchRequest): Decision {
  if (!isPolicy(policy))
    throw new TypeError('resolve() takes a policy. Write resolve(createPolicy(options), request).')
  const facts = readRequest(policy, request, headerInAnyCase)
  return publicDecision(facts, decide(facts, answerNow(askOrigin(facts))))
}

/**
 * A decision for an adapter, and the facts that it was made from. A class, so that `instanceof` tells it from a promise even if
 * a program replaces `Promise` (zone.js, bluebird).
 *
 * @internal
 */
export class Resolution {
  readonly facts: Facts
  readonly decision: AppliedDecision

  constructor(facts: Facts, decision: AppliedDecision) {
    this.facts = facts
    this.decision = decision
  }
}

/** The subject is an argument, so that one function serves all requests. @internal */
export type BeforeAsking<Subject> = (subject: Subject, facts: Facts) => void

/**
 * `resolve` for adapters, which waits for functions that return a promise. `beforeAsking` is called before a function in
 * `origins`, since a response may be sent before that answers, or it may fail.
 *
 * @internal
 */
export function resolveForAdapter<Subject>(
  policy: Policy,
  request: AnyRequest,
  beforeAsking: BeforeAsking<Subject> | undefined,
  subject: Subject | undefined,
): Resolution | Promise<Resolution> {
  const facts = readRequest(policy, request, header)
  if (beforeAsking !== undefined && asksFunctions(facts)) beforeAsking(subject as Subject, facts)
  const allowed = askOrigin(facts)
  return typeof allowed === 'boolean' ? new Resolution(facts, decide(facts, allowed)) : later(facts, allowed)
}

async function later(facts: Facts, allowed: Promise<boolean>): Promise<Resolution> {
  return new Resolution(facts, decide(facts, await allowed))
}

/** What a decision depends on. @internal */
export interface Facts {
  readonly request: AnyRequest
  /** Names are in lower case in the requests of adapters, so a header that is missing costs no search. */
  readonly read: ReadHeader
  readonly kind: Decision['kind']
  /** The value of `Origin`, well-formed or not. */
  readonly origin: string | undefined
  /** `Access-Control-Request-Method` of an `OPTIONS` request. */
  readonly method: string | undefined
  readonly rules: Rules | undefined
  readonly onDecision: Rules['onDecision']
  /** Request headers that an answer depends on, unless it repeats what a preflight asks for. */
  readonly vary: readonly string[]
  /** Request headers to name in `Vary` if a response is sent while a function is pending, or because one failed. */
  readonly varyMeanwhile: readonly string[]
}

/** https://fetch.spec.whatwg.org/#cors-request and https://fetch.spec.whatwg.org/#cors-preflight-request */
function readRequest(policy: Policy, request: AnyRequest, read: ReadHeader): Facts {
  const origin = read(request.headers, 'origin')
  const isOptions = request.method === 'OPTIONS' && given(request, 'method') === 'OPTIONS'
  const method = isOptions ? read(request.headers, 'access-control-request-method') : undefined
  const kind = origin === undefined ? 'none' : method === undefined ? 'actual' : 'preflight'
  const rules = rulesFor(policy, request)
  const { onDecision, vary, varyMeanwhile } = rules ?? uncovered(policy)
  return { request, read, kind, origin, method, rules, onDecision, vary, varyMeanwhile }
}

function asksFunctions({ rules, origin }: Facts): boolean {
  return rules !== undefined && origin !== undefined && rules.origins.functions.length > 0
}

/**
 * Whether the request's origin may read; a promise only if a function returns one. Under `*`, a static answer allows malformed
 * origins too, since it is the same for all.
 */
function askOrigin({ rules, origin, request }: Facts): boolean | Promise<boolean> {
  if (rules === undefined || origin === undefined) return false
  return (rules.isStatic && rules.origins.any) || mayRead(rules, origin, request)
}

function decide(facts: Facts, originIsAllowed: boolean): AppliedDecision {
  const { kind, rules } = facts
  if (rules === undefined) return notCovered(facts)
  if (kind === 'none') return withoutOrigin(facts, rules)
  return kind === 'preflight'
    ? preflight(facts, rules, originIsAllowed)
    : actual(facts, rules, originIsAllowed)
}

function notCovered({ kind, vary }: Facts): AppliedDecision {
  return {
    kind,
    allowed: kind === 'none',
    reason: 'no-resource',
    status: undefined,
    readers: NO_READERS,
    lists: undefined,
    vary,
    rules: undefined,
  }
}

/** A cache serves this response to CORS requests too, unless `Vary` tells them apart. */
function withoutOrigin({ kind }: Facts, rules: Rules): AppliedDecision {
  const reason = rules.ambiguous ? 'path-ambiguous' : 'no-origin'
  const readers = readersOf(rules, rules.alwaysSend ? sameForAll(rules) : undefined)
  return {
    kind,
    allowed: true,
    reason,
    status: undefined,
    readers,
    lists: undefined,
    vary: rules.vary,
    rules,
  }
}

/** https://fetch.spec.whatwg.org/#http-responses, for requests other than preflights */
function actual({ kind, request, read, origin }: Facts, rules: Rules, allowed: boolean): AppliedDecision {
  const { vary } = rules
  const reason = originReason(rules, allowed)
  if (!allowed && rules.blockDisallowed && !isFromOwnOrigin(request, origin, read)) {
    return { kind, allowed, reason, status: 403, readers: NO_READERS, lists: undefined, vary, rules }
  }
  const readers = readersOf(rules, allowed ? allowedOrigin(origin, rules) : deniedOrigin(rules))
  return { kind, allowed, reason, status: undefined, readers, lists: undefined, vary, rules }
}

/** https://fetch.spec.whatwg.org/#cors-preflight-fetch, from the server's side */
function preflight(facts: Facts, rules: Rules, originIsAllowed: boolean): AppliedDecision {
  const { kind, origin, method = '', request, read } = facts
  const { preflightStatus, vary, preflightVary } = rules
  const allowOrigin = originIsAllowed ? allowedOrigin(origin, rules) : deniedOrigin(rules)
  const reason = originReason(rules, originIsAllowed)
  if (allowOrigin === undefined || (rules.blockDisallowed && !originIsAllowed)) {
    // Browsers send no preflight to a page's own origin, so no same-origin request is blocked here.
    const status = rules.blockDisallowed ? (preflightStatus ?? 403) : preflightStatus
    return { kind, allowed: false, reason, status, readers: NO_READERS, lists: undefined, vary, rules }
  }

  const methodIsAllowed = allowsMethod(rules, method)
  const requested = read(request.headers, 'access-control-request-headers') ?? ''
  const { repeated, allAllowed } = answerNames(rules, requested)
  const refusal = !methodIsAllowed ? 'method-not-allowed' : allAllowed ? undefined : 'headers-not-allowed'
  return {
    kind,
    allowed: originIsAllowed && refusal === undefined,
    reason: originIsAllowed && refusal ? refusal : reason,
    status: preflightStatus,
    readers: preflightReadersOf(rules, allowOrigin),
    lists: preflightListsOf(rules, methodIsAllowed ? method : '', repeated),
    vary: preflightVary,
    rules,
  }
}

function originReason({ ambiguous, origins }: Rules, originIsAllowed: boolean): Reason {
  if (originIsAllowed) return origins.any ? 'any-origin' : 'origin-listed'
  return ambiguous ? 'path-ambiguous' : 'origin-not-allowed'
}

/** `Access-Control-Allow-Origin` for an allowed origin. Under `*`, `null` is answered `*`: unrelated pages share it. */
function allowedOrigin(origin: string | undefined, { origins, sendWildcard }: Rules): string {
  return origins.any && (sendWildcard || isSharedByStrangers(origin ?? '')) ? '*' : (origin ?? '')
}

/**
 * The decision as users see it. Only here is a malformed origin told from one that is not listed: headers and status do not
 * depend on it, and checking the grammar costs time on every denied request.
 *
 * @internal
 */
export function publicDecision({ kind, origin = '', rules }: Facts, applied: AppliedDecision): Decision {
  const { allowed, reason, status, vary } = applied
  const isExact = kind === 'none' || !rules || rules.ambiguous || reason === 'origin-listed'
  const isMalformed = !isExact && !isSharedByStrangers(origin) && !isOrigin(origin)
  const headers: Record<string, string> = {}
  for (const { 0: name, 1: value } of Object.entries(headersOf(applied))) {
    headers[CORS_HEADERS.get(name) ?? name] = value
  }
  return {
    kind,
    allowed: allowed && !isMalformed,
    reason: isMalformed ? 'origin-malformed' : reason,
    ...(status !== undefined && { status }),
    headers,
    vary,
  }
}
