import { checkOptions, chosenPolicy, createPolicy, extendPolicy } from '../config/compile.js'
import { byCallback } from '../config/dialects.js'
import { CorsConfigError } from '../config/errors.js'
import { isPlainObject } from '../config/plain-objects.js'
import type { AnyOptions, OneSpelling, OptionName } from '../config/spellings.js'
import { quote } from '../config/words.js'
import { isThenable } from '../policy/origin.js'
import { isPolicy, type Policy } from '../policy/policy.js'
import type { AnyRequest, CorsRequest } from '../policy/request.js'
import { type BeforeAsking, type Resolution, resolveForAdapter } from '../policy/resolve.js'
import { isUnchanged, type Snapshot, takeSnapshot } from './snapshot.js'

/** Returns the options or the policy for a request, or a promise of either. */
export type PolicySource<
  Request = CorsRequest,
  Rest extends readonly unknown[] = [],
  Given extends OptionName = OptionName,
> = (request: Request, ...rest: Rest) => Chosen<Request, Given> | PromiseLike<Chosen<Request, Given>>

type Chosen<Request, Given extends OptionName> = Policy | (AnyOptions<Request> & OneSpelling<Given>)

/** A function as expressjs/cors takes it: it passes the options for the request to the callback. */
export type CorsOptionsDelegate<Request = CorsRequest> = (
  request: Request,
  callback: (error: Error | null, options?: AnyOptions<Request>) => void,
) => void

/**
 * `PolicySource` or `CorsOptionsDelegate` where inference tells a function from options: by `call`, whose type becomes `Chooser`.
 * One signature for both, or TypeScript would not type the parameter of a function that has one.
 */
export interface Choosing<Request, Given extends OptionName, Chooser> {
  (
    ...given: Parameters<CorsOptionsDelegate<Request>>
  ): Answer<Request, Given> | PromiseLike<Answer<Request, Given>>
  readonly call: Chooser | object
}

type Answer<Request, Given extends OptionName> =
  | Chosen<Request, Given>
  | ReturnType<CorsOptionsDelegate<Request>>

/** For middleware that a framework calls with a request, because somebody wrote `app.use(cors)`. @internal */
export const UNCALLED =
  'cors itself is no middleware: call it. Write app.use(cors({ origins: ["https://app.example.com"] })).'

/** A policy, or a function that finds one for each request. @internal */
export type Current = Policy | ((request: never, ...rest: unknown[]) => Policy | Promise<Policy>)

/**
 * The decision of the policy in force for a request; a promise only if a function returns one. `rest` is passed to a function
 * that chooses the policy; `beforeAsking` is called before a function in `origins`.
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

/** @throws CorsConfigError @internal */
export function toCurrent(source: unknown): Current {
  if (typeof source !== 'function') return toPolicy(source)
  // As in expressjs/cors, a function with a second parameter gets a callback.
  return chooser(source.length > 1 ? byCallback(source as never, isOptions) : (source as never))
}

function isOptions(returned: unknown): boolean {
  return isPlainObject(returned) || isPolicy(returned)
}

/** @throws CorsConfigError @internal */
export function toPolicy(source: unknown): Policy {
  return isPolicy(source) ? source : createPolicy(source as AnyOptions<never>)
}

/** A policy without effect: `onDecision` and the diagnostics channel report each allowed request that it would have refused. */
export interface ShadowOptions<Request = CorsRequest> {
  /** Options or a policy, such as a stricter one that is to come. Its own `onDecision` is not called. */
  readonly shadow: AnyOptions<Request> | Policy
}

/** @throws CorsConfigError with paths that begin with `shadow`. @internal */
export function toShadow(given: unknown): Policy {
  if (!isPlainObject(given) || Object.keys(given).join() !== 'shadow') {
    throw new TypeError(
      `cors() takes a shadow policy as its second argument, got ${quote(given)}. Write cors(options, { shadow: stricterOptions }).`,
    )
  }
  try {
    return toPolicy(given.shadow)
  } catch (error) {
    if (!(error instanceof CorsConfigError)) throw error
    throw new CorsConfigError(
      error.issues.map(issue => {
        const separator = issue.path === '' || issue.path.startsWith('[') ? '' : '.'
        return { ...issue, path: `shadow${separator}${issue.path}` }
      }),
    )
  }
}

interface Compiled {
  readonly policy: Policy
  readonly snapshot: Snapshot
}

/**
 * Compiles each object that the function returns once. An object that was changed since, for another tenant say, throws: the
 * compiled policy still has the options of the first.
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
 * Lays options over a policy, or over each policy that a function chooses.
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

// `await` settles a thenable once and catches what its `then` throws; calling `then` here would do neither.
async function thenLater<Answer, Result>(
  answer: PromiseLike<Answer>,
  then: (answer: Answer) => Result,
): Promise<Result> {
  return then(await answer)
}
