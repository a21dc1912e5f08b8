import { isThenable, type OriginTest, originAllowed } from '../policy/origin.js'
import { type AcceptedRisks, reportRisks } from './accepted-risks.js'
import { CorsConfigError, type CorsConfigIssue, type ReportIssue, reporter } from './errors.js'
import { itemsOf } from './lists.js'
import type { CorsOptions, OriginFunction } from './options.js'
import { compileOrigins, type ParsedOrigins, WRITTEN_AS_TRUE } from './origins.js'
import { quote } from './words.js'

/** What other libraries call our options. The comments are the documentation of `ExpressOptions` and `FlaskOptions`. */
const DIALECTS = {
  express: {
    /** `origins`; `true`: any, `false`: none, or a function with a callback. */
    origin: 'origins',
    /** `allowHeaders`. */
    allowedHeaders: 'allowHeaders',
    /** `allowHeaders`: expressjs/cors takes this name too. */
    headers: 'allowHeaders',
    /** `exposeHeaders`. */
    exposedHeaders: 'exposeHeaders',
    /** The opposite of `automaticOptions`. */
    preflightContinue: 'automaticOptions',
    /** `preflightStatus`. */
    optionsSuccessStatus: 'preflightStatus',
  },
  flask: {
    /** `allowHeaders`. */
    allow_headers: 'allowHeaders',
    /** `exposeHeaders`. */
    expose_headers: 'exposeHeaders',
    /** `credentials`. */
    supports_credentials: 'credentials',
    /** `maxAge`. */
    max_age: 'maxAge',
    /** `sendWildcard`. */
    send_wildcard: 'sendWildcard',
    /** `alwaysSend`. */
    always_send: 'alwaysSend',
    /** `vary`. */
    vary_header: 'vary',
    /** `automaticOptions`. */
    automatic_options: 'automaticOptions',
    /** `interceptExceptions`. */
    intercept_exceptions: 'interceptExceptions',
  },
} as const satisfies { readonly [dialect: string]: { readonly [name: string]: keyof CorsOptions } }

/** Spellings whose values are not ours either. */
const CONVERSIONS: ReadonlyMap<string, (value: unknown) => unknown> = new Map([
  ['origin', expressOrigin],
  ['preflightContinue', (value: unknown) => (typeof value === 'boolean' ? !value : value)],
])

/** Another library's name for one of our options. */
interface Spelling {
  readonly option: keyof CorsOptions
  readonly convert: ((value: unknown) => unknown) | undefined
}

/** @internal */
export const SPELLINGS: ReadonlyMap<string, Spelling> = new Map(
  Object.values(DIALECTS)
    .flatMap(names => Object.entries(names))
    .map(({ 0: name, 1: option }) => [name, { option, convert: CONVERSIONS.get(name) }]),
)

/** expressjs/cors' `origin`: `true` allows any, `false` none; functions answer by callback. */
export type ExpressOrigin =
  | boolean
  | RegExp
  | string
  | readonly (boolean | string | RegExp)[]
  | ReadonlySet<string | RegExp>
  | ExpressOriginFunction

/** A function as expressjs/cors' `origin`: it passes its answer for the request's origin to the callback. */
export type ExpressOriginFunction = (
  origin: string | undefined,
  callback: (
    error: Error | null | undefined,
    allow?: boolean | string | RegExp | readonly (boolean | string | RegExp)[],
  ) => void,
) => unknown

/** expressjs/cors' spelling of the options, without `headers`, which its types do not have either. */
export interface ExpressOptions<Request> extends Respelt<Request, Omit<Dialects['express'], 'headers'>> {}

/** Flask-CORS' spelling of the options. */
export interface FlaskOptions<Request> extends Respelt<Request, Dialects['flask']> {}

/** Options in any spelling: ours, expressjs/cors' or Flask-CORS'. Two spellings of one option are a mistake. */
export interface AnyOptions<Request>
  extends CorsOptions<Request>,
    Spelt<Request, Dialects['express']>,
    Spelt<Request, Dialects['flask']> {}

type Dialects = typeof DIALECTS

type Names<Dialect> = { readonly [Name in keyof Dialect]: keyof CorsOptions }

type Spelt<Request, Dialect extends Names<Dialect>> = {
  readonly [Name in keyof Dialect]?: Name extends 'origin'
    ? ExpressOrigin
    : CorsOptions<Request>[Dialect[Name]]
}

/** Our options, with the names of a dialect in place of ours. */
type Respelt<Request, Dialect extends Names<Dialect>> = Omit<CorsOptions<Request>, Dialect[keyof Dialect]> &
  Spelt<Request, Dialect>

/** The name of an option in any spelling. */
export type OptionName = keyof AnyOptions<unknown>

/** Our name for an option. */
type OwnName<Name> = Name extends keyof Dialects['express']
  ? Dialects['express'][Name]
  : Name extends keyof Dialects['flask']
    ? Dialects['flask'][Name]
    : Name

/**
 * Options with no two spellings of one option. `Given` is inferred as the names of an object, or is every name if they are not
 * known; then the spellings are checked when the policy is made. With `onDecision`, which has one spelling, the type is never `{}`,
 * which would take anything.
 */
export type OneSpelling<Given extends OptionName> = {
  readonly [Name in Given | 'onDecision']?: OptionName extends Given
    ? unknown
    : OwnName<Name> extends OwnName<Exclude<Given, Name>>
      ? never
      : unknown
}

function expressOrigin(value: unknown): unknown {
  if (value === true) return WRITTEN_AS_TRUE
  if (value === false) return []
  return typeof value === 'function' ? originByCallback(value as ExpressOriginFunction) : value
}

function originByCallback(ask: ExpressOriginFunction): OriginFunction {
  const test = callbackTest(ask, () => {})
  strictTests.set(test, accepted =>
    callbackTest(ask, (allow, { set, faulty }, report) => {
      // `*` would have to be sent as this origin, which the function did not name.
      if (set.any)
        report('invalid-type', 'origin()', allow, 'a callback answers for one origin. Answer true or false.')
      reportRisks(faulty(), accepted, report)
    }),
  )
  return test
}

/** What to ask instead beside credentials, where the entries that a callback answers are checked as written ones are. */
const strictTests = new WeakMap<object, (accepted: AcceptedRisks | undefined) => OriginFunction>()

/** The functions of `origins` as they are asked beside credentials. @internal */
export function testsBesideCredentials(
  tests: readonly OriginTest[],
  accepted: AcceptedRisks | undefined,
): readonly OriginTest[] {
  return tests.map(test => strictTests.get(test)?.(accepted) ?? test)
}

type CallbackAnswer = Parameters<Parameters<ExpressOriginFunction>[1]>[1]

function callbackTest(
  ask: ExpressOriginFunction,
  check: (allow: CallbackAnswer, parsed: ParsedOrigins, report: ReportIssue) => void,
): OriginFunction {
  // An arrow function may return what `emitter.emit(…)` returns, `true`, so only a promise of a boolean is an answer.
  const answer = byCallback(ask, (returned, later) => later && typeof returned === 'boolean')
  const allows = (allow: CallbackAnswer, origin: string) => {
    if (typeof allow === 'boolean') return allow
    const issues: CorsConfigIssue[] = []
    const report = reporter(issues)
    const parsed = compileOrigins(present(allow), 'origin()', report)
    check(allow, parsed, report)
    if (issues.length > 0) throw new CorsConfigError(issues)
    return originAllowed(parsed.set, origin, undefined)
  }
  const allowsLater = async (allow: PromiseLike<CallbackAnswer>, origin: string) =>
    allows(await allow, origin)
  return origin => {
    const allow = answer(origin)
    return isThenable<CallbackAnswer>(allow) ? allowsLater(allow, origin) : allows(allow, origin)
  }
}

/** Leaves out the empty entries of an answer: a variable that is not set names nobody. */
function present(allow: unknown): unknown {
  const isPresent = (item: unknown) => item !== undefined && item !== null && item !== '' && item !== false
  if (Array.isArray(allow)) return itemsOf(allow).filter(isPresent)
  return isPresent(allow) ? allow : []
}

/**
 * Turns a function that answers by callback into one that returns its answer, or a promise if it does not answer at once. The
 * first answer counts. A function that declares the callback may return anything, such as the result of its last call: that is
 * an answer only if `isAnswer` says so.
 *
 * @internal
 */
export function byCallback<Argument, Answer>(
  ask: (argument: Argument, callback: (error: Error | null | undefined, answer?: Answer) => void) => unknown,
  isAnswer: (returned: unknown, later: boolean) => boolean,
): (argument: Argument) => Answer | Promise<Answer> {
  return argument => {
    let first: (() => Answer) | undefined
    let wake = () => {}
    const settle = (outcome: () => Answer) => {
      first ??= outcome
      wake()
    }
    const fail = (error: unknown) =>
      settle(() => {
        throw error
      })
    const call = () => {
      try {
        return ask(argument, (error, answer) => (error ? fail(error) : settle(() => answer as Answer)))
      } catch (error) {
        return fail(error)
      }
    }
    const returned: unknown = call()
    const isLater = isThenable(returned)
    const take = (answer: unknown) => {
      if (ask.length > 1 && !isAnswer(answer, isLater)) return
      if (answer === undefined)
        fail(new TypeError(`${quote(ask)} neither takes a callback nor returns an answer`))
      else settle(() => answer as Answer)
    }
    // A function that returns nothing may still call back before its promises settle.
    if (isLater || returned === undefined) takeLater(returned, take).catch(fail)
    else take(returned)
    const outcome = first as (() => Answer) | undefined
    if (outcome !== undefined) return outcome()
    return new Promise((resolve, reject) => {
      wake = () => {
        try {
          resolve((first as () => Answer)())
        } catch (error) {
          reject(error)
        }
      }
    })
  }
}

async function takeLater(answer: unknown, take: (answer: unknown) => void): Promise<void> {
  take(await answer)
}
