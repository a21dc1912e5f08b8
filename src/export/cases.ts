import type { Answer } from './answers.js'
import type { DescribedRules } from './description.js'

/** The name that stands for rules in a configuration. @internal */
export function nameOf(index: number): string {
  return `rules${index}`
}

/** Stands there for paths that the policy does not cover. @internal */
export const UNCOVERED = 'uncovered'

/** The names of the rules that a test accepts. @internal */
export function namesOf(
  rules: readonly DescribedRules[],
  test: (rules: DescribedRules) => boolean,
): readonly string[] {
  return rules.flatMap((each, index) => (test(each) ? [nameOf(index)] : []))
}

/** A comment for what follows. @internal */
export function readersComment({ written }: DescribedRules, index: number): string {
  const paths = written.map(path => JSON.stringify(path)).join(', ')
  return `# ${nameOf(index)}: who may read ${paths === '' ? 'ambiguous paths' : paths}.\n`
}

/** Whether `Origin` is compared with more than whole origins. @internal */
export function needsGrammar(rules: readonly DescribedRules[]): boolean {
  return rules.some(
    ({ origins, isStatic, blockDisallowed }) =>
      blockDisallowed || (!isStatic && (origins.any || origins.patterns.length > 0)),
  )
}

/**
 * The cases of requests, `rules0-none`, `rules0-actual-other`, `rules0-preflight-listed`, by what is answered to them, if
 * anything: so a configuration has one line for many.
 *
 * @internal
 */
export function casesBy(
  rules: readonly DescribedRules[],
  toValue: (answer: Answer, rules: DescribedRules) => string | undefined,
): ReadonlyMap<string, readonly string[]> {
  const cases = new Map<string, string[]>()
  rules.forEach((each, index) => {
    for (const answer of each.answers) {
      const value = toValue(answer, each)
      if (value === undefined) continue
      const { preflight, reader } = answer
      const kind = reader === 'none' ? 'none' : `${preflight ? 'preflight' : 'actual'}-${reader}`
      cases.set(value, [...(cases.get(value) ?? []), `${nameOf(index)}-${kind}`])
    }
  })
  return cases
}

/** The value that an answer has for a header, if it repeats nothing. @internal */
export function textOf({ headers }: Answer, name: string): string | undefined {
  const value = headers.get(name)
  return value?.repeats === undefined ? value?.text : undefined
}
