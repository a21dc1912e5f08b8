import { decidedNames } from '../policy/headers.js'
import { CORS_HEADERS, TIMING_ALLOW_ORIGIN } from '../protocol.js'
import { type Answer, FORBIDDEN_METHOD, REQUESTED_HEADERS, REQUESTED_METHOD } from './answers.js'
import { argument, header, list, matches, set, variable } from './apache-text.js'
import { casesBy, namesOf, textOf, UNCOVERED } from './cases.js'
import type { DescribedRules, Description } from './description.js'

/** Other statuses cannot be answered. */
export const STATUSES: ReadonlySet<number> = new Set([200, 201, 202, 203, 204, 205, 206, 207, 208, 226, 403])

// Apache keeps nothing of a match without a group.
export const REPEATED = [
  '# What a preflight asks for, if it may be repeated.\n',
  set('HEADERS', '$1', matches(header('Access-Control-Request-Headers'), `(${REQUESTED_HEADERS})`)),
  set(
    'METHOD',
    '$1',
    `! ${matches(header('Access-Control-Request-Method'), FORBIDDEN_METHOD, true)}`,
    matches(header('Access-Control-Request-Method'), `(${REQUESTED_METHOD})`),
  ),
].join('')

/** Answers preflights and blocks, by the case of a request. */
export function answerRules({ rules }: Description): string {
  const answers = [...casesBy(rules, ({ status }) => (status === undefined ? undefined : String(status)))]
  return [
    'RewriteEngine On\n',
    ...answers.map(({ 0: status, 1: cases }) => {
      // The page of an ErrorDocument is a request of its own, with the case of the first.
      const condition = `-z reqenv('REDIRECT_STATUS') && ${variable('CASE')} in ${list(cases)}`
      return `RewriteCond expr ${argument(condition)}\nRewriteRule ^ - [R=${status},L]\n`
    }),
    // Apache has a page for these as for errors. The variable is never set, so the page is empty.
    ...answers.flatMap(({ 0: status }) =>
      status === '204' || status === '403' ? [] : `ErrorDocument ${status} "%{reqenv:CORS_EMPTY}"\n`,
    ),
  ].join('')
}

/** Also for Apache's own errors. */
export function responseHeaders({ rules, timing }: Description): string {
  const names = decidedNames(timing)
  const untimed = namesOf(rules, each => !each.timing)
  const vary = casesBy(rules, answer => (answer.vary.length === 0 ? undefined : answer.vary.join(', ')))
  return [
    ...names.flatMap(name => {
      const untouched = [UNCOVERED, ...(name === TIMING_ALLOW_ORIGIN ? untimed : [])]
      const condition = argument(`expr=! ${variable('RULES')} in ${list(untouched)}`)
      return ['onsuccess', 'always'].map(table => `Header ${table} unset ${titleOf(name)} ${condition}\n`)
    }),
    ...[...vary].map(
      ({ 0: value, 1: cases }) =>
        `Header always merge Vary ${formatted(value)} ${argument(`expr=${variable('CASE')} in ${list(cases)}`)}\n`,
    ),
    ...names.flatMap(name => [...additions(name, rules, true), ...additions(name, rules, false)]),
  ].join('')
}

function titleOf(name: string): string {
  return CORS_HEADERS.get(name) ?? name
}

function formatted(text: string): string {
  return argument(text.replaceAll('%', '%%'))
}

/** The lines for rules that keep a header on errors, or for those that do not. */
function additions(name: string, rules: readonly DescribedRules[], onErrors: boolean): string[] {
  const line = (value: string, condition: string) =>
    `Header always set ${titleOf(name)} ${value} ${argument(`expr=${condition}${onErrors ? '' : ' && %{REQUEST_STATUS} -lt 500'}`)}\n`
  const of = (toValue: (answer: Answer) => string | undefined) =>
    casesBy(rules, (answer, { interceptExceptions }) =>
      interceptExceptions === onErrors ? toValue(answer) : undefined,
    )
  const texts = of(answer => textOf(answer, name))
  const repeated = of(({ headers }) => headers.get(name)?.repeats)
  return [
    ...[...texts].map(({ 0: text, 1: cases }) =>
      line(formatted(text), `${variable('CASE')} in ${list(cases)}`),
    ),
    ...[...repeated].map(({ 0: what, 1: cases }) => {
      const kept = what.toUpperCase()
      return line(`"%{CORS_${kept}}e"`, `-n ${variable(kept)} && ${variable('CASE')} in ${list(cases)}`)
    }),
  ]
}
