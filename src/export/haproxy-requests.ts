import { nameOf, namesOf, needsGrammar, readersComment, UNCOVERED } from './cases.js'
import type { DescribedPaths, DescribedRules, Description } from './description.js'
import { inLines, is, isSet, matches, named, set, variable } from './haproxy-text.js'
import { WELL_FORMED } from './origin-grammar.js'
import { CLEAR_PATH } from './path-grammar.js'
import type { Steps } from './steps.js'

/** What a request is: `cors_rules` for its path, and `cors_case`, which is these rules, its kind and its reader. */
export function requestRules({ rules, paths }: Description): string[] {
  return [
    KIND,
    needsGrammar(rules)
      ? `# Whether Origin has the form of an origin.\n${steps(WELL_FORMED, 'origin', 'well_formed')}`
      : '',
    paths === undefined ? set('rules', `str(${nameOf(0)})`) : pathRules(paths),
    rules.some(({ blockDisallowed }) => blockDisallowed) ? OWN_ORIGIN : '',
    ...rules.map((each, index) => readersComment(each, index) + readersOf(each, index)),
    otherReaders(rules),
    CASE,
  ]
}

const PREFLIGHT = ['{ method -m str OPTIONS }', '{ req.fhdr_cnt(access-control-request-method) gt 0 }']

// Other servers read two lines as a list, which is no origin, so the variable is not set.
const KIND = [
  '# The kind of request: none has no Origin.\n',
  set('origin', 'req.fhdr(origin)', '{ req.fhdr_cnt(origin) eq 1 }'),
  set('kind', 'str(none)', '{ req.fhdr_cnt(origin) eq 0 }'),
  set('kind', 'str(preflight)', `!${isSet('kind')}`, ...PREFLIGHT),
  set('kind', 'str(actual)', `!${isSet('kind')}`),
].join('')

/** Sets `result` to yes or no. */
function steps(all: Steps, source: string, result: string): string {
  return all
    .map(({ pattern, accepts }) =>
      set(result, `str(${accepts ? 'yes' : 'no'})`, `!${isSet(result)}`, matches(source, pattern)),
    )
    .join('')
}

function pathRules({ entries, otherwise, ambiguous }: DescribedPaths): string {
  const rest = `str(${otherwise === undefined ? UNCOVERED : nameOf(otherwise)})`
  const by = (form: 'typed' | 'canonical' | 'mount') =>
    entries
      .map(entry =>
        set(
          form,
          `str(${nameOf(entry.rules)})`,
          `!${isSet(form)}`,
          matches('path', entry[form], form !== 'typed'),
        ),
      )
      .join('')
  return [
    '# The path as the client sent it. HTTP/2 has no request line, so HAProxy makes a URL.\n',
    set('path', 'url,field(1,?)', '{ url -m beg / }'),
    set('path', 'pathq,field(1,?)', '!{ url -m beg / }', '{ fc_http_major ge 2 }'),
    steps(CLEAR_PATH, 'path', 'clear_path'),
    '# Its rules as it stands, and as routers may read it. If these differ, nobody may read.\n',
    by('typed'),
    set('typed', rest, `!${isSet('typed')}`),
    set('canonical', `str(${nameOf(ambiguous)})`, `!${is('clear_path', 'yes')}`),
    by('canonical'),
    set('canonical', rest, `!${isSet('canonical')}`),
    by('mount'),
    set('mount', `var(${variable('typed')})`, `!${isSet('mount')}`),
    set('rules', `str(${nameOf(ambiguous)})`),
    set('rules', `var(${variable('typed')})`, equal('typed', 'canonical'), equal('typed', 'mount')),
  ].join('')
}

function equal(one: string, other: string): string {
  return `{ var(${variable(one)}),strcmp(${variable(other)}) eq 0 }`
}

const OWN_ORIGIN = [
  '# Whether the request is from a page of this server itself: browsers send Origin with those too.\n',
  set('host', 'req.fhdr(host)'),
  ...['http', 'https'].flatMap(scheme => [
    set(`own_${scheme}`, `str(${scheme}://),concat(,${variable('host')})`),
    set(
      'own',
      'str(yes)',
      '{ req.fhdr_cnt(sec-fetch-site) eq 0 }',
      is('well_formed', 'yes'),
      equal('origin', `own_${scheme}`),
    ),
  ]),
  set(
    'own',
    'str(yes)',
    '{ req.fhdr_cnt(sec-fetch-site) eq 1 }',
    '{ req.fhdr(sec-fetch-site) -m str same-origin none }',
  ),
].join('')

function readersOf({ origins, isStatic, answers }: DescribedRules, index: number): string {
  const those = is('rules', nameOf(index))
  const listed = (...conditions: string[]) => set('reader', 'str(listed)', those, ...conditions)
  if (isStatic) return listed()
  const wellFormed = is('well_formed', 'yes')
  if (origins.any) {
    const isShared = answers.some(answer => answer.reader === 'shared')
    const shared = isShared ? set('reader', 'str(shared)', those, is('origin', 'null', 'file://')) : ''
    return listed(wellFormed) + shared
  }
  const exact = `cors_exact_${index}`
  return [
    origins.exact.length === 0 ? '' : named(exact, 'origin', origins.exact) + listed(exact),
    ...origins.patterns.map(({ pattern, ignoreCase }) =>
      listed(`!${isSet('reader')}`, wellFormed, matches('origin', pattern, ignoreCase)),
    ),
  ].join('')
}

function otherReaders(rules: readonly DescribedRules[]): string {
  const blocking = namesOf(rules, ({ blockDisallowed }) => blockDisallowed)
  const own = inLines(blocking).map(names =>
    set('reader', 'str(own)', `!${isSet('reader')}`, isSet('own'), is('rules', ...names)),
  )
  return `# Everybody else.\n${own.join('')}${set('reader', 'str(other)', `!${isSet('reader')}`)}`
}

const CASE = [
  set('case', `var(${variable('rules')}),concat(-,${variable('kind')})`),
  set('case', `var(${variable('case')}),concat(-,${variable('reader')})`, `!${is('kind', 'none')}`),
].join('')
