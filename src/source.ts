import type { CorsRequest, FetchRequest, Ruling } from './decision.js'
import { type AnyOptions, byCallback } from './dialects.js'
import { quote } from './errors.js'
import { type Facts, readRequest } from './facts.js'
import { isThenable } from './origin.js'
import { checkOptions, chosenPolicy, createPolicy, extendPolicy, isPolicy, type Policy } from './policy.js'
import { isPlainObject } from './record.js'
import { askOrigin, decide, exactDecision } from './resolve.js'
import { isUnchanged, type Snapshot, takeSnapshot } from './snapshot.js'

/** Decides for each request: options or a policy, or a promise of either. */
export type PolicySource<Request = CorsRequest, Rest extends readonly unknown[] = []> = (
  request: Request,
  ...rest: Rest
) => Policy | AnyOptions<Request> | PromiseLike<Policy | AnyOptions<Request>>

/** A policy, or what finds one for each request. @internal */
export type Current = Policy | ((request: never, ...rest: unknown[]) => Policy | Promise<Policy>)

/**
 * A ruling, and the facts that it was made from. A class, so that it is told from a promise of one whatever a program
 * has put in place of `Promise` (zone.js, bluebird).
 *
 * @internal
 */
export class Judged {
  readonly facts: Facts
  readonly ruling: Ruling

  constructor(facts: Facts, ruling: Ruling) {
    this.facts = facts
    this.ruling = ruling
  }
}

/**
 * Waits only where a function answers with a promise. `rest` is for a function that chooses. `beforeAsking` is called where
 * a function in `origins` may be asked, since an answer may go out before that answers, or it may fail.
 *
 * @internal
 */
export function judge<Subject>(
  current: Current,
  request: CorsRequest | FetchRequest,
  rest: readonly unknown[] = [],
  beforeAsking?: BeforeAsking<Subject>,
  subject?: Subject,
): Judged | Promise<Judged> {
  if (typeof current !== 'function') return judgeBy(current, request, beforeAsking, subject)
  const policy = current(request as never, ...rest)
  return isPolicy(policy)
    ? judgeBy(policy, request, beforeAsking, subject)
    : judgeWhenChosen(policy, request, beforeAsking, subject)
}

async function judgeWhenChosen<Subject>(
  policy: Promise<Policy>,
  request: CorsRequest | FetchRequest,
  beforeAsking: BeforeAsking<Subject> | undefined,
  subject: Subject | undefined,
): Promise<Judged> {
  return judgeBy(await policy, request, beforeAsking, subject)
}

/** Takes its subject as an argument, so that a request needs no function of its own. */
type BeforeAsking<Subject> = (subject: Subject, facts: Facts) => void

function judgeBy<Subject>(
  policy: Policy,
  request: CorsRequest | FetchRequest,
  beforeAsking: BeforeAsking<Subject> | undefined,
  subject: Subject | undefined,
): Judged | Promise<Judged> {
  const facts = readRequest(policy, request)
  if (beforeAsking !== undefined && mayAsk(facts)) beforeAsking(subject as Subject, facts)
  const allowed = askOrigin(facts)
  return typeof allowed === 'boolean' ? new Judged(facts, decide(facts, allowed)) : judgeLater(facts, allowed)
}

function mayAsk({ rules, origin }: Facts): boolean {
  return rules !== undefined && origin !== undefined && rules.origins.functions.length > 0
}

async function judgeLater(facts: Facts, allowed: Promise<boolean>): Promise<Judged> {
  return new Judged(facts, decide(facts, await allowed))
}

/** Tells `onDecision`; what it throws is the caller's. `warn` is told where its promise fails. @internal */
export function observe(judged: Judged, warn: (error: unknown) => void): void {
  const { onDecision } = judged.facts
  if (onDecision) call(onDecision, judged, warn)
}

function call(
  onDecision: NonNullable<Facts['onDecision']>,
  { facts, ruling }: Judged,
  warn: (error: unknown) => void,
): void {
  const decision = exactDecision(facts, ruling)
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
