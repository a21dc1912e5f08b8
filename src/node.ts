import createDebug from 'debug'
import type { CorsRequest, Decision } from './decision.js'
import { type AnyOptions, byCallback } from './dialects.js'
import { quote } from './errors.js'
import { isThenable } from './origin.js'
import { checkOptions, chosenPolicy, createPolicy, extendPolicy, isPolicy, type Policy } from './policy.js'
import { askOrigin, decide, type Facts, readRequest } from './resolve.js'
import { applyDecision, type CorsResponse } from './response.js'

export type Next = (error?: unknown) => void

/** Decides for each request: options or a policy, or a promise of either. */
export type PolicySource<Request = CorsRequest> = (
  request: Request,
) => Policy | AnyOptions<Request> | PromiseLike<Policy | AnyOptions<Request>>

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
export function cors<Request = CorsRequest>(
  source: AnyOptions<Request> | Policy | PolicySource<Request> = {},
): CorsMiddleware<Request> {
  return createMiddleware(typeof source === 'function' ? chooser(source) : asPolicy(source))
}

type Chooser = (request: never) => Policy | Promise<Policy>

function createMiddleware<Request>(initial: Policy | Chooser): CorsMiddleware<Request> {
  let current = initial
  function corsMiddleware(request: Request & CorsRequest, response: CorsResponse, next: Next): void {
    if (response.headersSent) {
      next()
      return
    }
    let judged: Judged | Promise<Judged>
    try {
      judged = judge(current, request)
    } catch (error) {
      fail(next, error)
      return
    }
    if (judged instanceof Promise) {
      judged.then(
        later => finish(later, response, next),
        error => fail(next, error),
      )
    } else finish(judged, response, next)
  }
  Object.defineProperty(corsMiddleware, 'policy', { get: () => (isPolicy(current) ? current : undefined) })
  return Object.assign(corsMiddleware, {
    with: (options: AnyOptions<Request>) => createMiddleware<Request>(extend(current, options)),
    update: (options: AnyOptions<Request> | Policy) => {
      // Unlike cors(), it has no default: nothing given is something forgotten, not everyone allowed.
      if (options === undefined) throw new TypeError('update() was given undefined. Is a variable not set?')
      current = asPolicy(options)
    },
  }) as CorsMiddleware<Request>
}

interface Judged {
  readonly facts: Facts
  readonly decision: Decision
}

function judge(current: Policy | Chooser, request: CorsRequest): Judged | Promise<Judged> {
  const policy = typeof current === 'function' ? current(request as never) : current
  if (policy instanceof Promise) return policy.then(later => judge(later, request))
  const facts = readRequest(policy, request)
  const allowed = askOrigin(facts)
  return typeof allowed === 'boolean'
    ? { facts, decision: decide(facts, allowed) }
    : allowed.then(later => ({ facts, decision: decide(facts, later) }))
}

function finish({ facts, decision }: Judged, response: CorsResponse, next: Next): void {
  let ended = false
  try {
    observe(facts, decision)
    // Another answer may have gone out while a function was thinking.
    if (!response.headersSent && decision.reason !== 'no-resource') {
      ended = applyDecision(response, decision, facts.rules?.interceptExceptions ?? true) === 'ended'
    }
  } catch (error) {
    fail(next, error)
    return
  }
  if (!ended) next()
}

/** `next(undefined)` would go on as if nothing had happened. */
function fail(next: Next, error: unknown): void {
  next(error ?? new Error(`a function given to cors() failed with ${error}`))
}

const log: createDebug.Debugger = createDebug('cors-policy')

function observe(facts: Facts, decision: Decision): void {
  const { onDecision, request } = facts
  if (onDecision) {
    Object.freeze(decision.headers)
    const answer: unknown = onDecision(Object.freeze(decision), request as never)
    // Nobody waits for it, so nobody else would hear of its failure but as an unhandled rejection.
    if (answer instanceof Promise) answer.catch(error => process.emitWarning(error, 'CorsPolicyWarning'))
  }
  if (log.enabled) log('%s', describe(facts, decision))
}

function describe({ request, origin, method }: Facts, { kind, allowed, reason, status }: Decision): string {
  const path = (request.originalUrl ?? request.url ?? '').replace(/\?.*$/s, '')
  return [
    `${kind} ${shown(request.method ?? '')} ${shown(path)} from ${origin === undefined ? 'no origin' : shown(origin)}`,
    ...(method === undefined ? [] : [`asks for ${shown(method)}`]),
    `-> ${allowed ? 'allowed' : 'denied'}: ${reason}${status === undefined ? '' : `, answered ${status}`}`,
  ].join(' ')
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

function asPolicy(source: AnyOptions<never> | Policy): Policy {
  return isPolicy(source) ? source : createPolicy(source)
}

/** Compiles what the function answers once, however often it answers with the same object. */
function chooser<Request>(source: PolicySource<Request>): Chooser {
  const compiled = new WeakMap<object, Policy>()
  const compile = (chosen: unknown): Policy => {
    if (typeof chosen !== 'object' || chosen === null) {
      throw new TypeError(
        `the function given to cors() answered ${quote(chosen)}. Return options or a policy.`,
      )
    }
    const policy = compiled.get(chosen) ?? chosenPolicy(asPolicy(chosen))
    compiled.set(chosen, policy)
    return policy
  }
  // expressjs/cors gives such a function a callback.
  const ask: (request: Request) => unknown = source.length > 1 ? byCallback(source) : source
  return request => whenAnswered(ask(request), compile)
}

function extend(current: Policy | Chooser, options: AnyOptions<never>): Policy | Chooser {
  if (isPolicy(current)) return extendPolicy(current, options)
  checkOptions(options)
  const extended = new WeakMap<Policy, Policy>()
  const compile = (policy: Policy): Policy => {
    const known = extended.get(policy) ?? chosenPolicy(extendPolicy(policy, options))
    extended.set(policy, known)
    return known
  }
  return request => whenAnswered(current(request), compile)
}

function whenAnswered<Answer, Result>(
  answer: Answer | PromiseLike<Answer>,
  then: (answer: Answer) => Result,
): Result | Promise<Result> {
  return isThenable<Answer>(answer) ? Promise.resolve(answer).then(then) : then(answer)
}
