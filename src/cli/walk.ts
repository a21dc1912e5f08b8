import { corsCheck } from '../diagnose/cors-check.js'
import type { AnsweredRedirect, AnsweredResponse, Exchange, PageRequest } from '../diagnose/exchange.js'
import type { HeaderList } from '../diagnose/header-list.js'
import { firstHop, type Hop } from '../diagnose/hop.js'
import { preflightNotes } from '../diagnose/notes.js'
import { type PlannedPreflight, planHop } from '../diagnose/plan.js'
import { preflightCheck } from '../diagnose/preflight-check.js'
import { preflightNeed } from '../diagnose/preflight-needed.js'
import { type Answer, readAnswer, readPage } from '../diagnose/read.js'
import { followRedirect } from '../diagnose/redirects.js'
import type { Reason } from '../policy/decision.js'

/** A request that was sent, and what came back. */
export interface Step {
  readonly kind: 'preflight' | 'request'
  /** Why a browser sends a preflight first. */
  readonly reasons: readonly string[]
  readonly request: SentRequest
  readonly response: {
    readonly status: number
    readonly headers: HeaderList
    /** Why a policy answered so; absent: a server did. */
    readonly reason?: Reason
  }
}

export interface SentRequest {
  readonly url: string
  readonly method: string
  readonly headers: HeaderList
}

/** Sends a request and brings the head of its answer, header lines as they were. */
export type Send = (request: SentRequest) => Promise<Step['response']>

/**
 * Sends what a browser would, as far as a browser would get: it stops where a preflight or a redirect fails.
 * `onStep` is told of each answer as it comes.
 */
export async function walk(page: PageRequest, send: Send, onStep: (step: Step) => void): Promise<Exchange> {
  const { hop: first, refusals } = firstHop(readPage(page))
  // To see whether anything listens at a bad port does no harm.
  if (refusals.some(({ check }) => check !== 'bad-port')) return page
  const take = async (kind: Step['kind'], request: SentRequest, reasons: readonly string[]) => {
    const response = await send(request)
    onStep({ kind, reasons, request, response })
    return response
  }
  const redirects: AnsweredRedirect[] = []
  for (let hop: Hop = first; ; ) {
    const { preflight, request } = planHop(hop)
    const preflightResponse =
      preflight && (await take('preflight', asRequest(preflight), messages(preflight)))
    if (preflightResponse && !passesPreflight(hop, preflightResponse))
      return { ...page, redirects, preflightResponse }
    if (request === null) return { ...page, redirects, preflightResponse }
    const response = await take('request', request, [])
    const answer = asAnswer(response)
    const passes = hop.tainting !== 'cors' || corsCheck(hop, answer.headers, 'redirect').length === 0
    const step = passes ? followRedirect(hop, answer) : null
    if (!step?.hop) return { ...page, redirects, preflightResponse, response }
    redirects.push({ preflightResponse, response })
    hop = step.hop
  }
}

function asRequest({ url, headers }: PlannedPreflight): SentRequest {
  return { url, method: 'OPTIONS', headers }
}

function messages({ reasons }: PlannedPreflight): readonly string[] {
  return reasons.map(({ message }) => message)
}

/** As today's browsers have it, so that what comes after is seen too. */
function passesPreflight(hop: Hop, response: AnsweredResponse): boolean {
  const names = preflightNeed(hop)?.unsafeNames ?? []
  const answer = asAnswer(response)
  const [first, ...more] = preflightCheck(hop, names, answer)
  if (first === undefined) return true
  const isAuthorization = more.length === 0 && first.parameter === 'authorization'
  return (
    isAuthorization && preflightNotes(hop, names, answer.headers).includes('authorization-under-wildcard')
  )
}

function asAnswer(response: AnsweredResponse): Answer {
  return readAnswer(response, 'response') as Answer
}
