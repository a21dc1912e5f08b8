import { isThenable, type OriginTest, originAllowed } from '../policy/origin.js'
import { type AcceptedRisks, reportRisks } from './accepted-risks.js'
import { CorsConfigError, type CorsConfigIssue, type ReportIssue, reporter } from './errors.js'
import { itemsOf } from './lists.js'
import type { OriginFunction, OwnOptions } from './options.js'
import { compileOrigins, type ParsedOrigins, WRITTEN_AS_TRUE } from './origins.js'
import { DIALECTS, type ExpressOriginFunction } from './spellings.js'
import { quote } from './words.js'

/** Spellings whose values are not ours either. */
const CONVERSIONS: ReadonlyMap<string, (value: unknown) => unknown> = new Map([
  ['origin', expressOrigin],
  ['preflightContinue', (value: unknown) => (typeof value === 'boolean' ? !value : value)],
])

/** Another library's name for one of our options. */
interface Spelling {
  readonly option: keyof OwnOptions
  readonly convert: ((value: unknown) => unknown) | undefined
}

/** @internal */
export const SPELLINGS: ReadonlyMap<string, Spelling> = new Map(
  Object.values(DIALECTS)
    .flatMap(names => Object.entries(names))
    .map(({ 0: name, 1: option }) => [name, { option, convert: CONVERSIONS.get(name) }]),
)

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

/** Used with credentials in place of a callback's plain test: entries that the callback returns are checked like those in the options. */
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
