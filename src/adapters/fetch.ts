import { quote } from '../config/words.js'
import type { AppliedDecision } from '../policy/decision.js'
import type { Facts } from '../policy/resolve.js'
import { ORIGIN } from '../protocol.js'
import { observe } from './observe.js'
import { type Current, resolveBy } from './policy-source.js'
import { applyInForce, decisionInForce, denyMeanwhile, putInForce, release } from './web-response.js'

/** Makes the response to a preflight, or to a request that `blockDisallowed` refuses. */
export type AnswerWith = (status: number, headers: [name: string, value: string][]) => Response

/** How a request passes through a policy. */
interface Passage {
  readonly request: Request
  readonly next: () => unknown
  /** Further arguments for a function that chooses the policy. */
  readonly rest: readonly unknown[]
  readonly answerWith: AnswerWith
  /** The public function, for an error about what `next` returns. */
  readonly name: string
}

/** Answers a request, or passes it on and sets the headers of the response. `undefined` if `next` returns that. */
export async function fetchUnder(current: Current, passage: Passage): Promise<Response | undefined> {
  const { request, rest } = passage
  const before = decisionInForce(request)
  if (typeof current === 'function') denyMeanwhile(request, VARY_OF_CHOSEN)
  const resolution = await resolveBy(current, request, rest, denyWhileAsking, request)
  const { facts, decision } = resolution
  if (facts.onDecision !== undefined) denyWhileAsking(request, facts)
  observe(resolution, error => console.error(error))
  putInForce(request, decision, before)
  const response = await answerUnder(decision, passage)
  const applied = response === undefined ? response : applyInForce(request, response)
  if (before === undefined) release(request)
  return applied
}

async function answerUnder(
  { status, rules }: AppliedDecision,
  passage: Passage,
): Promise<Response | undefined> {
  const { next, answerWith, name } = passage
  // RFC 9110, 8.6: a 204 has no `Content-Length`.
  if (status !== undefined) return answerWith(status, status === 204 ? [] : [['Content-Length', '0']])
  try {
    return answerOf(await next(), name)
  } catch (error) {
    if (rules === undefined || (!rules.interceptExceptions && !(error instanceof Response))) throw error
    if (error instanceof Response) return error
    console.error(error)
    return new Response('Internal Server Error', { __proto__: null, status: 500 } as ResponseInit)
  }
}

/** Every policy that is chosen for each request makes the response depend on this. */
const VARY_OF_CHOSEN: readonly string[] = Object.freeze([ORIGIN])

/** The function may fail. */
function denyWhileAsking(request: Request, { varyMeanwhile, rules }: Facts): void {
  denyMeanwhile(request, varyMeanwhile, rules)
}

/** @throws TypeError if a handler returned something else. */
function answerOf(answer: unknown, name: string): Response | undefined {
  if (answer === undefined || typeof (answer as Partial<Response> | null)?.status === 'number')
    return answer as Response | undefined
  throw new TypeError(`the handler given to ${name}() answered ${quote(answer)}. Return a Response.`)
}

/** Whether a value is a `Request`, of the platform or of a package. */
export function isFetchRequest(value: unknown): value is Request {
  return typeof (value as Partial<Request> | null | undefined)?.headers?.get === 'function'
}
