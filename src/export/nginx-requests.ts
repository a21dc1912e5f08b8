import { nameOf, needsGrammar, UNCOVERED } from './cases.js'
import type { DescribedPaths, DescribedRules, Description } from './description.js'
import { type MapLine, map, quoted, regexp } from './nginx-text.js'
import { WELL_FORMED } from './origin-grammar.js'
import { CLEAR_PATH } from './path-grammar.js'
import type { Steps } from './steps.js'

/** What a request is: `$cors_rules` for its path, and `$cors_case`, its kind and its reader. */
export function requestMaps({ rules, paths }: Description): string[] {
  return [
    KIND,
    needsGrammar(rules) ? WELL_FORMED_ORIGIN : '',
    paths === undefined ? map('""', 'cors_rules', [['default', nameOf(0)]]) : pathMaps(paths, rules),
    rules.some(({ blockDisallowed }) => blockDisallowed) ? OWN_ORIGIN : '',
    ...rules.map((each, index) => readerMaps(each, index)),
    map('$cors_rules', 'cors_reader', [
      ['default', '""'],
      ...rules.map((_, index): MapLine => [nameOf(index), `$cors_reader_${index}`]),
    ]),
    map('$cors_kind', 'cors_case', [
      ['default', '"$cors_kind $cors_reader"'],
      ['none', 'none'],
    ]),
  ]
}

const KIND = `# The kind of request: none has no Origin.
${map('"$request_method $http_access_control_request_method"', 'cors_method_kind', [
  ['default', 'actual'],
  [regexp('^OPTIONS .'), 'preflight'],
])}${map('$http_origin', 'cors_kind', [
  ['default', '$cors_method_kind'],
  ['""', 'none'],
])}`

const WELL_FORMED_ORIGIN = `# Whether Origin has the form of an origin: its value, or nothing.
${map('$http_origin', 'cors_well_formed', steps(WELL_FORMED, '$http_origin'))}`

function steps(all: Steps, value: string): MapLine[] {
  return [
    ['default', '""'],
    ...all.map(({ pattern, accepts }): MapLine => [regexp(pattern), accepts ? value : '""']),
  ]
}

const RAW_PATH = '^[A-Z_-]+ +(?<cors_raw_path>/[^?# ]*)(?:\\?[^ ]*)?(?: +HTTP/[0-9.]+)?$'

function pathMaps(
  { entries, otherwise, ambiguous }: DescribedPaths,
  rules: readonly DescribedRules[],
): string {
  const rest = otherwise === undefined ? UNCOVERED : nameOf(otherwise)
  const names = [...rules.keys()].map(nameOf).filter(name => name !== nameOf(ambiguous))
  const by = (form: 'typed' | 'canonical' | 'mount') =>
    entries.map((entry): MapLine => [regexp(entry[form], form !== 'typed'), nameOf(entry.rules)])
  const raw = map('$request', 'cors_path', [
    ['default', '""'],
    [regexp(RAW_PATH), '$cors_raw_path'],
  ])
  const clear = map('$cors_path', 'cors_clear_path', steps(CLEAR_PATH, '$cors_path'))
  const typed = map('$cors_path', 'cors_typed', [['default', rest], ...by('typed')])
  const canonical = map('$cors_clear_path', 'cors_canonical', [
    ['default', rest],
    ['""', nameOf(ambiguous)],
    ...by('canonical'),
  ])
  const mount = map('$cors_clear_path', 'cors_mount', [['default', '""'], ...by('mount')])
  const agreed = map('"$cors_typed $cors_canonical $cors_mount"', 'cors_rules', [
    ['default', nameOf(ambiguous)],
    ...names.flatMap((name): MapLine[] => [
      [`"${name} ${name} "`, name],
      [`"${name} ${name} ${name}"`, name],
    ]),
    ...(otherwise === undefined ? [[`"${UNCOVERED} ${UNCOVERED} "`, UNCOVERED] as const] : []),
  ])
  return `# The path as it is in the request line: nginx's own $uri is decoded, and upstream may decode in another way.
${raw}${clear}
# Its rules as it stands, and as routers may read it. If these differ, nobody may read.
${typed}${canonical}${mount}${agreed}`
}

const OWN_ORIGIN = `# Whether the request is from a page of this server itself: browsers send Origin with those too.
${map('"$cors_well_formed $http_host"', 'cors_own_host', [
  ['default', 'other'],
  [regexp('^https?://([^ ]+) \\1$'), 'own'],
])}${map('$http_sec_fetch_site', 'cors_own', [
  ['default', 'other'],
  ['""', '$cors_own_host'],
  [regexp('^(?:same-origin|none)$'), 'own'],
])}`

function readerMaps(rules: DescribedRules, index: number): string {
  const paths = rules.written.map(path => JSON.stringify(path)).join(', ')
  return `# ${nameOf(index)}: who may read ${paths === '' ? 'ambiguous paths' : paths}.\n${readersOf(rules, index)}`
}

function readersOf({ origins, isStatic, blockDisallowed, answers }: DescribedRules, index: number): string {
  const reader = `cors_reader_${index}`
  const other = blockDisallowed ? '$cors_own' : 'other'
  if (isStatic) return map('""', reader, [['default', 'listed']])
  if (origins.any) {
    const shared = answers.some(answer => answer.reader === 'shared') ? 'shared' : other
    const wellFormed = map('$cors_well_formed', `cors_any_${index}`, [
      ['default', 'listed'],
      ['""', other],
    ])
    return (
      wellFormed +
      map('$http_origin', reader, [
        ['default', `$cors_any_${index}`],
        [regexp('^(?:null|file://)$'), shared],
      ])
    )
  }
  const { exact, patterns } = origins
  if (exact.length === 0 && patterns.length === 0) return map('""', reader, [['default', other]])
  const matched = map('$cors_well_formed', `cors_pattern_${index}`, [
    ['default', other],
    ...patterns.map(({ pattern, ignoreCase }): MapLine => [regexp(pattern, ignoreCase), 'listed']),
  ])
  const found = map('$http_origin', `cors_exact_${index}`, [
    ['default', '""'],
    ...exact.map((origin): MapLine => [quoted(origin), quoted(origin)]),
  ])
  // A map finds texts whatever their case, so what it found is compared.
  const compared = map(`"$http_origin $cors_exact_${index}"`, reader, [
    ['default', patterns.length > 0 ? `$cors_pattern_${index}` : other],
    [regexp('^([^ ]+) \\1$'), 'listed'],
  ])
  return (patterns.length > 0 ? matched : '') + found + compared
}
