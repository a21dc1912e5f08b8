import { corsCheck } from './cors-check.js'
import type { Exchange } from './exchange.js'
import { exposedHeaders } from './expose.js'
import { type Finding, finding } from './finding.js'
import { firstHop, type Hop } from './hop.js'
import { isLocalNetworkRequest, localNetworkCheck } from './local-network.js'
import { describeFinding } from './messages/describe.js'
import { NOTES, type NoteKey } from './messages/notes.js'
import { exposureNotes, hopNotes, pageNotes, preflightNotes, responseNotes } from './notes.js'
import { preflightCheck } from './preflight-check.js'
import { type PreflightNeed, preflightNeed } from './preflight-needed.js'
import { type Answer, type Leg, type ReadExchange, readExchange } from './read.js'
import { followRedirect } from './redirects.js'
import type { Failure, Verdict } from './verdict.js'

/**
 * What a browser says of an exchange: whether the page can read the response, everything that keeps it from
 * that, and what to change. By the Fetch standard, in Chromium's order and with its names; where a browser is
 * known to do otherwise, a note says so. Pure.
 *
 * @throws TypeError that names the field which makes `exchange` no exchange. Odd answers are judged, whatever
 * they hold.
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export function diagnose(exchange: Exchange): Verdict {
  const read = readExchange(exchange)
  const found = new Found()
  const { hop, refusals } = firstHop(read.page)
  found.add(refusals, hop, null)
  if (refusals.length > 0) return found.verdict([])
  judgeLocalNetwork(read, hop, found)
  found.note(pageNotes(read.page, hop))
  return found.verdict(judgeLegs(read.legs, hop, found))
}

/** Failures and notes as they come up. */
class Found {
  readonly failures: Failure[] = []
  readonly #notes = new Set<NoteKey>()

  add(findings: readonly Finding[], hop: Hop, answer: Answer | null): void {
    for (const found of findings) {
      this.failures.push(describeFinding(found, hop, answer))
      if (found.check === 'kDisallowedByMode') this.#notes.add('chromium-same-origin-mode')
    }
  }

  note(keys: readonly NoteKey[]): void {
    for (const key of keys) this.#notes.add(key)
  }

  verdict(exposed: readonly string[]): Verdict {
    return {
      readable: this.failures.length === 0,
      failures: this.failures,
      exposedHeaders: exposed,
      notes: Array.from(this.#notes, key => NOTES[key]),
    }
  }
}

function judgeLocalNetwork({ addressSpaces, permission, page }: ReadExchange, hop: Hop, found: Found): void {
  if (!isLocalNetworkRequest(addressSpaces)) return
  const refusal = localNetworkCheck(page.pageOrigin, permission)
  if (refusal) found.add([refusal], hop, null)
  else if (permission === 'prompt') found.note(['local-network-permission'])
}

/** The names that the page can read of the final response, if there is one that it can read. */
function judgeLegs(legs: readonly Leg[], first: Hop, found: Found): readonly string[] {
  let hop = first
  let needBefore: PreflightNeed | null = null
  for (let index = 0; index < legs.length; index++) {
    const leg = legs[index] as Leg
    const { response } = leg
    const need = preflightNeed(hop)
    found.note(hopNotes(hop, need, needBefore))
    judgePreflight(hop, need, leg, found)
    if (response === null) {
      const at = need && !leg.preflightResponse ? 'preflight' : 'response'
      noResponse(at, hop, null, found)
      return []
    }
    const step = followRedirect(hop, response)
    const at = step ? 'redirect' : 'response'
    if (hop.tainting === 'cors') found.add(corsCheck(hop, response.headers, at), hop, response)
    found.note(responseNotes(hop, response.headers))
    if (step === null) return judgeFinal(hop, response, found)
    if (step.refusals) {
      found.add(step.refusals, hop, response)
      return []
    }
    if (index === legs.length - 1) noResponse('redirect', hop, response, found)
    hop = step.hop
    needBefore = need
  }
  return []
}

function judgePreflight(hop: Hop, need: PreflightNeed | null, leg: Leg, found: Found): void {
  const answer = leg.preflightResponse
  if (need && answer) {
    const findings = preflightCheck(hop, need.unsafeNames, answer)
    found.add(findings, hop, answer)
    found.note(preflightNotes(hop, need.unsafeNames, answer.headers))
  } else if (need && leg.response) found.note(['preflight-cached'])
  else if (answer) found.note(['preflight-not-needed'])
}

/** What failed before tells why. */
function noResponse(
  at: 'preflight' | 'redirect' | 'response',
  hop: Hop,
  answer: Answer | null,
  found: Found,
) {
  if (found.failures.length === 0) found.add([finding('no-response', at)], hop, answer)
}

function judgeFinal(hop: Hop, response: Answer, found: Found): readonly string[] {
  if (hop.tainting === 'opaque') {
    found.add([finding('opaque-response', 'response')], hop, response)
  }
  if (found.failures.length > 0) return []
  found.note(exposureNotes(hop, response.headers))
  return exposedHeaders(hop, response.headers)
}
