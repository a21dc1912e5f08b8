import { CORS_HEADERS, TIMING_ALLOW_ORIGIN } from '../protocol.js'
import type { Answer } from './answers.js'
import type { DescribedRules, Description } from './description.js'

/** The name that stands for rules in configurations. @internal */
export function nameOf(index: number): string {
  return `rules${index}`
}

/** Stands there for paths that the policy does not cover. @internal */
export const UNCOVERED = 'uncovered'

/** The name of the kind of requests that an answer is for: `none`, `actual listed`, `preflight other`. @internal */
export function caseOf({ preflight, reader }: Answer): string {
  return reader === 'none' ? 'none' : `${preflight ? 'preflight' : 'actual'} ${reader}`
}

/** What requests are that get an answer: rules, kind and reader. @internal */
export function keyOf(index: number, answer: Answer): string {
  return `${nameOf(index)} ${caseOf(answer)}`
}

/** The keys of all answers with the same value; `undefined` is none. @internal */
export function keysBy<Value>(
  rules: readonly DescribedRules[],
  toValue: (answer: Answer) => Value | undefined,
  toKey: (index: number, answer: Answer) => string = keyOf,
): Map<Value, string[]> {
  const keys = new Map<Value, string[]>()
  rules.forEach(({ answers }, index) => {
    answers.forEach(answer => {
      const value = toValue(answer)
      if (value !== undefined) keys.set(value, [...(keys.get(value) ?? []), toKey(index, answer)])
    })
  })
  return keys
}

/** What to merge into `Vary`, as a text. @internal */
export function varyOf({ vary }: Answer): string | undefined {
  return vary.length === 0 ? undefined : vary.join(', ')
}

/** The names of some rules. @internal */
export function namesOf(
  rules: readonly DescribedRules[],
  accepts: (rules: DescribedRules) => boolean,
): readonly string[] {
  return rules.flatMap((each, index) => (accepts(each) ? [nameOf(index)] : []))
}

/** The headers that the policy decides about: upstream's are taken off. @internal */
export function headerNames({ timing }: Description): readonly string[] {
  return [...CORS_HEADERS.keys()].filter(name => timing || name !== TIMING_ALLOW_ORIGIN)
}

/** Some rules ask whether an origin is well-formed. @internal */
export function needsGrammar(rules: readonly DescribedRules[]): boolean {
  return rules.some(
    ({ origins, isStatic, blockDisallowed }) =>
      blockDisallowed || (!isStatic && (origins.any || origins.patterns.length > 0)),
  )
}
