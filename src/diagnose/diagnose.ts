import type { Cause } from './cause/cause.js'
import { findCause } from './cause/find-cause.js'
import type { Failed } from './cause/seen.js'
import type { Exchange } from './exchange.js'
import { exposedHeaders } from './expose.js'
import { type Finding, finding } from './finding.js'
import { firstHop, type Hop } from './hop.js'
import { isLocalNetworkRequest, localNetworkCheck } from './local-network.js'
import { describeFinding } from './messages/describe.js'
import { NOTES, type NoteKey } from './messages/notes.js'
import { pageNotes, stepNotes } from './notes.js'
import { type Answer, type ReadExchange, readExchange } from './read.js'
import { readableNotes } from './readable-notes.js'
import { isTolerated } from './tolerated.js'
import type { Failure, Verdict } from './verdict.js'
import { type Step, walk } from './walk.js'

/**
 * Says what a browser says of an exchange: whether the page can read the response, everything that prevents it, and what to
 * change. Follows the Fetch standard, with Chromium's names and in its order; a note tells about browsers that are known to
 * deviate. Pure.
 *
 * @throws TypeError that names the field, if `exchange` is not an exchange. Odd headers are no error: they are judged.
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export function diagnose(exchange: Exchange): Verdict {
  const read = readExchange(exchange)
  const found = new Found(read)
  const { hop, refusals } = firstHop(read.page)
  found.add(refusals, hop, null)
  if (refusals.length > 0) return found.verdict([])
  judgeLocalNetwork(read, hop, found)
  found.note(pageNotes(read.page))
  return found.verdict(replay(read, hop, found))
}

/** Collects failures and notes in the order in which they come up. */
class Found {
  readonly failures: Failure[] = []
  readonly #failed: Failed[] = []
  readonly #notes = new Set<NoteKey>()
  readonly #read: ReadExchange

  constructor(read: ReadExchange) {
    this.#read = read
  }

  add(findings: readonly Finding[], hop: Hop, answer: Answer | null): void {
    for (const found of findings) {
      this.failures.push(describeFinding(found, hop, answer))
      this.#failed.push({ finding: found, hop, answer })
      if (found.check === 'kDisallowedByMode') this.#notes.add('chromium-same-origin-mode')
    }
  }

  note(keys: readonly NoteKey[]): void {
    for (const key of keys) this.#notes.add(key)
  }

  verdict(exposed: readonly string[]): Verdict {
    return {
      readable: this.failures.length === 0,
      cause: this.#cause(),
      failures: this.failures,
      exposedHeaders: exposed,
      notes: Array.from(this.#notes, key => NOTES[key]),
    }
  }

  /** The cause of what browsers report: of the first failure that they do not tolerate, if there is one. */
  #cause(): Cause | null {
    const notes = Array.from(this.#notes)
    const index = Math.max(
      this.#failed.findIndex(({ finding }) => !isTolerated(finding, notes)),
      0,
    )
    const failed = this.#failed.at(index)
    const failure = this.failures.at(index)
    if (failed === undefined || failure === undefined) return null
    const { legs } = this.#read
    const { redirectCount } = failed.hop
    const leg = legs.at(redirectCount)
    return findCause(
      {
        failed,
        all: this.#failed,
        preflight: leg?.preflightResponse ?? null,
        response: leg?.response ?? null,
        redirects: legs.slice(0, redirectCount).flatMap(({ response }) => response ?? []),
        next: legs.at(redirectCount + 1)?.response ?? null,
        probes: this.#read.probes,
      },
      failure,
    )
  }
}

function judgeLocalNetwork({ addressSpaces, permission, page }: ReadExchange, hop: Hop, found: Found): void {
  if (!isLocalNetworkRequest(addressSpaces)) return
  const refusal = localNetworkCheck(page.pageOrigin, permission)
  if (refusal) found.add([refusal], { ...hop, localNetwork: addressSpaces?.target ?? null }, null)
  else if (permission === 'prompt') found.note(['local-network-permission'])
}

/** Feeds the recorded answers to the walk. Returns the names that the page can read of the final response. */
function replay({ legs, probes }: ReadExchange, first: Hop, found: Found): readonly string[] {
  const steps = walk(first, (findings, hop, answer) => found.add(findings, hop, answer))
  let previous: Step | null = null
  let next = steps.next()
  while (next.done !== true) {
    const step: Step = next.value
    const leg = legs.at(step.hop.redirectCount)
    if (leg === undefined) {
      // The last recorded response is a redirect, and was the answer to the previous step.
      if (previous) noResponse('redirect', previous.hop, legs.at(-1)?.response ?? null, found)
      return []
    }
    found.note(stepNotes(step, leg, previous?.need ?? null))
    if (step.kind === 'request') {
      if (leg.response === null) {
        noResponse(step.need && !leg.preflightResponse ? 'preflight' : 'response', step.hop, null, found)
        return []
      }
      previous = step
    }
    next = steps.next(step.kind === 'preflight' ? leg.preflightResponse : leg.response)
  }
  if (next.value === null || found.failures.length > 0) return []
  const { hop, response } = next.value
  const exposed = exposedHeaders(hop, response.headers)
  found.note(readableNotes(hop, response, exposed, probes))
  return exposed
}

/** Only reported if nothing else failed: an earlier failure is the reason why nothing came. */
function noResponse(
  at: 'preflight' | 'redirect' | 'response',
  hop: Hop,
  answer: Answer | null,
  found: Found,
) {
  if (found.failures.length === 0) found.add([finding('no-response', at)], hop, answer)
}
