import { TIMING_ALLOW_ORIGIN } from '../protocol.js'
import { type Answer, FORBIDDEN_METHOD, REQUESTED_HEADERS, REQUESTED_METHOD, type Value } from './answers.js'
import { caseOf, headerNames, nameOf, UNCOVERED } from './cases.js'
import type { DescribedRules, Description } from './description.js'
import { type MapLine, map, quoted, regexp } from './nginx-text.js'
import { literal } from './steps.js'

/**
 * What to answer, by the rules and the case of a request. nginx computes a variable when it is first used and keeps it:
 * `$cors_answer` before the request is passed on, the headers when the response's status is known.
 */
export function answerMaps(description: Description): string[] {
  const { rules } = description
  return [
    map('"$cors_rules $cors_case"', 'cors_answer', [
      ['default', '""'],
      ...keyed(rules, ({ status }) => (status === undefined ? undefined : String(status))),
    ]),
    ...varyMaps(rules),
    REPEATED,
    failed(rules),
    ...headerNames(description).map(name => headerMap(name, description)),
  ]
}

function keyed(rules: readonly DescribedRules[], toValue: (answer: Answer) => string | undefined): MapLine[] {
  return rules.flatMap(({ answers }, index) =>
    answers.flatMap((answer): MapLine[] => {
      const value = toValue(answer)
      return value === undefined ? [] : [[`"${nameOf(index)} ${caseOf(answer)}"`, value]]
    }),
  )
}

/**
 * A header for each name, so that each can be left out if it is in `Vary` already: upstream, or another add_header, may name it.
 * An answer of the policy itself has one header for all of its names.
 */
function varyMaps(rules: readonly DescribedRules[]): string[] {
  const names = variedNames(rules)
  const number = (name: string | undefined) =>
    name === undefined ? undefined : `$cors_varies_${names.indexOf(name)}`
  const added = names.map((name, index) =>
    map('$sent_http_vary', `cors_varies_${index}`, [
      ['default', quoted(name)],
      [regexp(`(?:^|[ ,])(?:\\*|${literal(name)})(?:[ ,]|$)`, true), '""'],
    ]),
  )
  const headers = varyVariables(rules).map((variable, index) =>
    map('"$cors_rules $cors_case"', variable, [
      ['default', '""'],
      ...keyed(rules, ({ status, vary }) => {
        if (status === undefined) return number(vary.at(index))
        return index > 0 || vary.length === 0 ? undefined : quoted(vary.join(', '))
      }),
    ]),
  )
  return ['# What Vary lacks.', ...added, ...headers]
}

function variedNames(rules: readonly DescribedRules[]): string[] {
  const answers = rules.flatMap(each => each.answers.filter(({ status }) => status === undefined))
  return [...new Set(answers.flatMap(({ vary }) => vary))]
}

/** The variables for the values of `Vary`, without their dollar signs. */
export function varyVariables(rules: readonly DescribedRules[]): string[] {
  const most = Math.max(
    ...rules.flatMap(({ answers }) =>
      answers.map(({ status, vary }) => (status === undefined ? vary.length : Math.min(1, vary.length))),
    ),
  )
  return Array.from({ length: most }, (_, index) => `cors_vary_${index}`)
}

const REPEATED = `# What a preflight asks for, if it may be repeated.
${map('$http_access_control_request_headers', 'cors_asked_names', [
  ['default', '""'],
  [regexp(REQUESTED_HEADERS), '$http_access_control_request_headers'],
])}${map('$http_access_control_request_method', 'cors_asked_method', [
  ['default', '""'],
  [regexp(FORBIDDEN_METHOD, true), '""'],
  [regexp(REQUESTED_METHOD), '$http_access_control_request_method'],
])}`

/** A part of the key of every header. No line has it, so a failed response has none of the headers. */
function failed(rules: readonly DescribedRules[]): string {
  const names = [...rules.keys()].filter(index => rules.at(index)?.interceptExceptions === false).map(nameOf)
  return map('"$cors_rules $status"', 'cors_failed', [
    ['default', '""'],
    ...(names.length === 0 ? [] : [[regexp(`^(?:${names.join('|')}) 5`), '" failed"'] as const]),
  ])
}

/** The variable for the value of a header, without its dollar sign. */
export function variable(name: string): string {
  return `cors_${name.replace(/^access-control-(?:allow-)?|-allow-origin$/, '').replace(/-.*/, '')}`
}

function headerMap(name: string, { rules, paths }: Description): string {
  const upstream = `$upstream_http_${name.replaceAll('-', '_')}`
  const untouched =
    name === TIMING_ALLOW_ORIGIN
      ? [...rules.keys()].filter(index => !rules.at(index)?.timing).map(nameOf)
      : []
  if (paths !== undefined && paths.otherwise === undefined) untouched.push(UNCOVERED)
  return map('"$cors_rules $cors_case$cors_failed"', variable(name), [
    ['default', '""'],
    ...keyed(rules, ({ headers }) => {
      const value = headers.get(name)
      return value && written(value)
    }),
    ...(untouched.length === 0 ? [] : [[regexp(`^(?:${untouched.join('|')}) `), upstream] as const]),
  ])
}

function written({ repeats, text }: Value): string {
  if (repeats === undefined) return quoted(text)
  if (repeats === 'origin') return '$http_origin'
  return repeats === 'method' ? '$cors_asked_method' : '$cors_asked_names'
}

/** All statuses that the policy answers with. */
export function statuses({ rules }: Description): readonly number[] {
  return [...new Set(rules.flatMap(({ answers }) => answers.flatMap(({ status }) => status ?? [])))]
}
