import createDebug from 'debug'
import { type CorsRequest, type Decision, type FetchRequest, fullUrl } from './decision.js'
import type { AnyOptions } from './dialects.js'
import { quote } from './errors.js'
import { type Facts, header } from './facts.js'
import type { Literal } from './literals.js'
import { isPolicy, type Policy } from './policy.js'
import { exactDecision } from './resolve.js'
import { applyRuling, type CorsResponse, withhold } from './response.js'
import {
  type Current,
  extend,
  Judged,
  judge,
  observe,
  type PolicySource,
  toCurrent,
  toPolicy,
} from './source.js'

/** What passes a request on, or with an error to the framework's error handling. */
export type Next = (error?: unknown) => void

/** Middleware for Node's `http`, `https` and `http2`, for Connect and for Express. */
export interface CorsMiddleware<Request = CorsRequest> {
  (request: Request & CorsRequest, response: CorsResponse, next: Next): void
  /** The policy in force; `undefined` where a function chooses one for each request. */
  readonly policy: Policy | undefined
  /**
   * New middleware, whose options are these over those of this one.
   *
   * @throws CorsConfigError
   */
  readonly with: (options: AnyOptions<Request>) => CorsMiddleware<Request>
  /**
   * Puts another policy in force, in one step, for the requests to come.
   *
   * @throws CorsConfigError, and leaves the policy as it was.
   */
  readonly update: (options: AnyOptions<Request> | Policy) => void
}

/**
 * Middleware that makes responses say what a policy does, answers preflights, and passes all else on. Use it
 * before everything that may answer or refuse a request: routers, authentication, rate limits.
 *
 * Options are checked here, once; a function is asked for options, or a policy, at each request. What a
 * function throws goes to `next`.
 *
 * @throws CorsConfigError with all mistakes at once.
 */
export function cors<
  Request = CorsRequest,
  Text extends string = string,
  Credentials extends boolean = boolean,
  Lone extends string = string,
>(
  source?: Literal<Request, Text, Credentials, Lone> | Policy | PolicySource<Request>,
  // What a framework passes besides a request where someone wrote `app.use(cors)`.
  ...uncalled: never[]
): CorsMiddleware<Request> {
  const [response, next] = uncalled as readonly (Partial<CorsResponse> | Next | undefined)[]
  if (typeof response === 'object' && typeof response.setHeader === 'function') {
    const error = new TypeError(
      'cors itself is no middleware: call it. Write app.use(cors({ origins: ["https://app.example.com"] })).',
    )
    if (typeof next === 'function') return next(error) as never
    throw error
  }
  // biome-ignore lint/complexity/noArguments: cors() is the default, cors(undefined) a variable that is not set
  return createMiddleware(toCurrent(arguments.length === 0 ? {} : source))
}

function createMiddleware<Request>(initial: Current): CorsMiddleware<Request> {
  let current = initial
  // Asked here, since each look costs as much as a header.
  const tell = log.enabled ? observeAndLog : observe

  function corsMiddleware(request: Request & CorsRequest, response: CorsResponse, next: Next): void {
    if (response.headersSent) {
      next()
      return
    }
    let judged: Judged | Promise<Judged>
    try {
      judged = judge(current, request)
      if (!(judged instanceof Judged)) {
        wait(judged, request, response, next)
        return
      }
    } catch (error) {
      fail(request, response, next, error)
      return
    }
    finish(judged, response, next, false)
  }

  function wait(judged: Promise<Judged>, request: CorsRequest, response: CorsResponse, next: Next): void {
    let putBack = () => {}
    judged.then(
      later => {
        // Another answer may have gone out by now.
        const isSent = response.headersSent
        if (!isSent && later.ruling.reason === 'no-resource') putBack()
        finish(later, response, next, isSent)
      },
      error => fail(request, response, next, error),
    )
    // Whatever answers in the meantime, a time-out say, has not been allowed anything.
    putBack = hold(response)
  }

  function finish(judged: Judged, response: CorsResponse, next: Next, isSent: boolean): void {
    const { facts, ruling } = judged
    let ended = false
    try {
      tell(judged, warn)
      if (!isSent) {
        ended = applyRuling(response, ruling, facts.rules?.interceptExceptions ?? true) === 'ended'
      }
    } catch (error) {
      fail(facts.request, response, next, error)
      return
    }
    if (!ended) next()
  }

  Object.defineProperty(corsMiddleware, 'policy', { get: () => (isPolicy(current) ? current : undefined) })
  return Object.assign(corsMiddleware, {
    with: (options: AnyOptions<Request>) => createMiddleware<Request>(extend(current, options)),
    update: (options: AnyOptions<Request> | Policy) => {
      current = toPolicy(options)
    },
  }) as CorsMiddleware<Request>
}

function warn(error: unknown): void {
  try {
    // What is neither an error nor text makes this throw.
    process.emitWarning(error instanceof Error ? error : quote(error), 'CorsPolicyWarning')
  } catch {
    // So may what poses as an error, and nobody else would catch it.
  }
}

function fail(request: CorsRequest | FetchRequest, response: CorsResponse, next: Next, error: unknown): void {
  // No policy has allowed anything.
  hold(response)
  try {
    log('%s', describeFailure(request, error))
  } catch {
    // What was thrown may be anything, and a stand-in for a request may lack what it takes.
  }
  // `next(undefined)` would go on as if nothing had happened.
  next(error ?? new Error(`a function given to cors() failed with ${error}`))
}

/** Nothing where it has gone out, or where a stand-in for a response lacks what it takes: others will say so. */
function hold(response: CorsResponse): () => void {
  try {
    if (!response.headersSent) return withhold(response)
  } catch {}
  return () => {}
}

const log: createDebug.Debugger = createDebug('cors-policy')

function observeAndLog(judged: Judged, warn: (error: unknown) => void): void {
  observe(judged, warn)
  const { facts, ruling } = judged
  log('%s', describe(facts, exactDecision(facts, ruling), ruling.status))
}

function describe(
  { request, origin, method }: Facts,
  { kind, allowed, reason }: Decision,
  status: number | undefined,
): string {
  return [
    `${kind} ${describeRequest(request, origin)}`,
    ...(method === undefined ? [] : [`asks for ${shown(method)}`]),
    `-> ${allowed ? 'allowed' : 'denied'}: ${reason}${status === undefined ? '' : `, answered ${status}`}`,
  ].join(' ')
}

function describeFailure(request: Facts['request'], error: unknown): string {
  const message = error instanceof Error ? error.message : quote(error)
  return `${describeRequest(request, header(request.headers, 'origin'))} -> failed: ${shown(message)}`
}

function describeRequest(request: Facts['request'], origin: string | undefined): string {
  const path = fullUrl(request).replace(/\?.*/s, '')
  return `${shown(request.method ?? '')} ${shown(path)} from ${origin === undefined ? 'no origin' : shown(origin)}`
}

/** What a client sent: on one line, not too long, and nothing that a terminal obeys. */
function shown(value: string): string {
  const cut = value.length > 100 ? `${value.slice(0, 100)}...` : value
  if (/^[\w/.:*-]+$/.test(cut)) return cut
  return JSON.stringify(cut).replaceAll(
    /[^\x20-\x7e]/g,
    c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
