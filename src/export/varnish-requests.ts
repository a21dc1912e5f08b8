import { keysBy, nameOf, needsGrammar, UNCOVERED } from './cases.js'
import type { DescribedPaths, DescribedRules, Description } from './description.js'
import { WELL_FORMED as ORIGIN_GRAMMAR } from './origin-grammar.js'
import { CLEAR_PATH } from './path-grammar.js'
import { literal } from './steps.js'
import { isOneOf } from './varnish-answers.js'
import {
  allPossessive,
  answerSteps,
  assign,
  type Branch,
  CANONICAL,
  CASE,
  CLEAR,
  firstOf,
  MOUNT,
  matches,
  ORIGIN,
  PATH,
  possessive,
  quoted,
  READER,
  RULES,
  SCRATCH,
  sub,
  TYPED,
  WELL_FORMED,
} from './varnish-text.js'

/** The subroutines that decide what a request is, and answer it if the policy does. */
export function requestSubs(description: Description): string[] {
  const { rules, paths } = description
  const blocks = rules.some(({ blockDisallowed }) => blockDisallowed)
  return [
    ...(paths === undefined ? [] : [pathSub(paths)]),
    ...(needsGrammar(rules) ? [WELL_FORMED_ORIGIN] : []),
    ...(blocks ? [OWN_ORIGIN] : []),
    ...rules.map(readerSub),
    decideSub(description),
    sub('cors_answer', answers(rules)),
  ]
}

/** Node joins the lines of a header; VCL reads the first. */
const JOINED = [
  'Origin',
  'Access-Control-Request-Method',
  'Access-Control-Request-Headers',
  'Sec-Fetch-Site',
].map(name => `std.collect(req.http.${name});`)

function decideSub({ rules, paths }: Description): string {
  return sub('cors_decide', [
    ...SCRATCH.map(name => `unset ${name};`),
    ...JOINED,
    `set ${ORIGIN} = req.http.Origin;`,
    paths === undefined ? assign(RULES, nameOf(0)) : 'call cors_path;',
    ...(needsGrammar(rules) ? ['call cors_well_formed;'] : []),
    ...firstOf(
      rules.map(
        (_, index): Branch => [`${RULES} == ${quoted(nameOf(index))}`, [`call cors_reader_${index};`]],
      ),
    ),
    ...firstOf(
      [
        [`${RULES} == ${quoted(UNCOVERED)}`, [assign(CASE, UNCOVERED)]],
        ['!req.http.Origin', [`set ${CASE} = ${RULES} + " none";`]],
        [
          'req.method == "OPTIONS" && req.http.Access-Control-Request-Method',
          [`set ${CASE} = ${RULES} + " preflight " + ${READER};`],
        ],
      ],
      [`set ${CASE} = ${RULES} + " actual " + ${READER};`],
    ),
  ])
}

function answers(rules: readonly DescribedRules[]): string[] {
  return firstOf(
    [...keysBy(rules, ({ status }) => status)].map(
      ({ 0: status, 1: keys }): Branch => [
        isOneOf(keys),
        [`set ${CASE} = ${CASE} + " ${status}";`, `return (synth(${status}));`],
      ],
    ),
  )
}

function pathSub({ entries, otherwise, ambiguous }: DescribedPaths): string {
  const rest = otherwise === undefined ? UNCOVERED : nameOf(otherwise)
  const lookUp = (variable: string, form: 'typed' | 'canonical' | 'mount', missing: string) =>
    firstOf(
      entries.map(
        (entry): Branch => [
          matches(PATH, possessive(entry[form]), form !== 'typed'),
          [assign(variable, nameOf(entry.rules))],
        ],
      ),
      [missing],
    )
  const steps = CLEAR_PATH.map(({ pattern, accepts }) => ({ pattern: allPossessive(pattern), accepts }))
  return `# The rules for the path as it stands, and as servers may read it. If these differ, nobody may read.
${sub('cors_path', [
  `set ${PATH} = regsub(req.url, "\\?.*$", "");`,
  ...answerSteps(CLEAR, PATH, steps),
  ...lookUp(TYPED, 'typed', assign(TYPED, rest)),
  ...lookUp(CANONICAL, 'canonical', assign(CANONICAL, rest)),
  ...lookUp(MOUNT, 'mount', `set ${MOUNT} = ${CANONICAL};`),
  ...firstOf(
    [[`${CLEAR} == "yes" && ${TYPED} == ${CANONICAL} && ${TYPED} == ${MOUNT}`, [`set ${RULES} = ${TYPED};`]]],
    [assign(RULES, nameOf(ambiguous))],
  ),
])}`
}

const WELL_FORMED_ORIGIN = `# Whether Origin has the form of an origin.
${sub('cors_well_formed', answerSteps(WELL_FORMED, 'req.http.Origin', ORIGIN_GRAMMAR))}`

const IS_WELL_FORMED = `${WELL_FORMED} == "yes"`
const SITE = 'req.http.Sec-Fetch-Site'

const OWN_ORIGIN = `# Whether the request is from a page of this server itself: browsers send Origin with those too.
${sub('cors_own', [
  assign(READER, 'other'),
  ...firstOf([
    [SITE, firstOf([[matches(SITE, '^(?:same-origin|none)$'), [assign(READER, 'own')]]])],
    [
      `${IS_WELL_FORMED} &&
    (req.http.Origin == "http://" + req.http.Host || req.http.Origin == "https://" + req.http.Host)`,
      [assign(READER, 'own')],
    ],
  ]),
])}`

function readerSub(rules: DescribedRules, index: number): string {
  const paths = rules.written.map(path => JSON.stringify(path)).join(', ')
  return `# ${nameOf(index)}: who may read ${paths === '' ? 'ambiguous paths' : paths}.
${sub(`cors_reader_${index}`, readers(rules))}`
}

function readers({ origins, isStatic, blockDisallowed, answers }: DescribedRules): string[] {
  const listed = [assign(READER, 'listed')]
  const other = [blockDisallowed ? 'call cors_own;' : assign(READER, 'other')]
  if (isStatic) return listed
  if (origins.any) {
    const shared = answers.some(({ reader }) => reader === 'shared') ? [assign(READER, 'shared')] : other
    return firstOf(
      [
        [matches('req.http.Origin', '^(?:null|file://)$'), shared],
        [IS_WELL_FORMED, listed],
      ],
      other,
    )
  }
  return firstOf(
    [
      ...chunks(origins.exact.map(literal)).map(
        (chunk): Branch => [matches('req.http.Origin', `^(?:${chunk.join('|')})$`), listed],
      ),
      ...origins.patterns.map(
        ({ pattern, ignoreCase }): Branch => [
          `${IS_WELL_FORMED} && ${matches('req.http.Origin', pattern, ignoreCase)}`,
          listed,
        ],
      ),
    ],
    other,
  )
}

/** PCRE takes patterns of 64 KB. Comparisons with `==` would keep the C compiler busy for half a minute. */
const LONGEST = 16_000

function chunks(texts: readonly string[]): string[][] {
  const found: string[][] = []
  let length = LONGEST
  for (const text of texts) {
    if (length + text.length > LONGEST) {
      found.push([])
      length = 0
    }
    found.at(-1)?.push(text)
    length += text.length + 1
  }
  return found
}
