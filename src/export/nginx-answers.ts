import { TIMING_ALLOW_ORIGIN } from '../protocol.js'
import { type Answer, FORBIDDEN_METHOD, REQUESTED_HEADERS, REQUESTED_METHOD, type Value } from './answers.js'
import { caseOf, headerNames, nameOf, UNCOVERED } from './cases.js'
import type { DescribedRules, Description } from './description.js'
import { type MapLine, map, quoted, regexp } from './nginx-text.js'

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
    map('"$cors_rules $cors_case"', 'cors_vary', [
      ['default', '""'],
      ...keyed(rules, ({ vary }) => (vary.length === 0 ? undefined : quoted(vary.join(', ')))),
    ]),
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

const REPEATED = `# What a preflight asks for, if it may be repeated.
${map('$http_access_control_request_headers', 'cors_requested_headers', [
  ['default', '""'],
  [regexp(REQUESTED_HEADERS), '$http_access_control_request_headers'],
])}${map('$http_access_control_request_method', 'cors_requested_method', [
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
  return `cors_${name.replace('access-control-', '').replaceAll('-', '_')}`
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
  return repeats === 'method' ? '$cors_requested_method' : '$cors_requested_headers'
}

/** All statuses that the policy answers with. */
export function statuses({ rules }: Description): readonly number[] {
  return [...new Set(rules.flatMap(({ answers }) => answers.flatMap(({ status }) => status ?? [])))]
}
