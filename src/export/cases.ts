import { CORS_HEADERS, TIMING_ALLOW_ORIGIN } from '../protocol.js'
import type { Answer } from './answers.js'
import type { DescribedRules, Description } from './description.js'

/** The name that stands for rules in a configuration. @internal */
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
  toValue: (answer: Answer, rules: DescribedRules) => Value | undefined,
  toKey: (index: number, answer: Answer) => string = keyOf,
): Map<Value, string[]> {
  const keys = new Map<Value, string[]>()
  rules.forEach((each, index) => {
    each.answers.forEach(answer => {
      const value = toValue(answer, each)
      if (value !== undefined) keys.set(value, [...(keys.get(value) ?? []), toKey(index, answer)])
    })
  })
  return keys
}

/** The same with hyphens, for servers that compare the keys as words: `rules0-preflight-listed`. @internal */
export function casesBy(
  rules: readonly DescribedRules[],
  toValue: (answer: Answer, rules: DescribedRules) => string | undefined,
): ReadonlyMap<string, readonly string[]> {
  return keysBy(rules, toValue, (index, answer) => keyOf(index, answer).replaceAll(' ', '-'))
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

/** A comment for what follows. @internal */
export function readersComment({ written }: DescribedRules, index: number): string {
  const paths = written.map(path => JSON.stringify(path)).join(', ')
  return `# ${nameOf(index)}: who may read ${paths === '' ? 'ambiguous paths' : paths}.\n`
}

/** The value that an answer has for a header, if it repeats nothing. @internal */
export function textOf({ headers }: Answer, name: string): string | undefined {
  const value = headers.get(name)
  return value?.repeats === undefined ? value?.text : undefined
}
