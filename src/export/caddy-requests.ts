import { FORBIDDEN_METHOD, REQUESTED_HEADERS, REQUESTED_METHOD } from './answers.js'
import { assign, type MapLine, map, quoted, regexp, stepLines, variable } from './caddy-text.js'
import { nameOf, needsGrammar, UNCOVERED } from './cases.js'
import type { DescribedPaths, DescribedRules, Description } from './description.js'
import { WELL_FORMED } from './origin-grammar.js'
import { CLEAR_PATH } from './path-grammar.js'

const ORIGIN = '{http.request.header.Origin}'

/** The directives that decide what a request is: `cors_rules` for its path, and `cors_case`, which adds its kind and its reader. */
export function requestDirectives({ rules, paths }: Description): string[] {
  return [
    paths === undefined ? assign('cors_rules', nameOf(0)) : pathMaps(paths, rules),
    KIND,
    needsGrammar(rules) ? WELL_FORMED_ORIGIN : '',
    rules.some(({ blockDisallowed }) => blockDisallowed) ? OWN_ORIGIN : '',
    ...rules.map(readerMaps),
    CASE,
    rules.some(({ answers }) => answers.some(repeatsRequest)) ? REQUESTED : '',
  ].filter(text => text !== '')
}

function repeatsRequest({ headers }: DescribedRules['answers'][number]): boolean {
  return [...headers.values()].some(({ repeats }) => repeats === 'headers' || repeats === 'method')
}

function pathMaps(
  { entries, otherwise, ambiguous }: DescribedPaths,
  rules: readonly DescribedRules[],
): string {
  const rest = otherwise === undefined ? UNCOVERED : nameOf(otherwise)
  const names = [...rules.keys()].map(nameOf).filter(name => name !== nameOf(ambiguous))
  const lookUp = (form: 'typed' | 'canonical' | 'mount', missing: string) =>
    map(
      '{cors/path}',
      `cors/${form}`,
      entries.map(entry => [regexp(entry[form], form !== 'typed'), nameOf(entry.rules)]),
      missing,
    )
  return [
    '# The path as it is in the request line: {path} is decoded, and upstream may decode in another way.\n',
    map('{http.request.orig_uri}', 'cors/path', [[regexp('^(/[^?#]*)(?:\\?.*)?$'), quoted('$1')]], '""'),
    map('{cors/path}', 'cors/clear', stepLines(CLEAR_PATH), 'no'),
    '# Its rules as it stands, and as servers may read it. If these differ, nobody may read.\n',
    lookUp('typed', rest),
    lookUp('canonical', rest),
    lookUp('mount', 'none'),
    map(
      quoted('{cors/clear} {cors/typed} {cors/canonical} {cors/mount}'),
      'cors/rules',
      [...names, ...(otherwise === undefined ? [UNCOVERED] : [])].flatMap((name): MapLine[] => [
        [quoted(`yes ${name} ${name} none`), name],
        [quoted(`yes ${name} ${name} ${name}`), name],
      ]),
      nameOf(ambiguous),
    ),
    assign('cors_rules', '{cors/rules}'),
  ].join('')
}

const KIND = `# The kind of request.
@cors_no_origin header !Origin
@cors_preflight {
	vars {http.request.orig_method} OPTIONS
	header Access-Control-Request-Method *
}
${assign('cors_origin', ORIGIN)}${assign('cors_kind', 'actual')}${assign('cors_kind', 'preflight', '@cors_preflight')}`

const WELL_FORMED_ORIGIN = `# Whether Origin has the form of an origin.
${map(ORIGIN, 'cors/well_formed', stepLines(WELL_FORMED), 'no')}`

const OWN_ORIGIN = `# Whether the request is from a page of this server itself: browsers send Origin with those too.
@cors_own_site vars {http.request.header.Sec-Fetch-Site} same-origin none
@cors_own_host {
	header !Sec-Fetch-Site
	vars ${ORIGIN} "http://{http.request.hostport}" "https://{http.request.hostport}"
}
${assign('cors_own', 'no')}${assign('cors_own', 'site', '@cors_own_site')}${assign('cors_own', 'host', '@cors_own_host')}`

function readerMaps(rules: DescribedRules, index: number): string {
  const paths = rules.written.map(path => JSON.stringify(path)).join(', ')
  return `# ${nameOf(index)}: who may read ${paths === '' ? 'ambiguous paths' : paths}.
${readerMap(rules, index)}@cors_rules_${index} vars cors_rules ${nameOf(index)}
${assign('cors_reader', rules.isStatic ? 'listed' : `{cors/reader/${index}}`, `@cors_rules_${index}`)}`
}

/** The names of maps have slashes, since Caddy refuses a map that has its own name in an input, and no origin has those. */
function readerMap({ origins, isStatic, blockDisallowed, answers }: DescribedRules, index: number): string {
  if (isStatic) return ''
  const { any, exact, patterns } = origins
  const isShared = answers.some(({ reader }) => reader === 'shared')
  const texts = any ? (isShared ? ['null', 'file://'] : []) : exact
  const found = texts.map((text): MapLine => [quoted(text), any ? 'shared' : 'listed'])
  const matching = patterns.map(({ pattern, ignoreCase }): MapLine => [regexp(pattern, ignoreCase), 'yes'])
  const asksGrammar = any || matching.length > 0 || blockDisallowed
  const facts = [
    found.length > 0 ? `{cors/origin/${index}}` : 'other',
    asksGrammar ? '{cors/well_formed}' : 'no',
    matching.length > 0 ? `{cors/pattern/${index}}` : any ? 'yes' : 'no',
    blockDisallowed ? variable('cors_own') : 'no',
  ]
  const readers: MapLine[] = [
    [regexp('^listed '), 'listed'],
    [regexp('^shared '), 'shared'],
    [regexp('^other yes yes '), 'listed'],
    [regexp(' site$| yes no host$'), 'own'],
  ]
  return [
    found.length > 0 ? map(ORIGIN, `cors/origin/${index}`, found, 'other') : '',
    matching.length > 0 ? map(ORIGIN, `cors/pattern/${index}`, matching, 'no') : '',
    map(quoted(facts.join(' ')), `cors/reader/${index}`, readers, 'other'),
  ].join('')
}

const CASE = `# What the request is. The first of these is for requests with Origin, the second for all others.
${assign('cors_case', ['cors_rules', 'cors_kind', 'cors_reader'].map(variable).join(' '))}${assign('cors_case', `${variable('cors_rules')} none`, '@cors_no_origin')}`

const REQUESTED = `# What a preflight asks for, if it may be repeated.
${map('{http.request.header.Access-Control-Request-Headers}', 'cors/headers', [[regexp(REQUESTED_HEADERS), 'yes']], 'no')}${map(
  '{http.request.header.Access-Control-Request-Method}',
  'cors/method',
  [
    [regexp(FORBIDDEN_METHOD, true), 'no'],
    [regexp(REQUESTED_METHOD), 'yes'],
  ],
  'no',
)}${assign('cors_headers', `${variable('cors_case')} {cors/headers}`)}${assign('cors_method', `${variable('cors_case')} {cors/method}`)}`
