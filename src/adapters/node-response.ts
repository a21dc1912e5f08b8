import type { AppliedDecision } from '../policy/decision.js'
import { headersOf } from '../policy/headers.js'
import { CORS_HEADERS, TIMING_ALLOW_ORIGIN } from '../protocol.js'
import type { CorsResponse } from './cors-response.js'
import { dropGuard, guardBesides, putGuard, requiredOf } from './node-guard.js'
import { mergeVary, varyOf } from './vary.js'

/** Headers that describe a handler's body, which an answer from here does not have. */
const FRAMING: ReadonlySet<string> = new Set(['content-length', 'transfer-encoding'])

/** `Object.hasOwn` costs more in a `for…in`. */
const isOwn = Object.prototype.hasOwnProperty

/**
 * Sets the decision's CORS headers and removes all others that were set before. If the decision has a status, ends the
 * response; if it has no rules, only adds to `Vary`.
 *
 * @internal
 */
export function applyDecision(response: CorsResponse, decision: AppliedDecision): 'ended' | 'open' {
  const { vary, rules, status } = decision
  if (rules === undefined) {
    addVary(response, vary)
    return 'open'
  }
  const hasVary = takeOff(response, status !== undefined, rules.timing)
  // Names of an earlier policy stay: something else may have wanted them too, and seen that they were there.
  const before = hasVary ? varyOf(response) : undefined
  if (status !== undefined) {
    end(response, status, decision, before)
    return 'ended'
  }
  if (vary.length > 0) response.setHeader('vary', mergeVary(before, vary))
  putGuard(response, decision)
  setAll(response, headersOf(decision))
  return 'open'
}

function setAll(response: CorsResponse, headers: Record<string, string>): void {
  // In this form V8 makes no list of names, which would be a fiftieth of a response.
  for (const name in headers) {
    if (isOwn.call(headers, name)) response.setHeader(name, headers[name] as string)
  }
}

/** Leaves alone what an earlier policy, or anything else, says of CORS. */
function addVary(response: CorsResponse, vary: readonly string[]): void {
  setVary(response, vary)
  guardBesides(response, vary)
}

/**
 * Adds names to `Vary`.
 *
 * @internal
 */
export function setVary(response: CorsResponse, vary: readonly string[]): void {
  if (vary.length > 0) response.setHeader('vary', mergeVary(varyOf(response), vary))
}

/**
 * Removes what an earlier policy allows. The returned function puts it back.
 *
 * @internal
 */
export function withhold(response: CorsResponse): () => void {
  const held: [name: string, value: never][] = []
  for (const name of namesOf(response)) {
    if (!isDecided(response, name.toLowerCase(), false)) continue
    held.push([name, response.getHeader(name) as never])
    response.removeHeader(name)
  }
  return () => {
    for (const { 0: name, 1: value } of held) response.setHeader(name, value)
  }
}

/** Removes the CORS headers that were set before. Returns whether there is a `Vary`. */
function takeOff(response: CorsResponse, ends: boolean, timing: boolean): boolean {
  let hasVary = false
  for (const written of namesOf(response)) {
    // Node's names are in lower case; those of some mocks are not.
    const name = written.toLowerCase()
    if (isDecided(response, name, timing) || (ends && FRAMING.has(name))) response.removeHeader(name)
    else if (name === 'vary') hasVary = true
  }
  return hasVary
}

/** Whether a policy decides about the header: this one, or an earlier one, which no longer has a say. */
function isDecided(response: CorsResponse, name: string, timing: boolean): boolean {
  if (name === TIMING_ALLOW_ORIGIN) return timing || requiredOf(response).rules?.timing === true
  return CORS_HEADERS.has(name)
}

/** The names of what was set. A stand-in for a response may not list them, and has no more methods than it needs. */
function namesOf(response: Partial<CorsResponse>): readonly string[] {
  if (typeof response.getHeaderNames === 'function') return response.getHeaderNames()
  if (typeof response.getHeader !== 'function' || typeof response.removeHeader !== 'function') return []
  return [...CORS_HEADERS.keys(), 'vary'].filter(name => response.getHeader?.(name) !== undefined)
}

function end(
  response: CorsResponse,
  status: number,
  decision: AppliedDecision,
  before: string | undefined,
): void {
  const { vary } = decision
  const headers = headersOf(decision)
  if (vary.length > 0) headers.vary = mergeVary(before, vary)
  // RFC 9110, 8.6: a 204 has no `Content-Length`.
  if (status !== 204) headers['content-length'] = '0'
  if (typeof response.writeHead === 'function') {
    dropGuard(response, decision)
    response.writeHead(status, headers)
  } else {
    setAll(response, headers)
    ;(response as { statusCode?: number }).statusCode = status
  }
  response.end()
}
