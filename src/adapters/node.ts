import type { Literal } from '../config/literals.js'
import type { AnyOptions, OneSpelling, OptionName } from '../config/spellings.js'
import { quote } from '../config/words.js'
import { isPolicy, type Policy } from '../policy/policy.js'
import type { AnyRequest, CorsRequest } from '../policy/request.js'
import { type Facts, Resolution } from '../policy/resolve.js'
import type { CorsResponse } from './cors-response.js'
import { isLogged, logDecision, logFailure } from './log.js'
import { guardAsBefore } from './node-guard.js'
import { denyAfterFailure, denyUntilAnswered, denyWhileAsking, denyWhileChoosing } from './node-meanwhile.js'
import { applyDecision } from './node-response.js'
import { observe } from './observe.js'
import {
  type Choosing,
  type Current,
  extend,
  resolveBy,
  type ShadowOptions,
  toCurrent,
  toPolicy,
  toShadow,
  UNCALLED,
} from './policy-source.js'

/** Passes a request on, or an error to the framework's error handling. */
// biome-ignore lint/suspicious/noExplicitAny: Fastify's takes only an `Error`, and would not be assignable if this were `unknown`
export type Next = (error?: any) => void

/** The key of a function on `next` that is called in its place if the response was ended: a promise may wait for either. @internal */
export const ENDED: unique symbol = Symbol('ended')

type EndableNext = Next & { readonly [ENDED]: (() => void) | undefined }

/** Middleware for Node's `http`, `https` and `http2`, for Connect and for Express. */
export interface CorsMiddleware<
  Request = CorsRequest,
  Current extends Policy | undefined = Policy | undefined,
> {
  (request: Request & CorsRequest, response: CorsResponse, next: Next): void
  /** The policy in force; `undefined` if a function chooses one for each request. */
  readonly policy: Current
  /**
   * Returns new middleware with these options laid over its own.
   *
   * @throws CorsConfigError
   */
  readonly with: <Given extends OptionName = OptionName>(
    options: AnyOptions<Request> & OneSpelling<Given>,
  ) => CorsMiddleware<Request, Current>
  /**
   * Replaces the policy, in one step, for all later requests.
   *
   * @throws CorsConfigError, and leaves the policy as it was.
   */
  readonly update: <Given extends OptionName = OptionName>(
    options: (AnyOptions<Request> & OneSpelling<Given>) | Policy,
  ) => void
}

/**
 * Middleware that sets a policy's headers on responses, answers preflights, and passes all other requests on. Use it
 * before everything that may answer or refuse a request: routers, authentication, rate limits.
 *
 * Options are checked once, when you call this. To choose options or a policy for each request, pass a function instead; errors
 * that it throws go to `next`. `shadow` is a stricter policy to try without effect.
 *
 * @throws CorsConfigError that lists all mistakes.
 */
export function cors<
  Request = CorsRequest,
  Text extends string = string,
  Credentials extends boolean = boolean,
  Lone extends string = string,
  Given extends OptionName = OptionName,
  Chooser = never,
>(
  source?: Literal<Request, Text, Credentials, Lone, Given> | Policy | Choosing<Request, Given, Chooser>,
  ...others: readonly [shadow?: ShadowOptions<Request>]
): CorsMiddleware<Request, [Chooser] extends [never] ? Policy : undefined> {
  // A framework passes a response and `next` if somebody wrote `app.use(cors)`.
  const given = others as readonly (Partial<CorsResponse> | Next | undefined)[]
  const response = given.at(0)
  const next = given.at(1)
  if (typeof response === 'object' && response !== null && typeof response.setHeader === 'function') {
    const error = new TypeError(UNCALLED)
    if (typeof next === 'function') return next(error) as never
    throw error
  }
  // NestJS calls `cors(undefined)` for `enableCors()`.
  const current = toCurrent(source === undefined ? {} : source)
  // `map(cors)` passes an index.
  return createMiddleware(current, typeof response === 'object' ? toShadow(response) : undefined) as never
}

function createMiddleware<Request>(initial: Current, shadow: Policy | undefined): CorsMiddleware<Request> {
  let current = initial
  // Checked once, since each look at `DEBUG` costs as much as setting a header.
  const tell = isLogged() ? observeAndLog : observe

  function corsMiddleware(request: Request & CorsRequest, response: CorsResponse, next: Next): void {
    if (response.headersSent) {
      next()
      return
    }
    let resolution: Resolution | Promise<Resolution>
    const isChosen = typeof current === 'function'
    try {
      if (isChosen) denyWhileChoosing(response)
      resolution = resolveBy(current, request, NO_REST, denyWhileAsking, response)
      if (!(resolution instanceof Resolution)) {
        wait(resolution, request, response, next)
        return
      }
    } catch (error) {
      fail(request, response, next, error)
      return
    }
    if (isChosen) finishLater(resolution, response, next, () => guardAsBefore(response))
    else finish(resolution, response, next)
  }

  function wait(
    resolution: Promise<Resolution>,
    request: CorsRequest,
    response: CorsResponse,
    next: Next,
  ): void {
    let undo = () => {}
    resolution.then(
      later => finishLater(later, response, next, undo),
      error => fail(request, response, next, error),
    )
    undo = denyUntilAnswered(response)
  }

  /** A function was asked, and something may have sent the response. `undo`: for a policy that does not cover the path. */
  function finishLater(resolution: Resolution, response: CorsResponse, next: Next, undo: () => void): void {
    const isSent = response.headersSent
    if (!isSent && resolution.decision.rules === undefined) undo()
    finish(resolution, response, next, isSent)
  }

  function finish(resolution: Resolution, response: CorsResponse, next: Next, isSent = false): void {
    const { facts, decision } = resolution
    let ended = false
    try {
      tell(resolution, warn, shadow)
      if (!isSent) ended = applyDecision(response, decision) === 'ended'
    } catch (error) {
      fail(facts.request, response, next, error, facts)
      return
    }
    if (!ended) next()
    else (next as EndableNext)[ENDED]?.()
  }

  Object.defineProperty(corsMiddleware, 'policy', {
    __proto__: null,
    get: () => (isPolicy(current) ? current : undefined),
  } as PropertyDescriptor)
  return Object.assign(corsMiddleware, {
    with: (options: AnyOptions<Request>) => createMiddleware<Request>(extend(current, options), shadow),
    update: (options: AnyOptions<Request> | Policy) => {
      current = toPolicy(options)
    },
  }) as unknown as CorsMiddleware<Request>
}

function warn(error: unknown): void {
  try {
    // `emitWarning` throws for values that are neither an error nor text.
    process.emitWarning(error instanceof Error ? error : quote(error), 'CorsPolicyWarning')
  } catch {
    // An object that only inherits from Error may throw too, and nothing else would catch that.
  }
}

const NO_REST: readonly unknown[] = []

function fail(request: AnyRequest, response: CorsResponse, next: Next, error: unknown, facts?: Facts): void {
  denyAfterFailure(response, facts)
  logFailure(request, error)
  // Fastify calls what it takes for a plugin with its instance.
  if (typeof (request as Partial<AnyRequest> | undefined)?.headers !== 'object')
    next(new TypeError(NO_REQUEST))
  else next(isError(error) ? error : new Error(`a function given to cors() failed with ${quote(error)}`))
}

const NO_REQUEST =
  'cors(options) of "cors-policy" is middleware, and was called without a request. For Fastify, ' +
  'import corsPlugin from "cors-policy/fastify" and write await app.register(corsPlugin, options).'

/** Express goes on for other values: for falsy ones as if nothing had failed, and for `'route'` and `'router'` further on. */
function isError(thrown: unknown): boolean {
  return thrown !== null && (typeof thrown === 'object' || typeof thrown === 'function')
}

function observeAndLog(resolution: Resolution, warn: (error: unknown) => void, shadow?: Policy): void {
  observe(resolution, warn, shadow)
  logDecision(resolution)
}
