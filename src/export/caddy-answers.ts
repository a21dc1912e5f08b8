import { CORS_HEADERS, TIMING_ALLOW_ORIGIN } from '../protocol.js'
import type { Answer, Value } from './answers.js'
import { assign, map, quoted, variable } from './caddy-text.js'
import { caseOf, headerNames, keyOf, keysBy, namesOf, UNCOVERED, varyOf } from './cases.js'
import type { DescribedRules, Description } from './description.js'

/**
 * The directives that set the headers of responses, and answer preflights and what the policy blocks. Blocks with `defer` run
 * once a response is made, the last one first.
 */
export function answerDirectives(description: Description): string[] {
  const { rules } = description
  const headers = (accepts: (answer: Answer, rules: DescribedRules) => boolean, end: string) =>
    rules.flatMap((each, index) =>
      each.answers.filter(answer => accepts(answer, each)).map(answer => setHeaders(index, answer, end)),
    )
  const own = headers(({ status }, each) => status === undefined && each.interceptExceptions, '').join('')
  return [
    ...(failing(rules).length > 0 ? [failed(description)] : []),
    `# The policy's own headers. Blocks with defer run once there is a response, the last one first, so these come after the\n# blocks that take upstream's off.\n${matchers(rules)}${headers(() => true, '\tdefer\n').join('')}`,
    takeOff(description),
    // No block with defer sees a response that is made outside of the route.
    ...(own === '' ? [] : [`# The same for Caddy's own errors.\n${own}`]),
    ...[...keysBy(rules, varyOf)].map(
      ({ 0: names, 1: keys }, index) =>
        `${matcher(`cors_vary_${index}`, 'cors_case', keys)}header @cors_vary_${index} +Vary ${quoted(names)}\n`,
    ),
    ...[...keysBy(rules, ({ status }) => status)].map(
      ({ 0: status, 1: keys }) =>
        `${matcher(`cors_answer_${status}`, 'cors_case', keys)}respond @cors_answer_${status} ${status}\n`,
    ),
  ]
}

function matcher(name: string, of: string, keys: readonly string[]): string {
  return `@${name} vars ${of} ${keys.map(quoted).join(' ')}\n`
}

/** Rules whose responses with status 500 and above carry nothing but `Vary`. */
export function failing(rules: readonly DescribedRules[]): readonly string[] {
  return namesOf(rules, ({ interceptExceptions }) => !interceptExceptions)
}

function failed({ rules }: Description): string {
  const timed = namesOf(rules, ({ interceptExceptions, timing }) => !interceptExceptions && timing)
  return `# Takes the headers off again after part 2 has said that upstream failed.
${assign('cors_failed', 'no')}${off('cors_off', failing(rules), 'Access-Control-*')}${timed.length > 0 ? off('cors_timing_off', timed, 'Timing-Allow-Origin') : ''}`
}

/** The name in a map is read when the response is made. */
function off(name: string, rules: readonly string[], header: string): string {
  const found = map(variable('cors_failed'), name, [['yes', quoted(header)]], '"X-Cors-None"')
  return `${found}@${name} vars cors_rules ${rules.join(' ')}
header @${name} {
	-{${name}}
	defer
}
`
}

function matchers(rules: readonly DescribedRules[]): string {
  return rules
    .flatMap(({ answers }, index) =>
      answers.flatMap(answer => {
        const { plain, requested } = headersOf(answer)
        const name = matcherOf(index, answer)
        const key = keyOf(index, answer)
        return [
          ...(plain.length > 0 ? [matcher(name, 'cors_case', [key])] : []),
          ...requested.map(({ 1: { repeats } }) =>
            matcher(`${name}_${repeats}`, `cors_${repeats}`, [`${key} yes`]),
          ),
        ]
      }),
    )
    .join('')
}

function matcherOf(index: number, answer: Answer): string {
  return `cors_${index}_${caseOf(answer).replace(' ', '_')}`
}

/** Requested names and methods are repeated only if they are well-formed. */
function headersOf({ headers }: Answer) {
  const isRequested = ({ repeats }: Value) => repeats === 'headers' || repeats === 'method'
  return {
    plain: [...headers].filter(({ 1: value }) => !isRequested(value)),
    requested: [...headers].filter(({ 1: value }) => isRequested(value)),
  }
}

function setHeaders(index: number, answer: Answer, end: string): string {
  const { plain, requested } = headersOf(answer)
  const name = matcherOf(index, answer)
  const lines = plain.map(({ 0: header, 1: value }) => `\t${titleOf(header)} ${written(value)}\n`)
  return [
    ...(lines.length > 0 ? [`header @${name} {\n${lines.join('')}${end}}\n`] : []),
    ...requested.map(
      ({ 0: header, 1: value }) =>
        `header @${name}_${value.repeats} {\n\t${titleOf(header)} ${written(value)}\n${end}}\n`,
    ),
  ].join('')
}

function titleOf(name: string): string {
  return CORS_HEADERS.get(name) ?? name
}

function written({ repeats, text }: Value): string {
  if (repeats === undefined) return quoted(text)
  if (repeats === 'origin') return variable('cors_origin')
  return `{http.request.header.Access-Control-Request-${repeats === 'method' ? 'Method' : 'Headers'}}`
}

/** Upstream's headers, of all but some rules, so that rules by mistake leave nothing on. */
function takeOff({ rules, timing }: Description): string {
  const block = (name: string, except: readonly string[], headers: readonly string[]) =>
    `@${name} not vars cors_rules ${except.join(' ')}
header @${name} {
${headers.map(header => `\t-${titleOf(header)}\n`).join('')}	defer
}
`
  const untimed = namesOf(rules, each => !each.timing)
  const names = headerNames({ rules, timing: false, paths: undefined })
  const timed = timing ? block('cors_timed', [UNCOVERED, ...untimed], [TIMING_ALLOW_ORIGIN]) : ''
  return `# Upstream's headers.\n${block('cors_covered', [UNCOVERED], names)}${timed}`
}
