import { decidedNames } from '../policy/headers.js'
import { CORS_HEADERS, TIMING_ALLOW_ORIGIN } from '../protocol.js'
import { FORBIDDEN_METHOD, REQUESTED_HEADERS, REQUESTED_METHOD } from './answers.js'
import { casesBy, namesOf, textOf, UNCOVERED } from './cases.js'
import type { DescribedRules, Description } from './description.js'
import { formatted, inLines, is, isSet, matches, named, set, variable } from './haproxy-text.js'

/** Answers preflights and blocks, by the case of a request. */
export function answerRules({ rules }: Description): string {
  const returns = [...casesBy(rules, ({ status }) => (status === undefined ? undefined : String(status)))]
  return returns
    .flatMap(({ 0: status, 1: keys }) =>
      inLines(keys).map(some => `http-request return status ${status} if ${is('case', ...some)}\n`),
    )
    .join('')
}

const REQUEST_HEADERS = 'access-control-request-headers'
const REQUEST_METHOD = 'access-control-request-method'
const ONE_LINE = (name: string) => `{ req.fhdr_cnt(${name}) eq 1 }`

/** A response's rules cannot read the request, so this is kept. */
export const REPEATED = [
  '# What a preflight asks for, if it may be repeated.\n',
  set('asked_headers', `req.fhdr(${REQUEST_HEADERS})`, ONE_LINE(REQUEST_HEADERS)),
  set('headers', `var(${variable('asked_headers')})`, matches('asked_headers', REQUESTED_HEADERS)),
  set('asked_method', `req.fhdr(${REQUEST_METHOD})`, ONE_LINE(REQUEST_METHOD)),
  set(
    'method',
    `var(${variable('asked_method')})`,
    `!${matches('asked_method', FORBIDDEN_METHOD, true)}`,
    matches('asked_method', REQUESTED_METHOD),
  ),
].join('')

/** Also for what HAProxy answers itself. */
export function responseRules(description: Description): string {
  const { rules } = description
  const vary = casesBy(rules, answer => (answer.vary.length === 0 ? undefined : answer.vary.join(', ')))
  const quiet = namesOf(rules, ({ interceptExceptions }) => !interceptExceptions)
  return [
    ...removals(description),
    ...lines('add-header Vary', vary, formatted),
    ...inLines(quiet).map(
      names =>
        `http-after-response set-var(${variable('case')}) str(failed) if { status ge 500 } ${is('rules', ...names)}\n`,
    ),
    ...decidedNames(description.timing).flatMap(name => additions(name, rules)),
  ].join('')
}

function lines(
  action: string,
  keys: ReadonlyMap<string, readonly string[]>,
  toWord: (value: string) => string,
  condition = '',
): string[] {
  return [...keys].flatMap(({ 0: value, 1: cases }) =>
    inLines(cases).map(
      some => `http-after-response ${action} ${toWord(value)} if ${is('case', ...some)}${condition}\n`,
    ),
  )
}

/** Upstream's headers stay if the policy does not decide about them. */
function removals({ rules, timing }: Description): string[] {
  const untimed = namesOf(rules, each => !each.timing)
  return [
    named('cors_untouched', 'rules', [UNCOVERED]),
    timing ? named('cors_untimed', 'rules', [UNCOVERED, ...untimed]) : '',
    ...decidedNames(timing).map(name => {
      const exception = name === TIMING_ALLOW_ORIGIN ? 'cors_untimed' : 'cors_untouched'
      return `http-after-response del-header ${titleOf(name)} if !${exception}\n`
    }),
  ]
}

function titleOf(name: string): string {
  return CORS_HEADERS.get(name) ?? name
}

function additions(name: string, rules: readonly DescribedRules[]): string[] {
  const action = `set-header ${titleOf(name)}`
  const texts = casesBy(rules, answer => textOf(answer, name))
  const repeated = casesBy(rules, ({ headers }) => headers.get(name)?.repeats)
  return [
    ...lines(action, texts, formatted),
    ...[...repeated].flatMap(({ 0: what, 1: cases }) =>
      lines(action, new Map([[what, cases]]), () => `%[var(${variable(what)})]`, ` ${isSet(what)}`),
    ),
  ]
}
