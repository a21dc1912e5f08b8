import { header, list, matches, set, variable } from './apache-text.js'
import { nameOf, namesOf, needsGrammar, readersComment, UNCOVERED } from './cases.js'
import type { DescribedPaths, DescribedRules, Description } from './description.js'
import { WELL_FORMED } from './origin-grammar.js'
import { CLEAR_PATH } from './path-grammar.js'
import type { Steps } from './steps.js'

/** What a request is: `CORS_RULES` for its path, and `CORS_CASE`, which is these rules, its kind and its reader. */
export function requestVariables({ rules, paths }: Description): string[] {
  return [
    KIND,
    needsGrammar(rules)
      ? `# Whether Origin has the form of an origin.\n${steps(WELL_FORMED, variable('ORIGIN'), 'WELL_FORMED')}`
      : '',
    paths === undefined ? set('RULES', nameOf(0)) : pathVariables(paths),
    rules.some(({ blockDisallowed }) => blockDisallowed) ? OWN_ORIGIN : '',
    ...rules.map((each, index) => readersComment(each, index) + readersOf(each, index)),
    otherReaders(rules),
    CASE,
  ]
}

const isFree = (name: string) => `-z ${variable(name)}`

const KIND = [
  '# The kind of request: none has no Origin. Origin is kept, since other modules may change it.\n',
  set('ORIGIN', '$1', matches(header('Origin'), '^(.+)$')),
  set('KIND', 'actual'),
  set(
    'KIND',
    'preflight',
    matches('%{THE_REQUEST}', '^OPTIONS '),
    `-n ${header('Access-Control-Request-Method')}`,
  ),
  set('KIND', 'none', isFree('ORIGIN')),
].join('')

/** Sets `result` to yes or no. */
function steps(all: Steps, subject: string, result: string): string {
  return all
    .map(({ pattern, accepts }) =>
      set(result, accepts ? 'yes' : 'no', isFree(result), matches(subject, pattern)),
    )
    .join('')
}

const RAW_PATH = '^[^ ]+ +(/[^?# ]*)(?:\\?[^ ]*)?(?: +HTTP/[0-9.]+)?$'

function pathVariables({ entries, otherwise, ambiguous }: DescribedPaths): string {
  const rest = otherwise === undefined ? UNCOVERED : nameOf(otherwise)
  const by = (form: 'typed' | 'canonical' | 'mount') => {
    const name = form.toUpperCase()
    return entries
      .map(entry =>
        set(
          name,
          nameOf(entry.rules),
          isFree(name),
          matches(variable('PATH'), entry[form], form !== 'typed'),
        ),
      )
      .join('')
  }
  const typed = matches(variable('TYPED'), '^(.+)$')
  return [
    '# The path as it is in the request line: Apache decodes it later, and upstream may decode in another way.\n',
    set('PATH', '$1', matches('%{THE_REQUEST}', RAW_PATH)),
    steps(CLEAR_PATH, variable('PATH'), 'CLEAR_PATH'),
    '# Its rules as it stands, and as routers may read it. If these differ, nobody may read.\n',
    by('typed'),
    set('TYPED', rest, isFree('TYPED')),
    set('CANONICAL', nameOf(ambiguous), `${variable('CLEAR_PATH')} != 'yes'`),
    by('canonical'),
    set('CANONICAL', rest, isFree('CANONICAL')),
    by('mount'),
    set('MOUNT', '$1', isFree('MOUNT'), typed),
    set('RULES', nameOf(ambiguous)),
    set(
      'RULES',
      '$1',
      `${variable('TYPED')} == ${variable('CANONICAL')}`,
      `${variable('TYPED')} == ${variable('MOUNT')}`,
      typed,
    ),
  ].join('')
}

const OWN_ORIGIN = [
  '# Whether the request is from a page of this server itself: browsers send Origin with those too.\n',
  set('OWN', 'yes', `${header('Sec-Fetch-Site')} in ${list(['same-origin', 'none'])}`),
  ...['http', 'https'].map(scheme =>
    set(
      'OWN',
      'yes',
      `-z ${header('Sec-Fetch-Site')}`,
      `${variable('WELL_FORMED')} == 'yes'`,
      `${variable('ORIGIN')} == '${scheme}://' . ${header('Host')}`,
    ),
  ),
].join('')

function readersOf({ origins, isStatic, answers }: DescribedRules, index: number): string {
  const those = `${variable('RULES')} == '${nameOf(index)}'`
  const listed = (...conditions: string[]) => set('READER', 'listed', those, ...conditions)
  if (isStatic) return listed()
  const isWellFormed = `${variable('WELL_FORMED')} == 'yes'`
  if (origins.any) {
    const isShared = answers.some(answer => answer.reader === 'shared')
    const shared = `${variable('ORIGIN')} in ${list(['null', 'file://'])}`
    return listed(isWellFormed) + (isShared ? set('READER', 'shared', those, shared) : '')
  }
  const { exact, patterns } = origins
  return [
    exact.length > 0 ? listed(`${variable('ORIGIN')} in ${list(exact)}`) : '',
    ...patterns.map(({ pattern, ignoreCase }) =>
      listed(isFree('READER'), isWellFormed, matches(variable('ORIGIN'), pattern, ignoreCase)),
    ),
  ].join('')
}

function otherReaders(rules: readonly DescribedRules[]): string {
  const blocking = namesOf(rules, ({ blockDisallowed }) => blockDisallowed)
  const own = `${variable('OWN')} == 'yes'`
  return [
    '# Everybody else.\n',
    blocking.length === 0
      ? ''
      : set('READER', 'own', isFree('READER'), own, `${variable('RULES')} in ${list(blocking)}`),
    set('READER', 'other', isFree('READER')),
  ].join('')
}

const CASE = [
  set('CASE', '$1', matches("'%{reqenv:CORS_RULES}-%{reqenv:CORS_KIND}-%{reqenv:CORS_READER}'", '^(.+)$')),
  set('CASE', '$1', `${variable('KIND')} == 'none'`, matches("'%{reqenv:CORS_RULES}-none'", '^(.+)$')),
].join('')
