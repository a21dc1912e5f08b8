import { checkOptions, chosenPolicy, createPolicy, extendPolicy } from '../config/compile.js'
import { type AnyOptions, byCallback } from '../config/dialects.js'
import { isPlainObject } from '../config/record.js'
import { quote } from '../config/words.js'
import type { AppliedDecision } from '../policy/decision.js'
import { isThenable } from '../policy/origin.js'
import { isPolicy, type Policy } from '../policy/policy.js'
import type { AnyRequest, CorsRequest } from '../policy/request.js'
import {
  type BeforeAsking,
  type Facts,
  publicDecision,
  type Resolution,
  resolveForAdapter,
} from '../policy/resolve.js'
import { isUnchanged, type Snapshot, takeSnapshot } from './snapshot.js'

/** Decides for each request: options or a policy, or a promise of either. */
export type PolicySource<Request = CorsRequest, Rest extends readonly unknown[] = []> = (
  request: Request,
  ...rest: Rest
) => Policy | AnyOptions<Request> | PromiseLike<Policy | AnyOptions<Request>>

/** A policy, or what finds one for each request. @internal */
export type Current = Policy | ((request: never, ...rest: unknown[]) => Policy | Promise<Policy>)

/**
 * The decision of the policy that is in force for this request. Waits only where a function answers with a promise. `rest` is
 * for a function that chooses; `beforeAsking` is called before a function in `origins` is asked.
 *
 * @internal
 */
export function resolveBy<Subject>(
  current: Current,
  request: AnyRequest,
  rest: readonly unknown[] = [],
  beforeAsking?: BeforeAsking<Subject>,
  subject?: Subject,
): Resolution | Promise<Resolution> {
  if (typeof current !== 'function') return resolveForAdapter(current, request, beforeAsking, subject)
  const policy = current(request as never, ...rest)
  return isPolicy(policy)
    ? resolveForAdapter(policy, request, beforeAsking, subject)
    : resolveWhenChosen(policy, request, beforeAsking, subject)
}

async function resolveWhenChosen<Subject>(
  policy: Promise<Policy>,
  request: AnyRequest,
  beforeAsking: BeforeAsking<Subject> | undefined,
  subject: Subject | undefined,
): Promise<Resolution> {
  return resolveForAdapter(await policy, request, beforeAsking, subject)
}

/** Tells `onDecision`; what it throws is the caller's. `warn` is told where its promise fails. @internal */
export function observe({ facts, decision }: Resolution, warn: (error: unknown) => void): void {
  const { onDecision } = facts
  if (onDecision) call(onDecision, facts, decision, warn)
}

function call(
  onDecision: NonNullable<Facts['onDecision']>,
  facts: Facts,
  applied: AppliedDecision,
  warn: (error: unknown) => void,
): void {
  const decision = publicDecision(facts, applied)
  Object.freeze(decision.headers)
  const answer: unknown = onDecision(Object.freeze(decision), facts.request as never)
  // Nobody waits for it, so nobody else would hear of its failure but as an unhandled rejection.
  if (isThenable(answer)) warnOfFailure(answer, warn)
}

async function warnOfFailure(answer: PromiseLike<unknown>, warn: (error: unknown) => void): Promise<void> {
  try {
    await answer
  } catch (error) {
    warn(error)
  }
}

/** @throws CorsConfigError @internal */
export function toCurrent(source: unknown): Current {
  if (typeof source !== 'function') return toPolicy(source)
  // expressjs/cors gives such a function a callback.
  return chooser(source.length > 1 ? byCallback(source as never, isOptions) : (source as never))
}

function isOptions(returned: unknown): boolean {
  return isPlainObject(returned) || isPolicy(returned)
}

/** @throws CorsConfigError @internal */
export function toPolicy(source: unknown): Policy {
  return isPolicy(source) ? source : createPolicy(source as AnyOptions<never>)
}

interface Compiled {
  readonly policy: Policy
  readonly snapshot: Snapshot
}

/**
 * Compiles what the function answers once, however often it answers with the same object. An object that it changes in
 * between, for another tenant say, would be answered with the options of the first.
 *
 * @internal
 */
export function chooser(ask: (request: never, ...rest: never[]) => unknown): Current {
  const compiled = new WeakMap<object, Compiled>()
  const compile = (chosen: unknown): Policy => {
    if (typeof chosen !== 'object' || chosen === null) {
      throw new TypeError(
        `the function given to cors() answered ${quote(chosen)}. Return options or a policy.`,
      )
    }
    const known = compiled.get(chosen)
    if (known === undefined) {
      const policy = chosenPolicy(toPolicy(chosen))
      compiled.set(chosen, { policy, snapshot: isPolicy(chosen) ? undefined : takeSnapshot(chosen) })
      return policy
    }
    if (isUnchanged(chosen, known.snapshot)) return known.policy
    throw new TypeError(
      'the function given to cors() answered with an object that was changed after its first use, when it was compiled. ' +
        'Return a new object for each set of options, or a policy of createPolicy(options) that you keep.',
    )
  }
  return (request, ...rest) => whenAnswered(ask(request, ...(rest as never[])), compile)
}

/**
 * Options over those of what there is.
 *
 * @throws CorsConfigError
 * @internal
 */
export function extend(current: Current, options: AnyOptions<never>): Current {
  if (isPolicy(current)) return extendPolicy(current, options)
  checkOptions(options)
  const extended = new WeakMap<Policy, Policy>()
  const compile = (policy: Policy): Policy => {
    const known = extended.get(policy) ?? chosenPolicy(extendPolicy(policy, options))
    extended.set(policy, known)
    return known
  }
  return (request, ...rest) => whenAnswered(current(request, ...rest), compile)
}

function whenAnswered<Answer, Result>(
  answer: Answer | PromiseLike<Answer>,
  then: (answer: Answer) => Result,
): Result | Promise<Result> {
  return isThenable<Answer>(answer) ? thenLater(answer, then) : then(answer)
}

// `await` settles a thenable once and throws what its `then` throws; calling that would trust it to.
async function thenLater<Answer, Result>(
  answer: PromiseLike<Answer>,
  then: (answer: Answer) => Result,
): Promise<Result> {
  return then(await answer)
}
