import type { AppliedDecision } from '../policy/decision.js'
import { CORS_HEADERS } from '../protocol.js'
import { type CorsResponse, guardBesides, putGuard, takeGuard } from './node-guard.js'
import { mergeVary, varyOf } from './vary.js'

/** Headers that describe a handler's body, which an answer from here does not have. */
const FRAMING: ReadonlySet<string> = new Set(['content-length', 'transfer-encoding'])

/** `Object.hasOwn` costs more in a `for…in`. */
const isOwn = Object.prototype.hasOwnProperty

/**
 * Makes the response say what the decision does and nothing else about CORS, whatever was set before. A decision with a
 * status ends it.
 *
 * @internal
 */
export function applyDecision(response: CorsResponse, decision: AppliedDecision): 'ended' | 'open' {
  const { headers, vary, covers, status } = decision
  if (!covers) {
    addVary(response, vary)
    return 'open'
  }
  const hasVary = takeOffCors(response, status !== undefined)
  // Names of an earlier policy stay: something else may have wanted them too, and seen that they were there.
  const before = hasVary ? varyOf(response) : undefined
  if (status !== undefined) {
    end(response, status, decision, before)
    return 'ended'
  }
  if (vary.length > 0) response.setHeader('vary', mergeVary(before, vary))
  putGuard(response, vary, decision.keptOnErrors)
  // In this form V8 makes no list of names, which would be a fiftieth of a response.
  for (const name in headers) {
    if (isOwn.call(headers, name)) response.setHeader(name, headers[name] as string)
  }
  return 'open'
}

/**
 * Adds names to `Vary`, and leaves alone what an earlier policy or anything else says of CORS.
 *
 * @internal
 */
export function addVary(response: CorsResponse, vary: readonly string[]): void {
  if (vary.length === 0) return
  response.setHeader('vary', mergeVary(varyOf(response), vary))
  guardBesides(response, vary)
}

/**
 * Removes what an earlier policy allows. The returned function puts it back.
 *
 * @internal
 */
export function withhold(response: CorsResponse): () => void {
  const held: [name: string, value: never][] = []
  for (const name of response.getHeaderNames()) {
    if (!CORS_HEADERS.has(name.toLowerCase())) continue
    held.push([name, response.getHeader(name) as never])
    response.removeHeader(name)
  }
  return () => {
    for (const { 0: name, 1: value } of held) response.setHeader(name, value)
  }
}

/** Removes the CORS headers that were set before. Returns whether there is a `Vary`. */
function takeOffCors(response: CorsResponse, ends: boolean): boolean {
  let hasVary = false
  for (const written of response.getHeaderNames()) {
    // Node's names are in lower case; those of some mocks are not.
    const name = written.toLowerCase()
    if (CORS_HEADERS.has(name) || (ends && FRAMING.has(name))) response.removeHeader(name)
    else if (name === 'vary') hasVary = true
  }
  return hasVary
}

function end(
  response: CorsResponse,
  status: number,
  { headers, vary, keptOnErrors }: AppliedDecision,
  before: string | undefined,
): void {
  // A copy would cost a tenth of a preflight.
  if (vary.length > 0) headers.vary = mergeVary(before, vary)
  // RFC 9110, 8.6: a 204 has no `Content-Length`.
  if (status !== 204) headers['content-length'] = '0'
  takeGuard(response, vary, keptOnErrors)
  response.writeHead(status, headers)
  response.end()
}
