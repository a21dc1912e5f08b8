import { quote } from '../config/words.js'
import { type AppliedDecision, VARY_OF_CHOSEN } from '../policy/decision.js'
import type { Facts } from '../policy/resolve.js'
import { observe } from './observe.js'
import { type Current, resolveBy } from './policy-source.js'
import { applyInForce, decisionInForce, denyMeanwhile, putInForce, release } from './web-response.js'

/** Makes the response to a preflight, or to a request that `blockDisallowed` refuses. */
export type AnswerWith = (status: number, headers: [name: string, value: string][]) => Response

/** How a request passes through a policy. */
interface Passage {
  readonly request: Request
  /** What stands for the request in all policies that it passes through. */
  readonly key: object
  readonly next: () => unknown
  /** Further arguments for a function that chooses the policy. */
  readonly rest: readonly unknown[]
  readonly answerWith: AnswerWith
  /** The public function, for an error about what `next` returns. */
  readonly name: string
}

/** Answers a request, or passes it on and sets the headers of the response. `undefined` if `next` returns that. */
export async function fetchUnder(current: Current, passage: Passage): Promise<Response | undefined> {
  const { request, key, rest } = passage
  const before = decisionInForce(key)
  if (typeof current === 'function') denyMeanwhile(key, VARY_OF_CHOSEN)
  const resolution = await resolveBy(current, request, rest, denyWhileAsking, key)
  const { facts, decision } = resolution
  if (facts.onDecision !== undefined) denyWhileAsking(key, facts)
  observe(resolution, error => console.error(error))
  putInForce(key, decision, before)
  const response = await answerUnder(decision, passage)
  // One request object may be on its way twice, and the first passage to end forgets it.
  const applied = response && applyInForce(key, response, decisionInForce(key) ?? decision)
  if (before === undefined) release(key)
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

/** The function may fail. */
function denyWhileAsking(key: object, { varyMeanwhile, rules }: Facts): void {
  denyMeanwhile(key, varyMeanwhile, rules)
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
