import { type AppliedDecision, type HeadRules, NO_READERS } from '../policy/decision.js'
import { headersOf } from '../policy/headers.js'
import { CORS_HEADERS, EXPOSE_HEADERS, TIMING_ALLOW_ORIGIN } from '../protocol.js'
import { mergeExposed } from './exposed.js'
import { mergeVary } from './vary.js'

/** What a policy sets on a `Response`. If the policy does not cover the path, there are no `rules` and only `Vary` is set. */
export type Applied = Pick<AppliedDecision, 'readers' | 'lists' | 'vary' | 'rules'>

/** What the policies so far decided about a request. The last one decides, since a route's own runs inside the app's. */
const inForce = new WeakMap<Request, Applied>()

export function decisionInForce(request: Request): Applied | undefined {
  return inForce.get(request)
}

/** Lets a policy decide in place of those before it. Names that they put into `Vary` stay. */
export function putInForce(request: Request, decision: Applied, before: Applied | undefined): void {
  if (before === undefined) {
    inForce.set(request, decision)
    return
  }
  const missing = before.vary.filter(name => !decision.vary.includes(name))
  const vary = missing.length === 0 ? decision.vary : [...decision.vary, ...missing]
  inForce.set(request, { ...(decision.rules === undefined ? before : decision), vary })
}

/**
 * Lets nobody read a response that is sent because a function failed, whatever an earlier policy allowed. `rules`: those of the
 * path, once they are known.
 */
export function denyMeanwhile(
  request: Request,
  vary: readonly string[],
  rules: HeadRules = UNKNOWN_RULES,
): void {
  const denial = { readers: NO_READERS, lists: undefined, vary, rules }
  putInForce(request, denial, inForce.get(request))
}

/** Until the path's rules are known, `Timing-Allow-Origin` may be the policy's to decide, so it is removed too. */
const UNKNOWN_RULES: HeadRules = Object.freeze({ interceptExceptions: true, timing: true })

/** Forgets a request that is answered, since its object may be used for another response. */
export function release(request: Request): void {
  inForce.delete(request)
}

/** The request that a response was changed for. A handler may return one again while the platform still sends it to another origin. */
const changedFor = new WeakMap<Response, Request>()

/** Changes headers in place, since Bun loses the `Content-Type` of a copy, unless they are immutable as those of `fetch` are. */
export function applyInForce(request: Request, response: Response): Response {
  const decision = inForce.get(request)
  // No page reads a network error or an upgrade, and neither can be copied.
  if (decision === undefined || response.status < 200) return response
  if (decision.rules === undefined && decision.vary.length === 0) return response
  const owner = changedFor.get(response) ?? request
  if (owner === request && isChanged(response, decision)) {
    changedFor.set(response, request)
    return response
  }
  const copy = new Response(response.body, response)
  setHeaders(copy, decision)
  changedFor.set(copy, request)
  return copy
}

function isChanged(response: Response, decision: Applied): boolean {
  try {
    setHeaders(response, decision)
    return true
  } catch {
    return false
  }
}

function setHeaders({ headers, status }: Response, decision: Applied): void {
  const { readers, vary, rules } = decision
  if (rules !== undefined) {
    const exposed = headers.get(EXPOSE_HEADERS) ?? undefined
    for (const name of CORS_HEADERS.keys()) {
      if (name !== TIMING_ALLOW_ORIGIN || rules.timing) headers.delete(name)
    }
    if (rules.interceptExceptions || status < 500) {
      for (const { 0: name, 1: value } of Object.entries(headersOf(decision))) headers.set(name, value)
      const names =
        readers.allowOrigin === undefined ? undefined : mergeExposed(readers.exposeHeaders, exposed)
      if (names !== undefined) headers.set(EXPOSE_HEADERS, names)
    }
  }
  if (vary.length > 0) headers.set('Vary', mergeVary(headers.get('Vary') ?? undefined, vary))
}
