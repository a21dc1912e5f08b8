import type { Literal } from '../config/literals.js'
import { quote } from '../config/words.js'
import type { AppliedDecision } from '../policy/decision.js'
import type { Policy } from '../policy/policy.js'
import { CORS_HEADERS } from '../protocol.js'
import { chooser, observe, type PolicySource, resolveBy, toPolicy } from './policy-source.js'
import { mergeVary } from './vary.js'

/** A handler of `Request` and `Response`. Further arguments of the platform, such as its environment, are passed on. */
export type WebHandler<Rest extends readonly unknown[]> = (
  request: Request,
  ...rest: Rest
) => Response | PromiseLike<Response>

/**
 * A handler that answers preflights, and whose other responses say what a policy does. For workers, Deno, Bun,
 * Hono and route handlers.
 *
 * Bodies are not touched; a response whose headers cannot be changed is copied. Where the handler throws, the
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
>(
  handler: WebHandler<Rest>,
  source?: Literal<Request, Text, Credentials, Lone> | Policy | PolicySource<Request, Rest>,
): (request: Request, ...rest: Rest) => Promise<Response> {
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
    const { status, covers, keptOnErrors } = decision
    if (status !== undefined) return apply(answered(status), decision)
    let response: Response
    try {
      response = answerOf(await handler(request, ...rest))
    } catch (error) {
      if (!covers || (!keptOnErrors && !(error instanceof Response))) throw error
      if (error instanceof Response) response = error
      else {
        console.error(error)
        response = new Response('Internal Server Error', { __proto__: null, status: 500 } as ResponseInit)
      }
    }
    return apply(response, decision)
  }
}

/** @throws TypeError if a handler returned no response. */
function answerOf(answer: Response): Response {
  if (typeof (answer as Partial<Response> | undefined)?.status === 'number') return answer
  throw new TypeError(`the handler given to withCors() answered ${quote(answer)}. Return a Response.`)
}

/** RFC 9110, 8.6: a 204 has no `Content-Length`. */
function answered(status: number): Response {
  const headers: [name: string, value: string][] = status === 204 ? [] : [['Content-Length', '0']]
  return new Response(null, { __proto__: null, status, headers } as ResponseInit)
}

function apply(response: Response, { headers: set, vary, covers, keptOnErrors }: AppliedDecision): Response {
  // No page reads a network error or an upgrade, and neither can be copied.
  if (response.status < 200) return response
  if (!covers && vary.length === 0) return response
  // The headers of `fetch` and `Response.redirect` are immutable, and a handler may return one response many times.
  const copy = new Response(response.body, response)
  const { headers } = copy
  if (covers) for (const name of CORS_HEADERS.keys()) headers.delete(name)
  if (keptOnErrors || response.status < 500) {
    for (const { 0: name, 1: value } of Object.entries(set)) headers.set(name, value)
  }
  if (vary.length > 0) {
    headers.set('Vary', mergeVary(headers.get('Vary') ?? undefined, vary))
  }
  return copy
}
