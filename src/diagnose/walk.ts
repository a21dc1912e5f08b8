import { corsCheck } from './cors-check.js'
import { type Finding, finding } from './finding.js'
import type { Hop } from './hop.js'
import { preflightNotes } from './notes.js'
import { preflightCheck } from './preflight-check.js'
import { type PreflightNeed, preflightNeed } from './preflight-needed.js'
import type { Answer } from './read.js'
import { followRedirect } from './redirects.js'
import { isTolerated } from './tolerated.js'

/** A request whose answer the walk asks for. */
export interface Step {
  readonly kind: 'preflight' | 'request'
  readonly hop: Hop
  readonly need: PreflightNeed | null
  /** Whether today's browsers get this far: nothing has failed so far but what they tolerate. */
  readonly isSent: boolean
}

/** The final response: no redirect follows it. */
export interface Arrival {
  readonly hop: Hop
  readonly response: Answer
}

export type OnFindings = (findings: readonly Finding[], hop: Hop, answer: Answer) => void

/**
 * From the first hop through preflights and redirects to the final response. Yields each request and takes its answer: a
 * recorded one, or one from the network. `null` for a preflight means that the browser remembers an earlier one; `null` for a
 * request ends the walk. Returns `null` if there is no final response.
 *
 * The walk goes on after a failure, so that everything that is wrong is found; `isSent` says where a browser stops.
 *
 * @see https://fetch.spec.whatwg.org/#http-fetch
 */
export function* walk(first: Hop, onFindings: OnFindings): Generator<Step, Arrival | null, Answer | null> {
  let hop = first
  let isSent = true
  for (;;) {
    const need = preflightNeed(hop)
    const preflight = need && (yield { kind: 'preflight', hop, need, isSent })
    if (need && preflight) {
      const findings = preflightCheck(hop, need.unsafeNames, preflight)
      onFindings(findings, hop, preflight)
      isSent &&= areTolerated(findings, hop, need, preflight)
    }
    const response = yield { kind: 'request', hop, need, isSent }
    if (response === null) return null
    const redirect = followRedirect(hop, response)
    const findings = responseCheck(hop, response, redirect !== null)
    onFindings(findings, hop, response)
    if (redirect === null) return { hop, response }
    if (redirect.refusals) {
      onFindings(redirect.refusals, hop, response)
      return null
    }
    isSent &&= findings.length === 0
    hop = redirect.hop
  }
}

function areTolerated(
  findings: readonly Finding[],
  hop: Hop,
  { unsafeNames }: PreflightNeed,
  { headers }: Answer,
): boolean {
  if (findings.length === 0) return true
  const notes = preflightNotes(hop, unsafeNames, headers)
  return findings.every(found => isTolerated(found, notes))
}

function responseCheck(hop: Hop, { headers }: Answer, isRedirect: boolean): readonly Finding[] {
  if (hop.tainting === 'cors') return corsCheck(hop, headers, isRedirect ? 'redirect' : 'response')
  return hop.tainting === 'opaque' && !isRedirect ? [finding('opaque-response', 'response')] : []
}
