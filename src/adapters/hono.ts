import type { Literal } from '../config/literals.js'
import type { OptionName } from '../config/spellings.js'
import { quote } from '../config/words.js'
import type { Policy } from '../policy/policy.js'
import { CORS_HEADERS } from '../protocol.js'
import { type AnswerWith, fetchUnder, isFetchRequest } from './fetch.js'
import { chooser, type PolicySource, toPolicy, UNCALLED } from './policy-source.js'
import { decisionInForce } from './web-response.js'

/** What the adapter needs of Hono's context. */
export interface HonoContext {
  /** Hono's request, and in it the platform's. */
  readonly req: { readonly raw: Request }
  /** Whether there is a response yet. */
  readonly finalized: boolean
  /** The response. */
  get res(): Response
  set res(response: Response | undefined)
  /** Sets a header of the response, which need not be there yet, or removes it. */
  readonly header: (name: string, value?: string, options?: { readonly append: boolean }) => void
  /** Makes a response with the headers that were set so far. */
  readonly newResponse: (
    body: null,
    init: { readonly status: never; readonly headers: Record<string, string> },
  ) => Response
}

/** Middleware for Hono. */
export type HonoMiddleware = (context: HonoContext, next: () => Promise<void>) => Promise<void>

/**
 * Middleware for Hono that answers preflights, and sets a policy's headers on all other responses, 404s and errors too:
 * `app.use('/api/*', cors(options))`. If a route has a policy of its own, that one decides.
 *
 * A function in place of the options is called with the request and Hono's context. Errors that it throws go to `app.onError`.
 *
 * @throws CorsConfigError that lists all mistakes.
 */
export function cors<
  Context extends HonoContext = HonoContext,
  Text extends string = string,
  Credentials extends boolean = boolean,
  Lone extends string = string,
  Given extends OptionName = OptionName,
>(
  source?:
    | Literal<Request, Text, Credentials, Lone, Given>
    | Policy
    | PolicySource<Request, [context: Context], Given>,
  // Hono passes `next` if somebody wrote `app.use(cors)`.
  ...uncalled: never[]
): HonoMiddleware {
  if (typeof uncalled[0] === 'function') {
    throw new TypeError(UNCALLED)
  }
  // biome-ignore lint/complexity/noArguments: cors() means the defaults, cors(undefined) an unset variable
  const options = arguments.length === 0 ? {} : source
  const current = typeof options === 'function' ? chooser(options as never) : toPolicy(options)
  return function corsMiddleware(context, next) {
    if (!isFetchRequest(context?.req?.raw) || typeof next !== 'function') {
      throw new TypeError(
        `cors of "cors-policy/hono" is for Hono, and was called with ${quote(context)}. ` +
          'On other servers, import cors from "cors-policy", "cors-policy/koa" or "cors-policy/web".',
      )
    }
    return pass(context, next)
  }

  async function pass(context: HonoContext, next: () => Promise<void>): Promise<void> {
    const request = context.req.raw
    const answerWith: AnswerWith = (status, headers) =>
      context.newResponse(null, { status: status as never, headers: Object.fromEntries(headers) })
    const answer = async () => {
      await next()
      // Hono reports a handler that returned nothing; reading `res` would make a response for it.
      return context.finalized ? context.res : undefined
    }
    let response: Response | undefined
    try {
      response = await fetchUnder(current, {
        request,
        key: context,
        next: answer,
        rest: [context],
        answerWith,
        name: 'cors',
      })
    } catch (error) {
      // `onError` makes the response to a function that failed. Headers that were set for it must not allow anyone.
      for (const name of CORS_HEADERS.keys()) context.header(name, undefined)
      for (const name of decisionInForce(context)?.vary ?? []) context.header('Vary', name, { append: true })
      throw error
    }
    if (response === undefined || (context.finalized && context.res === response)) return
    // Hono would copy the earlier response's headers to this one.
    context.res = undefined
    context.res = response
  }
}

export default cors
