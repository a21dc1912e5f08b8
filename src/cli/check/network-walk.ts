import type { AnsweredRedirect, Exchange, PageRequest } from '../../diagnose/exchange.js'
import type { HeaderList } from '../../diagnose/header-list.js'
import { firstHop } from '../../diagnose/hop.js'
import { planHop } from '../../diagnose/plan.js'
import { readAnswer, readPage } from '../../diagnose/read.js'
import { type Step, walk } from '../../diagnose/walk.js'
import type { Reason } from '../../policy/decision.js'

/** A request that was sent, and what came back. */
export interface SentStep {
  readonly kind: 'preflight' | 'request'
  /** Why a browser sends a preflight first. */
  readonly reasons: readonly string[]
  readonly request: SentRequest
  readonly response: {
    readonly status: number
    readonly headers: HeaderList
    /** The start of an error page; absent if a policy answered. */
    readonly bodyStart?: string
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
export type Send = (request: SentRequest, body: Buffer | null) => Promise<SentStep['response']>

/** What a request carries besides its headers. */
export interface Carried {
  readonly body: Buffer | null
  /** The cookies of the host that the page requests; empty for none. */
  readonly cookie: string
}

/**
 * Sends what a browser would send, and records the answers. Stops where a browser stops: at a preflight or a redirect that fails.
 */
export async function record(
  page: PageRequest,
  send: Send,
  onStep: (step: SentStep) => void,
  { body, cookie }: Carried = { body: null, cookie: '' },
): Promise<Exchange> {
  const { hop, refusals } = firstHop(readPage(page))
  // Browsers refuse a bad port, but to see whether anything listens there does no harm.
  if (refusals.some(({ check }) => check !== 'bad-port')) return page
  const legs: AnsweredRedirect[] = []
  let preflightResponse: SentStep['response'] | null = null
  const steps = walk(hop, () => {})
  let next = steps.next()
  while (next.done !== true && next.value.isSent) {
    const step = next.value
    const unsent = describeStep(step, sendsCookie(hop.url, step.hop.url) ? cookie : '')
    const response = await send(unsent.request, step.kind === 'request' && step.hop.hasBody ? body : null)
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

/** Cookies belong to a host, whatever its port. Most are `Secure`, so none goes from https to http. */
function sendsCookie(asked: URL, url: URL): boolean {
  return asked.hostname === url.hostname && !(asked.protocol === 'https:' && url.protocol === 'http:')
}

function describeStep({ kind, hop }: Step, cookie: string): Omit<SentStep, 'response'> {
  const { preflight, request } = planHop(hop)
  if (kind === 'preflight' && preflight) {
    const { url, headers, reasons } = preflight
    const messages = reasons.map(({ message }) => message)
    return { kind, reasons: messages, request: { url, method: 'OPTIONS', headers } }
  }
  if (cookie === '' || !request.sendsCredentials) return { kind, reasons: [], request }
  return { kind, reasons: [], request: { ...request, headers: [...request.headers, ['Cookie', cookie]] } }
}
