import type { Literal } from '../config/literals.js'
import type { OptionName } from '../config/spellings.js'
import { quote } from '../config/words.js'
import type { Policy } from '../policy/policy.js'
import type { CorsRequest } from '../policy/request.js'
import type { CorsResponse } from './cors-response.js'
import { ENDED, cors as nodeCors } from './node.js'
import { type PolicySource, type ShadowOptions, UNCALLED } from './policy-source.js'

/** What the adapter needs of Koa's context. */
export interface KoaContext<Request = CorsRequest> {
  /** Koa's request, which keeps the URL from before a mount point was cut off. */
  readonly request: Request
  /** Node's response. */
  readonly res: CorsResponse
}

/** Middleware for Koa. */
export type KoaMiddleware<Request = CorsRequest> = (
  context: KoaContext<Request>,
  next: () => Promise<unknown>,
) => Promise<void>

/**
 * Middleware for Koa that answers preflights, and sets a policy's headers on all other responses, also on those to `ctx.throw`,
 * for which Koa removes all headers. Use it before everything else.
 *
 * A function in place of the options is called with Koa's `ctx.request`. `shadow`: a stricter policy to try without effect.
 *
 * @throws CorsConfigError that lists all mistakes.
 */
export function cors<
  Request = CorsRequest,
  Text extends string = string,
  Credentials extends boolean = boolean,
  Lone extends string = string,
  Given extends OptionName = OptionName,
>(
  source?: Literal<Request, Text, Credentials, Lone, Given> | Policy | PolicySource<Request, [], Given>,
  ...others: readonly [shadow?: ShadowOptions<Request>]
): KoaMiddleware<Request & CorsRequest> {
  // Koa passes `next` if somebody wrote `app.use(cors)`.
  if (typeof others.at(0) === 'function') {
    throw new TypeError(UNCALLED)
  }
  const middleware = nodeCors<Request>(source as never, ...others)
  return function corsMiddleware(context, next) {
    const { request, res } = (context ?? {}) as Partial<typeof context>
    if (typeof request !== 'object' || typeof res?.setHeader !== 'function' || typeof next !== 'function') {
      throw new TypeError(
        `cors of "cors-policy/koa" is for Koa, and was called with ${quote(context)}. ` +
          'On other servers, import cors from "cors-policy", "cors-policy/hono" or "cors-policy/web".',
      )
    }
    return pass(request, res, next)
  }

  async function pass(
    request: Request & CorsRequest,
    response: CorsResponse,
    next: () => Promise<unknown>,
  ): Promise<void> {
    const isEnded = await new Promise<boolean>((resolve, reject) => {
      const onPass = (error?: unknown) => (error === undefined ? resolve(false) : reject(error))
      middleware(request, response, Object.assign(onPass, { [ENDED]: () => resolve(true) }))
    })
    if (!isEnded) await next()
  }
}

export default cors
