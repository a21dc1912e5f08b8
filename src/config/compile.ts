import { NO_ORIGIN } from '../policy/origin.js'
import { compiledOf, makePolicy, type Policy, type Rules } from '../policy/policy.js'
import type { CorsRequest } from '../policy/request.js'
import { compileResources } from '../policy/resource.js'
import { CorsConfigError, type CorsConfigIssue, type ReportIssue, reporter } from './errors.js'
import type { Literal } from './literals.js'
import { type Parsed, type ParsedFields, type ParsedResource, parseOptions } from './parse.js'
import { checkRules, compileRules } from './rules.js'
import type { AnyOptions, OptionName } from './spellings.js'

const WHOLE_SITE: ParsedResource = { pattern: '*', fields: undefined }
const NOBODY = { value: { set: NO_ORIGIN, faulty: () => [], byTrue: false }, path: '' }

/**
 * Checks options and compiles them.
 *
 * @throws CorsConfigError that lists all mistakes.
 */
export function createPolicy<
  Request = CorsRequest,
  Text extends string = string,
  Credentials extends boolean = boolean,
  Lone extends string = string,
  Given extends OptionName = OptionName,
  // Unused, but `cors` has it: TypeScript calls either of two functions only if they have the same type parameters.
  _Chooser = never,
>(options?: Literal<Request, Text, Credentials, Lone, Given>): Policy {
  // biome-ignore lint/complexity/noArguments: createPolicy() means the defaults, createPolicy(undefined) an unset variable
  return buildPolicy({}, arguments.length === 0 ? {} : options)
}

/** Lays options over those of a policy. @internal */
export function extendPolicy(policy: Policy, options: AnyOptions<never>): Policy {
  return buildPolicy(parsedOf(policy), options)
}

/**
 * Compiles a policy again for a function that chooses one for each request. Nobody knows what that function looks at, so no
 * answer counts as static.
 *
 * @internal
 */
export function chosenPolicy(policy: Policy): Policy {
  return compilePolicy(parsedOf(policy), true, () => {})
}

/** @throws CorsConfigError for options that are wrong over any policy. @internal */
export function checkOptions(options: unknown): void {
  const issues: CorsConfigIssue[] = []
  parseOptions(options, '', reporter(issues))
  if (issues.length > 0) throw new CorsConfigError(issues)
}

/** Only this file fills `parsed`, so its type is known. */
function parsedOf(policy: Policy): Parsed {
  return compiledOf(policy).parsed as Parsed
}

function buildPolicy(base: Parsed, options: unknown): Policy {
  const issues: CorsConfigIssue[] = []
  const report = reporter(issues)
  const parsed: Parsed = overlay(base, parseOptions(options, '', report))
  const policy = compilePolicy(parsed, false, (code, path, value, message) => {
    // `origins` may have its default only because its name, its value, or a resource that has it was refused.
    const isHidden = issues.some(
      issue => issue.code === 'unknown-option' || /origins?$|resources/i.test(issue.path),
    )
    if (code === 'any-origin-with-credentials' && parsed.origins === undefined && isHidden) return
    report(code, path, value, message)
  })
  if (issues.length > 0) throw new CorsConfigError(issues)
  return policy
}

/** The result has no prototype, so nothing on `Object.prototype` becomes an option. */
function overlay<Fields extends object>(under: Fields, over: Fields): Fields {
  return Object.assign(Object.create(null), under, over)
}

function compilePolicy(parsed: Parsed, chosen: boolean, report: ReportIssue): Policy {
  const { resources, ...others } = parsed
  const outer: ParsedFields = overlay(others, {})
  const compile = (fields: ParsedFields): Rules => {
    checkRules(fields, report)
    return compileRules(fields, chosen)
  }
  let shared: Rules | undefined
  const entries = (resources?.value ?? [WHOLE_SITE]).map(({ pattern, fields }) => {
    if (fields) {
      const merged = overlay(outer, fields)
      return { pattern, rules: compile(merged), places: placesOf(merged) }
    }
    shared ??= compile(outer)
    return { pattern, rules: shared, places: placesOf(outer) }
  })
  // Compiled as chosen: a cache may take this path and another spelling of it, whose answer varies, for the same.
  const blockDisallowed = { value: entries.some(({ rules }) => rules.blockDisallowed), path: '' }
  const denied = overlay(outer, { origins: NOBODY, blockDisallowed })
  const denial = { ...compileRules(denied, true), ambiguous: true }
  return makePolicy({ parsed, entries, find: compileResources(entries), denial, chosen })
}

function placesOf(fields: ParsedFields): ReadonlyMap<string, string> {
  return new Map(Object.entries(fields).map(({ 0: name, 1: { path } }) => [name, path]))
}
