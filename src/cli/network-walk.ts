import type { AnsweredRedirect, Exchange, PageRequest } from '../diagnose/exchange.js'
import type { HeaderList } from '../diagnose/header-list.js'
import { firstHop } from '../diagnose/hop.js'
import { planHop } from '../diagnose/plan.js'
import { readAnswer, readPage } from '../diagnose/read.js'
import { type Step, walk } from '../diagnose/walk.js'
import type { Reason } from '../policy/decision.js'

/** A request that was sent, and what came back. */
export interface SentStep {
  readonly kind: 'preflight' | 'request'
  /** Why a browser sends a preflight first. */
  readonly reasons: readonly string[]
  readonly request: SentRequest
  readonly response: {
    readonly status: number
    readonly headers: HeaderList
    /** Why a policy decided so; absent if a server answered. */
    readonly reason?: Reason
  }
}

export interface SentRequest {
  readonly url: string
  readonly method: string
  readonly headers: HeaderList
}

/** Sends a request and returns the head of its answer, with the header lines as they came. */
export type Send = (request: SentRequest) => Promise<SentStep['response']>

/**
 * Sends what a browser would send, and records the answers. Stops where a browser stops: at a preflight or a redirect that fails.
 */
export async function record(
  page: PageRequest,
  send: Send,
  onStep: (step: SentStep) => void,
): Promise<Exchange> {
  const { hop, refusals } = firstHop(readPage(page))
  // Browsers refuse a bad port, but to see whether anything listens there does no harm.
  if (refusals.some(({ check }) => check !== 'bad-port')) return page
  const legs: AnsweredRedirect[] = []
  let preflightResponse: SentStep['response'] | null = null
  const steps = walk(hop, () => {})
  let next = steps.next()
  while (next.done !== true && next.value.isSent) {
    const unsent = describeStep(next.value)
    const response = await send(unsent.request)
    onStep({ ...unsent, response })
    if (unsent.kind === 'preflight') preflightResponse = response
    else {
      legs.push({ preflightResponse, response })
      preflightResponse = null
    }
    next = steps.next(readAnswer(response, 'response'))
  }
  if (preflightResponse) return { ...page, redirects: legs, preflightResponse }
  return { ...page, redirects: legs.slice(0, -1), ...legs.at(-1) }
}

function describeStep({ kind, hop }: Step): Omit<SentStep, 'response'> {
  const { preflight, request } = planHop(hop)
  if (kind === 'preflight' && preflight) {
    const { url, headers, reasons } = preflight
    const messages = reasons.map(({ message }) => message)
    return { kind, reasons: messages, request: { url, method: 'OPTIONS', headers } }
  }
  return { kind, reasons: [], request }
}
