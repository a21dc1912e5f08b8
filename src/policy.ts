import type { CorsRequest, FetchRequest } from './decision.js'
import type { AnyOptions } from './dialects.js'
import { CorsConfigError, type CorsConfigIssue, type Report, reporter } from './errors.js'
import type { Literal } from './literals.js'
import { answerNow, NO_ORIGIN, originAllowed } from './origin.js'
import { type Parsed, type ParsedFields, type ParsedResource, parseOptions } from './parse.js'
import { AMBIGUOUS, compileResources, type ResourceFinder } from './resource.js'
import { checkRules, compileRules, type Rules } from './rules.js'

/** Options, checked and compiled; immutable. */
export interface Policy {
  /**
   * Whether pages of this origin may read: for what CORS does not cover, such as a WebSocket upgrade.
   * A missing or malformed origin may not. Where `resources` have options of their own, the origin must
   * be allowed for the path of `request`, or without one for all of them. A function in `origins` is
   * given `request`.
   *
   * @throws TypeError if a function in `origins` answers with a promise: this answer cannot wait.
   */
  readonly allowsOrigin: (origin: string | undefined, request?: CorsRequest | FetchRequest) => boolean
  /** What tells a policy from other objects. */
  readonly [COMPILED]: unknown
}

/** Known to other versions of this package in the same program too. */
const COMPILED: unique symbol = Symbol.for('cors-policy.compiled') as never

const NO_NAMES: readonly string[] = Object.freeze([])

const EVERY_PATH: ParsedResource = { pattern: '*', fields: undefined }

/** What is behind a policy. */
interface Compiled {
  readonly parsed: Parsed
  readonly rules: readonly Rules[]
  readonly find: ResourceFinder<Rules>
  /** For a path that names more than one resource: nobody may read. */
  readonly denial: Rules
  /** By a function for each request. */
  readonly chosen: boolean
}

/**
 * Checks options and compiles them.
 *
 * @throws CorsConfigError with all mistakes at once.
 */
export function createPolicy<
  Request = CorsRequest,
  Text extends string = string,
  Credentials extends boolean = boolean,
  Lone extends string = string,
>(options?: Literal<Request, Text, Credentials, Lone>): Policy {
  // biome-ignore lint/complexity/noArguments: createPolicy() is the default, createPolicy(undefined) a variable that is not set
  return buildPolicy({}, arguments.length === 0 ? {} : options)
}

/** A policy of these options over that policy's. @internal */
export function extendPolicy(policy: Policy, options: AnyOptions<never>): Policy {
  return buildPolicy(compiledOf(policy).parsed, options)
}

/**
 * The same policy where a function chooses it for each request: what that looked at is not known, so no
 * answer counts as the same for all.
 *
 * @internal
 */
export function chosenPolicy(policy: Policy): Policy {
  return compilePolicy(compiledOf(policy).parsed, true, () => {})
}

/** @internal */
export function isPolicy(value: unknown): value is Policy {
  try {
    return typeof value === 'object' && value !== null && Object.hasOwn(value, COMPILED)
  } catch {
    // A proxy that throws is refused where it is read as options.
    return false
  }
}

/** The rules for a request; none: the policy says nothing of its path. @internal */
export function findRules(policy: Policy, request: CorsRequest | FetchRequest): Rules | undefined {
  const { find, denial } = compiledOf(policy)
  const found = find(request)
  return found === AMBIGUOUS ? denial : found
}

/** What holds where no rules apply: who is told, and what the answer still depends on. @internal */
export function outside(policy: Policy): Pick<Rules, 'onDecision' | 'vary' | 'asked'> {
  const { denial, chosen } = compiledOf(policy)
  // Another policy that is chosen for this path may cover it.
  return { onDecision: denial.onDecision, vary: chosen ? denial.vary : NO_NAMES, asked: denial.asked }
}

/** @throws CorsConfigError for options that are wrong whatever they are laid over. @internal */
export function checkOptions(options: unknown): void {
  const issues: CorsConfigIssue[] = []
  parseOptions(options, '', reporter(issues))
  if (issues.length > 0) throw new CorsConfigError(issues)
}

function compiledOf(policy: Policy): Compiled {
  return policy[COMPILED] as Compiled
}

function buildPolicy(base: Parsed, options: unknown): Policy {
  const issues: CorsConfigIssue[] = []
  const report = reporter(issues)
  const parsed: Parsed = merge(base, parseOptions(options, '', report))
  const policy = compilePolicy(parsed, false, (code, path, value, message) => {
    // That `origins` has its default may only follow from a mistake in its name or value, or in the resources that have it.
    const isHidden = issues.some(
      issue => issue.code === 'unknown-option' || /origins?$|resources/i.test(issue.path),
    )
    if (code === 'any-origin-with-credentials' && parsed.origins === undefined && isHidden) return
    report(code, path, value, message)
  })
  if (issues.length > 0) throw new CorsConfigError(issues)
  return policy
}

/** One over the other, without a prototype: what is put on `Object.prototype` is no option. */
function merge<Fields extends object>(under: Fields, over: Fields): Fields {
  return Object.assign(Object.create(null), under, over)
}

function compilePolicy(parsed: Parsed, chosen: boolean, report: Report): Policy {
  const { resources, ...others } = parsed
  const outer: ParsedFields = merge(others, {})
  const compile = (fields: ParsedFields): Rules => {
    checkRules(fields, report)
    return compileRules(fields, chosen)
  }
  let shared: Rules | undefined
  const entries = (resources?.value ?? [EVERY_PATH]).map(({ pattern, fields }) => {
    if (fields) return { pattern, value: compile(merge(outer, fields)) }
    shared ??= compile(outer)
    return { pattern, value: shared }
  })
  const rules = [...new Set(entries.map(entry => entry.value))]
  const find = compileResources(entries)
  // As if chosen: another spelling of the path may be answered by origin, and caches may take both for one.
  const blockDisallowed = { value: rules.some(each => each.blockDisallowed), path: '' }
  const denied = merge(outer, { origins: { value: NO_ORIGIN, path: '' }, blockDisallowed })
  const denial = { ...compileRules(denied, true), ambiguous: true }
  const compiled = { parsed, rules, find, denial, chosen }
  const policy = {
    allowsOrigin: (origin: string | undefined, request?: CorsRequest | FetchRequest) =>
      allowsOrigin(compiled, origin, request),
  }
  // Not enumerable, so that `{ ...policy, origins }` is no policy, but refused.
  Object.defineProperty(policy, COMPILED, {
    __proto__: null,
    value: Object.freeze(compiled),
  } as PropertyDescriptor)
  return Object.freeze(policy) as Policy
}

function allowsOrigin(
  { rules, find }: Compiled,
  origin: string | undefined,
  request?: CorsRequest | FetchRequest,
): boolean {
  if (typeof origin !== 'string') return false
  const found = request ? find(request) : undefined
  const covering = request ? rules.filter(each => each === found) : rules
  return (
    covering.length > 0 &&
    covering.every(({ origins, credentials }) => {
      // As in a response: `null` is never more than anybody.
      if (origin === 'null' && origins.any && credentials) return false
      return answerNow(originAllowed(origins, origin, request))
    })
  )
}
