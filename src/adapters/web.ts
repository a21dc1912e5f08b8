import type { Literal } from '../config/literals.js'
import type { OptionName } from '../config/spellings.js'
import { quote } from '../config/words.js'
import type { AppliedDecision } from '../policy/decision.js'
import { headersOf } from '../policy/headers.js'
import type { Policy } from '../policy/policy.js'
import { CORS_HEADERS, EXPOSE_HEADERS, TIMING_ALLOW_ORIGIN } from '../protocol.js'
import { mergeExposed } from './exposed.js'
import { observe } from './observe.js'
import { chooser, type PolicySource, resolveBy, toPolicy } from './policy-source.js'
import { mergeVary } from './vary.js'

/**
 * A handler of `Request` and `Response`. Further arguments of the platform, such as its environment, are passed on. It returns
 * `undefined` where the platform has taken the request over, as Bun does for a WebSocket.
 */
export type WebHandler<Rest extends readonly unknown[], Answer extends Response | undefined = Response> = (
  request: Request,
  ...rest: Rest
) => Answer | PromiseLike<Answer>

/**
 * A handler that answers preflights, and whose other responses say what a policy does. For workers, Deno, Bun,
 * Hono and route handlers.
 *
 * Bodies are not touched. Headers are changed in place; a response whose headers cannot be changed is copied. Where the handler throws, the
 * error is printed and answered with status 500, so that a page can read that; with `interceptExceptions: false`
 * it is thrown on. What a function among the options throws is always thrown on.
 *
 * @throws CorsConfigError that lists all mistakes.
 */
export function withCors<
  Rest extends readonly unknown[],
  Text extends string = string,
  Credentials extends boolean = boolean,
  Lone extends string = string,
  Given extends OptionName = OptionName,
  Answer extends Response | undefined = Response,
>(
  handler: WebHandler<Rest, Answer>,
  source?: Literal<Request, Text, Credentials, Lone, Given> | Policy | PolicySource<Request, Rest, Given>,
): (request: Request, ...rest: Rest) => Promise<Answer | Response> {
  if (typeof handler !== 'function') {
    throw new TypeError(
      `withCors() takes a handler first, got ${quote(handler)}. Write withCors(handler, options).`,
    )
  }
  // biome-ignore lint/complexity/noArguments: no second argument means the defaults, undefined an unset variable
  const options = arguments.length < 2 ? {} : source
  const current = typeof options === 'function' ? chooser(options as never) : toPolicy(options)
  return async (request, ...rest) => {
    const resolution = await resolveBy(current, request, rest)
    observe(resolution, error => console.error(error))
    const { decision } = resolution
    const { status, rules } = decision
    if (status !== undefined) return apply(answered(status), decision)
    let response: Answer | Response
    try {
      response = answerOf(await handler(request, ...rest))
    } catch (error) {
      if (rules === undefined || (!rules.interceptExceptions && !(error instanceof Response))) throw error
      if (error instanceof Response) response = error
      else {
        console.error(error)
        response = new Response('Internal Server Error', { __proto__: null, status: 500 } as ResponseInit)
      }
    }
    return response === undefined ? response : apply(response, decision)
  }
}

/** @throws TypeError if a handler returned something else. */
function answerOf<Answer extends Response | undefined>(answer: Answer): Answer {
  if (answer === undefined || typeof (answer as Partial<Response> | null)?.status === 'number') return answer
  throw new TypeError(`the handler given to withCors() answered ${quote(answer)}. Return a Response.`)
}

/** RFC 9110, 8.6: a 204 has no `Content-Length`. */
function answered(status: number): Response {
  const headers: [name: string, value: string][] = status === 204 ? [] : [['Content-Length', '0']]
  return new Response(null, { __proto__: null, status, headers } as ResponseInit)
}

/** Responses that have been changed. A handler may return one again while the platform still sends it to another origin. */
const changed = new WeakSet<Response>()

/** Changes headers in place, since Bun loses the `Content-Type` of a copy, unless they are immutable as those of `fetch` are. */
function apply(response: Response, decision: AppliedDecision): Response {
  // No page reads a network error or an upgrade, and neither can be copied.
  if (response.status < 200) return response
  if (decision.rules === undefined && decision.vary.length === 0) return response
  if (!changed.has(response) && isChanged(response, decision)) return response
  const copy = new Response(response.body, response)
  setHeaders(copy, decision)
  return copy
}

function isChanged(response: Response, decision: AppliedDecision): boolean {
  try {
    setHeaders(response, decision)
  } catch {
    return false
  }
  changed.add(response)
  return true
}

function setHeaders({ headers, status }: Response, decision: AppliedDecision): void {
  const { readers, vary, rules } = decision
  if (rules !== undefined) {
    const exposed = headers.get(EXPOSE_HEADERS) ?? undefined
    for (const name of CORS_HEADERS.keys()) {
      if (name !== TIMING_ALLOW_ORIGIN || rules.timing) headers.delete(name)
    }
    if (rules.interceptExceptions || status < 500) {
      for (const { 0: name, 1: value } of Object.entries(headersOf(decision))) headers.set(name, value)
      const names =
        readers.allowOrigin === undefined ? undefined : mergeExposed(readers.exposeHeaders, exposed)
      if (names !== undefined) headers.set(EXPOSE_HEADERS, names)
    }
  }
  if (vary.length > 0) headers.set('Vary', mergeVary(headers.get('Vary') ?? undefined, vary))
}
