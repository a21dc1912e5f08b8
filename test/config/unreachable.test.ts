import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPolicy, resolve } from 'cors-policy'
import fc from 'fast-check'
import { issuesOf } from '../support/refused.js'

type Pattern = string | RegExp

/** Each with options of its own. */
const resourcesOf = (patterns: readonly Pattern[]) =>
  patterns.map((pattern, i) => [pattern, { exposeHeaders: `X-${i}` }] as const)
const messagesOf = (patterns: readonly Pattern[]) =>
  issuesOf({ resources: resourcesOf(patterns) }).map(
    ({ code, path, message }) => `${code} ${path}: ${message}`,
  )

const refused: readonly { patterns: readonly Pattern[]; at: number; says: string }[] = [
  {
    patterns: ['/api/*', /^\/api\/admin(\/|$)/],
    at: 1,
    says: String.raw`nothing reaches /^\/api\/admin(\/|$)/: "/api/*" comes first, as paths come before RegExps. Write "/api/admin/*" for it.`,
  },
  {
    patterns: [/^\/api\/health$/, '/api/*'],
    at: 0,
    says: String.raw`nothing reaches /^\/api\/health$/: "/api/*" comes first, as paths come before RegExps. Write "/api/health" for it.`,
  },
  {
    patterns: ['/api/*', /^\/api\/v\d+\/users$/],
    at: 1,
    says: String.raw`nothing reaches /^\/api\/v\d+\/users$/: "/api/*" comes first, as paths come before RegExps. Write [/^\/api(?:\/|$)/, …] behind it instead of "/api/*".`,
  },
  {
    patterns: ['/api', /^\/api\/?$/],
    at: 1,
    says: String.raw`nothing reaches /^\/api\/?$/: "/api" comes first, as paths come before RegExps. Take one of them out.`,
  },
  {
    patterns: ['/api/*', /^\/(api|web)\/health$/],
    at: 1,
    says: String.raw`nothing reaches the alternative "/api/health" of /^\/(api|web)\/health$/: "/api/*" comes first, as paths come before RegExps. Write "/api/health" for it.`,
  },
  {
    patterns: ['/api', /^\/web|^\/api$/],
    at: 1,
    says: String.raw`nothing reaches the alternative "/api" of /^\/web|^\/api$/: "/api" comes first, as paths come before RegExps. Take that alternative out.`,
  },
  {
    patterns: [/^\/api/, /^\/api\/admin/],
    at: 1,
    says: String.raw`nothing reaches /^\/api\/admin/: /^\/api/ comes first and matches the same. Write /^\/api\/admin/ before it.`,
  },
  {
    patterns: [/^\/a/, /^\/A/],
    at: 1,
    says: String.raw`nothing reaches /^\/A/: /^\/a/ comes first and matches the same. Take one of them out.`,
  },
  {
    patterns: ['*', /^\//],
    at: 0,
    says: String.raw`nothing reaches "*": /^\// comes before it and matches every path. Take one of them out.`,
  },
]
for (const { patterns, at, says } of refused) {
  test(`refused: ${patterns.join(' and ')}`, () => {
    assert.deepEqual(messagesOf(patterns), [`unreachable-resource resources[${at}][0]: ${says}`])
  })
}

/** A literal of this flag needs a newer compile target. */
const setOf = (source: string, flag = 'v') => new RegExp(source, flag)

/** The same, written in other ways. */
for (const patterns of [
  ['/api/*', /^\/api\/admin($|\/)/],
  ['/api/*', /^\/api(?:\/.*)?$/],
  ['/api/*', /^\/api(?=\/|$)/],
  ['/api/*', /^\/API\/x/],
  ['/API/*', /^\/api\/x/],
  ['/api/*', /^\/[aA]pi\/x/],
  ['/api/*', /^[/]api[/]+admin/],
  ['/api/*', /^\/api\/{2,}admin/],
  ['/api/*', /^\/api\/{1}admin/],
  ['/api/*', /^\/(?<first>api)\/x/],
  ['/api/*', /^\/\x61\u0070i\/x/],
  ['/api/*', /^\/\u{61}pi\/x/u],
  ['/api/*', setOf(String.raw`^\/api\/[[a-z]--[b]]x`)],
  ['/api/*', /^\/api\/\p{L}x/u],
  ['/api/*', /^(?!\/public)\/api\/x/],
  ['/api/*', /^\/api\.v2\//],
  ['/api/*', /^\/api;v=1/],
  ['/caf%C3%A9/*', /^\/caf%C3%A9\/x/],
  ['/caf%C3%A9/*', /^\/café\/x/],
  ['/api/*', '/web/*', /^\/(?:api|web)$/],
  ['/a', '/b', /^\/(?:a|b)$/],
  [/^\/api(\/|$)/, /^\/api\/admin(\/|$)/],
  [/^\/v\d+\//, /^\/v\d+\/users/],
  [/^\/.*$/, /^\/x/],
  [/^/, /^\/x/],
  [/^\/a\b/i, /^\/a\b\/c/],
  ['/*', /^.*$/],
  // No path matches the RegExp.
  ['/*', /^admin/],
  ['/*', /^\/admin\?/],
  ['/*', /^https:\/\/x\/admin/],
  ['/*', /^(?!)/],
  ['/*', /^$/],
  ['/*', /^\/\/x/],
  ['/*', /^\/x\/$/],
  ['/*', /^\/a\/\.\.\/b/],
  ['/*', /^\/x$\//],
  [/^\/a$b/, /^\/a/],
  // An earlier RegExp takes all.
  ...[
    /^\/\w+/,
    /^\/api\/.+/,
    /^\/api\/[^/]+/,
    /^\/api\/[a-z]+/,
    /^\/[^.]+/,
    setOf('^[^]*$', ''),
    /^(?=\/api)/,
    /^(?!\/web)/,
    /^(?=.*n)\/\b(?:(?:api))/,
    /^\/(?<=\/)a/,
  ].map(open => [open, /^\/api\/admin/]),
  [/^(?=\/)/, '*'],
  [/^\/[a-m]/, /^\/[n-z]/, /^\/(?:[a-z]|a\d)/],
  [/^\/(?!admin)/, /^\/admin/, '*'],
  // A prefix takes all.
  ...[
    /^\/+api\/admin/,
    /^\/\/?api\/admin/,
    /^(?=.*\/admin)\/api\//,
    /^\/api\/admin/,
    /^\/[a-a]pi\/admin/,
    /^\/api\/(\w+)\/\1/,
    /^\/api\/(?:(?!x).)*$/,
  ].map(shut => ['/api/*', shut]),
] as Pattern[][]) {
  test(`refused too: ${patterns.join(' and ')}`, () => {
    const [message = ''] = messagesOf(patterns)
    assert.match(message, /^unreachable-resource resources\[\d\]\[0\]: nothing reaches /)
  })
}

/** What is more specific comes later, or only partly before: something reaches each. */
for (const patterns of [
  ['/api/*', /^\/api/],
  ['/api/*', /^\/api\b/],
  ['/api/*', /^\/apis?\//],
  ['/api/*', /^\/api[^/]/],
  ['/api/*', /^\/(?:.*\/)?admin/],
  ['/api/*', /^\/(?!api)/],
  ['/api/*', /^\/ap(i|p)x/],
  ['/api/*', /^\/(?=api|web)/],
  ['/v1/*', /^\/v\d+\//],
  ['/v1/*', /^\/v[123]\//],
  ['/api', /^\/api(\/|$)/],
  ['/api', /^\/api\//],
  [/^\/api$/, /^\/api/],
  [/^\/a{2}/, /^\/ab/],
  [/^\/a{0,3}$/, /^\/ab/],
  [/^\/a[bc]/, /^\/a[cd]/],
  [/^\/a$b|^\/b/, /^\/a/],
  [/^\/$\b|^\/a/, /^\/$/],
  [/^\/api\/\d+$/, /^\/api\/\d+\/x$/],
  [/^\/files\/[^/]+\.pdf$/, /^\/files\//],
  [/^\/(\w+)\/\1/, /^\/(\w+)\/x/],
  ['*', /^\/a/, /^\/b/],
  ['/caf%C3%A9', /^\/th(?:é|%C3%A9)$/],
  ['/api', /^\/api(\/|$)/],
  ['*', /^\*$/],
  ['*', /^\/API\/x/],
  ['*', /^\/api(?:\/|$)$/],
  [/^\/(?!admin)/, '*'],
  [/^\/(?:(?!admin).)*$/, '*'],
  [/^\/(?!.*\/admin)/, /^\/api/],
  [/^\/(?=.*x)/, /^\/api/],
  [/^\/a\B/, /^\/a/],
  [/^\/[^/]+$/, /^\/api/],
  ['/*', setOf('^\\/[[a-z]--[b]]x')],
] as Pattern[][]) {
  test(`accepted: ${patterns.join(' and ')}`, () => assert.deepEqual(messagesOf(patterns), []))
}

test('what is suggested is accepted', () => {
  for (const patterns of [
    ['/api/*', '/api/admin/*'],
    ['/api/health', '/api/*'],
    [/^\/api\/v\d+\/users$/, /^\/api(?:\/|$)/],
    ['/api'],
    ['/api/*', /^\/web\/health$/, '/api/health'],
    ['/api', /^\/web/],
    [/^\/api\/admin/, /^\/api/],
  ]) {
    assert.deepEqual(messagesOf(patterns), [])
  }
})

test('a RegExp with more alternatives than anybody reads is told apart only as far as it is', () => {
  const many = '(?:a|b|c|d)'.repeat(8)
  assert.deepEqual(messagesOf(['/x/*', new RegExp(`^/${many}`)]), [])
  assert.equal(messagesOf(['/x/*', new RegExp(`^/x/${many}`)]).length, 1)
  assert.deepEqual(messagesOf([new RegExp(`^/x${many}`), /^\/xa/]), [])
})

test('thousands of RegExps are compared with paths alone, and hundreds take no long time', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, i) => new RegExp(`^/v\\d+/resource${i}(/|$)`))
  const before = performance.now()
  assert.deepEqual(messagesOf(many(200)), [])
  assert.equal(messagesOf([...many(3000), '/v1/*', /^\/v1\/a/]).length, 1)
  assert.ok(performance.now() - before < 20_000)
})

test('what several entries take together is refused, and all are named', () => {
  assert.deepEqual(messagesOf([/^\/[a-m]/, /^\/[n-z]/, /^\/(?:[a-z]|a\d)/]), [
    String.raw`unreachable-resource resources[2][0]: nothing reaches the alternative "/" of /^\/(?:[a-z]|a\d)/: /^\/[a-m]/, /^\/[n-z]/ come first and match the same. Take that alternative out.`,
    String.raw`unreachable-resource resources[2][0]: nothing reaches the alternative "/a" of /^\/(?:[a-z]|a\d)/: /^\/[a-m]/ comes first and matches the same. Take that alternative out.`,
  ])
})

test('a RegExp that no path matches is refused with what a path is', () => {
  assert.deepEqual(messagesOf(['/*', /^admin/]), [
    'unreachable-resource resources[1][0]: nothing reaches /^admin/: no path matches it. A path begins with "/" and ends before "?", and has no empty or dot segments. Correct it, or take it out.',
  ])
})

test('what a mistake leaves out is not missed: each pattern that comes first has a message of its own', () => {
  const messages = messagesOf(['/api/*', '/web/*', /^\/(?:api|web)\/admin/])
  assert.deepEqual(
    messages.map(message => /alternative "(.*?)".*: "(.*?)"/.exec(message)?.slice(1)),
    [
      ['/api/admin', '/api/*'],
      ['/web/admin', '/web/*'],
    ],
  )
})

// Paths and RegExps of a few letters, small enough to try every path.
const letters = ['a', 'b']
const words = ['', ...letters, ...letters.flatMap(first => letters.map(second => first + second))]
const shortPaths = [
  ...words.map(word => `/${word}`),
  ...words.flatMap(first => words.slice(1).map(second => `/${first || 'a'}/${second}`)),
  ...words.slice(1).map(word => `/a/b/${word}`),
]
const everyPath = [
  ...new Set(shortPaths.flatMap(each => ['', 'a', 'bb', 'bab', '/x'].map(end => each + end))),
].filter(each => !each.includes('//'))
const piece = fc.constantFrom(
  ...[
    'a',
    'b',
    '\\/',
    '\\/',
    '(?:a|b)',
    '(a|\\/)',
    'a?',
    '\\/?',
    '[ab]',
    '[^/]',
    '.',
    '.*',
    '(\\/|$)',
    '(?:\\/b)?',
  ],
  ...['a+', 'b*', 'a{2}', '(?=a)', '(?!b)', '\\b', '$', '(?:a|b\\/|$)'],
)
const regexp = fc
  .tuple(
    fc.array(fc.array(piece, { maxLength: 4 }), { minLength: 1, maxLength: 2 }),
    fc.constantFrom('', 'i'),
  )
  .map(
    ([alternatives, flags]) =>
      new RegExp(alternatives.map(parts => `^\\/${parts.join('')}`).join('|'), flags),
  )
const path = fc.constantFrom('/a', '/b', '/a/*', '/b/*', '/a/b', '/a/b/*', '/ab/*')
const list = fc.uniqueArray(fc.oneof(path, { weight: 2, arbitrary: regexp }), {
  minLength: 2,
  maxLength: 4,
  selector: String,
})

test('no path reaches a RegExp that is refused whole, and what is accepted does what it says', () => {
  const seen = { refused: 0, accepted: 0 }
  fc.assert(
    fc.property(list, patterns => {
      const whole = issuesOf({ resources: resourcesOf(patterns) }).filter(
        ({ code, message }) => code === 'unreachable-resource' && !message.includes('the alternative'),
      )
      seen[whole.length > 0 ? 'refused' : 'accepted']++
      for (const { path: at } of whole) {
        const index = Number(/\d+/.exec(at)?.[0])
        const named = patterns.filter(pattern => typeof pattern === 'string')
        const before = patterns.slice(0, index).filter(pattern => typeof pattern !== 'string')
        for (const asked of everyPath) {
          if (!(patterns[index] as RegExp).test(asked)) continue
          const isNamed = named.some(
            pattern =>
              asked === pattern ||
              `${asked}/`.startsWith(pattern.endsWith('/*') ? pattern.slice(0, -1) : '\0'),
          )
          assert.ok(isNamed || before.some(each => each.test(asked)), `${asked} reaches ${patterns[index]}`)
        }
      }
    }),
    { numRuns: 3000 },
  )
  for (const count of Object.values(seen)) assert.ok(count > 150, JSON.stringify(seen))
})

test('of plain alternatives each is reached by some path, or refused', () => {
  const text = fc
    .tuple(
      fc.array(fc.constantFrom('a', 'b', '\\/b'), { minLength: 1, maxLength: 3 }),
      fc.constantFrom('', '$', '(\\/|$)', '(?:\\/.*)?$', '\\/?$', '\\/?'),
    )
    .map(([parts, end]) => parts.join('') + end)
    .filter(each => !each.startsWith('\\/'))
  const plain = fc.array(text, { minLength: 1, maxLength: 2 })
  let accepted = 0
  fc.assert(
    fc.property(fc.uniqueArray(path, { maxLength: 3 }), plain, (named, alternatives) => {
      const sources = alternatives.map(parts => `^\\/${parts}`)
      const patterns = [...named, new RegExp(sources.join('|'))]
      if (messagesOf(patterns).length > 0) return
      accepted++
      const policy = createPolicy({
        origins: ['https://a.example', 'https://b.example'],
        resources: resourcesOf(patterns),
      })
      const reached = everyPath.filter(url => {
        const { headers } = resolve(policy, { method: 'GET', url, headers: { origin: 'https://a.example' } })
        return headers['Access-Control-Expose-Headers'] === `X-${named.length}`
      })
      for (const source of sources) {
        const matching = everyPath.filter(url => new RegExp(source).test(url))
        const isReached = reached.some(url => new RegExp(source).test(url))
        assert.ok(matching.length === 0 || isReached, `${source} in ${patterns}`)
      }
    }),
    { numRuns: 2000 },
  )
  assert.ok(accepted > 500, `${accepted}`)
})
