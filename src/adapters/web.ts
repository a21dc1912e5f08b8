import type { Literal } from '../config/literals.js'
import type { OptionName } from '../config/spellings.js'
import { quote } from '../config/words.js'
import type { Policy } from '../policy/policy.js'
import { fetchUnder, isFetchRequest } from './fetch.js'
import { type Current, chooser, type PolicySource, toPolicy } from './policy-source.js'

/**
 * A handler of `Request` and `Response`. Further arguments of the platform, such as its environment, are passed on. It returns
 * `undefined` where the platform has taken the request over, as Bun does for a WebSocket.
 */
export type WebHandler<Rest extends readonly unknown[], Answer extends Response | undefined = Response> = (
  request: Request,
  ...rest: Rest
) => Answer | PromiseLike<Answer>

/** Middleware of `Request` and `Response`. */
export type CorsFetch<Rest extends readonly unknown[] = []> = <
  Answer extends Response | undefined = Response,
>(
  request: Request,
  next: (request: Request) => Answer | PromiseLike<Answer>,
  ...rest: Rest
) => Promise<Answer | Response>

/**
 * Middleware that answers preflights, and sets a policy's headers on what `next` answers: a line of code fits it to SvelteKit,
 * Astro, React Router, h3, Elysia or Next.js. If `next` throws, it does what `withCors` does.
 *
 * A function in place of the options is called with the request, and with what is given after `next`.
 *
 * @throws CorsConfigError that lists all mistakes.
 */
export function corsFetch<
  Rest extends readonly unknown[] = [],
  Text extends string = string,
  Credentials extends boolean = boolean,
  Lone extends string = string,
  Given extends OptionName = OptionName,
>(
  source?: Literal<Request, Text, Credentials, Lone, Given> | Policy | PolicySource<Request, Rest, Given>,
): CorsFetch<Rest> {
  // biome-ignore lint/complexity/noArguments: no argument means the defaults, undefined an unset variable
  const current = toFetchCurrent(arguments.length === 0 ? {} : source)
  return ((request, next, ...rest) => {
    if (!isFetchRequest(request) || typeof next !== 'function') {
      throw new TypeError(
        `what corsFetch() returns takes a Request and a function that answers it, got ${quote(request)}. ` +
          'Write corsFetch(options)(request, () => next()).',
      )
    }
    return fetchUnder(current, {
      request,
      key: request,
      next: () => next(request),
      rest,
      answerWith: answer,
      name: 'corsFetch',
    })
  }) as CorsFetch<Rest>
}

/**
 * A handler that answers preflights, and whose other responses say what a policy does. For workers, Deno, Bun,
 * and route handlers.
 *
 * Bodies are not touched. Headers are changed in place; a response whose headers cannot be changed is copied. If the handler
 * throws, the error is printed and the response is a 500 that an allowed page can read; with `interceptExceptions: false` the
 * error is rethrown. Errors thrown by functions in the options are always rethrown.
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
  const current = toFetchCurrent(arguments.length < 2 ? {} : source)
  return (request, ...rest) => {
    if (!isFetchRequest(request)) {
      throw new TypeError(
        `withCors() is for servers of Request and Response, and was called with ${quote(request)}. ` +
          'On Node, write cors(options) of "cors-policy".',
      )
    }
    return fetchUnder(current, {
      request,
      key: request,
      next: () => handler(request, ...rest),
      rest,
      answerWith: answer,
      name: 'withCors',
    }) as Promise<Answer | Response>
  }
}

function toFetchCurrent(source: unknown): Current {
  return typeof source === 'function' ? chooser(source as never) : toPolicy(source)
}

function answer(status: number, headers: [name: string, value: string][]): Response {
  return new Response(null, { __proto__: null, status, headers } as ResponseInit)
}
