import assert from 'node:assert/strict'
import { test } from 'node:test'
import { messagesIn } from '../support/refused.js'
import { type Pattern, resourcesOf } from '../support/resources.js'

const messagesOf = (patterns: readonly Pattern[]) => messagesIn({ resources: resourcesOf(patterns) })

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

/** Makes a RegExp that needs a newer compile target as a literal. */
const setOf = (source: string, flag = 'v') => new RegExp(source, flag)

/** Other lists with a pattern that nothing reaches. */
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
  // No path at all matches the RegExp.
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
  // An earlier RegExp matches everything that the last one does.
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
  // A prefix matches everything that the RegExp does.
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
  test(`refused: ${patterns.join(' and ')}`, () => {
    const [message = ''] = messagesOf(patterns)
    assert.match(message, /^unreachable-resource resources\[\d\]\[0\]: nothing reaches /)
  })
}

/** Some path reaches every pattern of these lists. */
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

test('every suggestion is accepted', () => {
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

test('a RegExp with too many alternatives is compared only by how it begins', () => {
  const many = '(?:a|b|c|d)'.repeat(8)
  assert.deepEqual(messagesOf(['/x/*', new RegExp(`^/${many}`)]), [])
  assert.equal(messagesOf(['/x/*', new RegExp(`^/x/${many}`)]).length, 1)
  assert.deepEqual(messagesOf([new RegExp(`^/x${many}`), /^\/xa/]), [])
})

test('hundreds of RegExps are compared with each other quickly, and thousands only with paths', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, i) => new RegExp(`^/v\\d+/resource${i}(/|$)`))
  const before = performance.now()
  assert.deepEqual(messagesOf(many(200)), [])
  assert.equal(messagesOf([...many(3000), '/v1/*', /^\/v1\/a/]).length, 1)
  assert.ok(performance.now() - before < 20_000)
})

test('a RegExp that several others cover together is refused, and the message names them all', () => {
  assert.deepEqual(messagesOf([/^\/[a-m]/, /^\/[n-z]/, /^\/(?:[a-z]|a\d)/]), [
    String.raw`unreachable-resource resources[2][0]: nothing reaches the alternative "/" of /^\/(?:[a-z]|a\d)/: /^\/[a-m]/, /^\/[n-z]/ come first and match the same. Take that alternative out.`,
    String.raw`unreachable-resource resources[2][0]: nothing reaches the alternative "/a" of /^\/(?:[a-z]|a\d)/: /^\/[a-m]/ comes first and matches the same. Take that alternative out.`,
  ])
})

test('a RegExp that no path matches is refused, and the message says what a path is', () => {
  assert.deepEqual(messagesOf(['/*', /^admin/]), [
    'unreachable-resource resources[1][0]: nothing reaches /^admin/: no path matches it. A path begins with "/" and ends before "?", and has no empty or dot segments. Correct it, or take it out.',
  ])
})

test('every pattern that comes first has a message of its own', () => {
  const messages = messagesOf(['/api/*', '/web/*', /^\/(?:api|web)\/admin/])
  assert.deepEqual(
    messages.map(message => /alternative "(.*?)".*: "(.*?)"/.exec(message)?.slice(1)),
    [
      ['/api/admin', '/api/*'],
      ['/web/admin', '/web/*'],
    ],
  )
})
