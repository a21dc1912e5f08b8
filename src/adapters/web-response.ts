import { type AppliedDecision, type HeadRules, NO_READERS, UNKNOWN_RULES } from '../policy/decision.js'
import { decidedNames, headersOf } from '../policy/headers.js'
import { CORS_HEADERS, EXPOSE_HEADERS } from '../protocol.js'
import { exposedBy } from './exposed.js'
import { mergeVary, withNames } from './vary.js'

/** What a policy sets on a `Response`. If the policy does not cover the path, there are no `rules` and only `Vary` is set. */
export type Applied = Pick<AppliedDecision, 'readers' | 'lists' | 'vary' | 'rules'>

/**
 * What the policies so far decided about a request. The last one decides, since a route's own runs inside the app's. The key stands
 * for the request: itself, or Hono's context, whose request middleware may replace.
 */
const inForce = new WeakMap<object, Applied>()

export function decisionInForce(key: object): Applied | undefined {
  return inForce.get(key)
}

/** Lets a policy decide in place of those before it. Names that they put into `Vary` stay. */
export function putInForce(key: object, decision: Applied, before: Applied | undefined): void {
  if (before === undefined) {
    inForce.set(key, decision)
    return
  }
  const vary = withNames(decision.vary, before.vary)
  inForce.set(key, { ...(decision.rules === undefined ? before : decision), vary })
}

/**
 * Lets nobody read a response that is sent because a function failed, whatever an earlier policy allowed. `rules`: those of the
 * path, once they are known.
 */
export function denyMeanwhile(key: object, vary: readonly string[], rules: HeadRules = UNKNOWN_RULES): void {
  const denial = { readers: NO_READERS, lists: undefined, vary, rules }
  putInForce(key, denial, inForce.get(key))
}

/** Forgets a request that is answered, since its object may be used for another response. */
export function release(key: object): void {
  inForce.delete(key)
}

/** A response that was changed, for whom, and the headers that it had before. */
interface Changed {
  readonly key: object
  readonly before: Headers
}

/** A handler may return a response again, to another origin or on another path, while the platform still sends it. */
const changed = new WeakMap<Response, Changed>()

/** Changes headers in place, since Bun loses the `Content-Type` of a copy, unless they are immutable as those of `fetch` are. */
export function applyInForce(key: object, response: Response, decision: Applied): Response {
  // No page reads a network error or an upgrade, and neither can be copied.
  if (response.status < 200) return response
  const earlier = changed.get(response)
  if (earlier !== undefined && earlier.key !== key) return copyOf(key, response, decision, earlier.before)
  if (decision.rules === undefined && decision.vary.length === 0) return response
  const before = earlier?.before ?? new Headers(response.headers)
  if (!isChanged(response, decision)) return copyOf(key, response, decision, before)
  changed.set(response, { key, before })
  return response
}

function copyOf(key: object, response: Response, decision: Applied, before: Headers): Response {
  const copy = new Response(response.body, response)
  for (const name of [...CORS_HEADERS.keys(), 'vary']) {
    const value = before.get(name)
    if (value === null) copy.headers.delete(name)
    else copy.headers.set(name, value)
  }
  setHeaders(copy, decision)
  changed.set(copy, { key, before })
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
    for (const name of decidedNames(rules.timing)) headers.delete(name)
    if (rules.interceptExceptions || status < 500) {
      for (const { 0: name, 1: value } of Object.entries(headersOf(decision))) headers.set(name, value)
      const names = exposedBy(readers, exposed)
      if (names !== undefined) headers.set(EXPOSE_HEADERS, names)
    }
  }
  if (vary.length > 0) headers.set('Vary', mergeVary(headers.get('Vary') ?? undefined, vary))
}
