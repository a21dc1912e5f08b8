import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runInNewContext } from 'node:vm'
import { createPolicy, resolve } from 'cors-policy'
import { A, asking, B, evil, guard, is, refuses } from '../support/attacker.js'

const nobody = { vary: 'Origin' }
const mine = (origin: string) => ({ 'access-control-allow-origin': origin, vary: 'Origin' })

const ofAnotherRealm = (source: string): RegExp => runInNewContext(source)

const stateful: readonly { readonly kind: string; readonly origins: RegExp }[] = [
  { kind: 'global', origins: /^https:\/\/[ab]\.example$/g },
  { kind: 'sticky', origins: /^https:\/\/[ab]\.example$/y },
  { kind: 'global and sticky', origins: /^https:\/\/[ab]\.example$/gy },
  { kind: 'multi-line', origins: /^https:\/\/[ab]\.example$/m },
  { kind: 'with indices', origins: /^https:\/\/[ab]\.example$/dg },
  { kind: 'Unicode', origins: /^https:\/\/[ab]\.example$/gu },
  { kind: 'alternating', origins: /^https:\/\/a\.example$|^https:\/\/b\.example$/g },
  { kind: 'with special characters in a class', origins: /^https:\/\/[|()$ab]\.example$/g },
  { kind: 'of another realm', origins: ofAnotherRealm('/^https:\\/\\/[ab]\\.example$/gm') },
]
for (const { kind, origins } of stateful) {
  test(`a RegExp (${kind}) answers the same each time, for concurrent requests too`, async t => {
    const ask = await guard(t, { origins: [origins] })
    for (let round = 0; round < 3; round++) {
      origins.lastIndex = 7 * round
      const [a, b, c] = await Promise.all([A, B, evil].map(origin => ask({ headers: { origin } })))
      assert.ok(a && b && c)
      is(a, 200, mine(A))
      is(b, 200, mine(B))
      is(c, 200, nobody)
      for (const origin of [`${evil}\t${A}`, `${A}.evil.example`, `x${A}`]) {
        is(await ask({ headers: { origin } }), 200, nobody)
      }
    }
  })
}

test('a multi-line RegExp does not match one line of a value with line ends, which a decoding proxy could send', () => {
  const origins = [/^https:\/\/a\.example$/m, ofAnotherRealm('/^https:\\/\\/b\\.example$/m')]
  const policy = createPolicy({ origins })
  for (const end of ['\n', '\r', '\r\n', '\u2028', '\u2029', '\v', '\f', '\0']) {
    for (const origin of [`${evil}${end}${A}`, `${A}${end}${evil}`, `${A}${end}`, `${end}${B}`]) {
      assert.deepEqual(resolve(policy, { method: 'GET', url: '/', headers: { origin } }), {
        kind: 'actual',
        allowed: false,
        reason: 'origin-malformed',
        headers: {},
        vary: ['Origin'],
      })
    }
    const paths = createPolicy({ resources: [[/^\/v\d\//m, { origins: '*' }]] })
    const { reason } = resolve(paths, { method: 'GET', url: `/x${end}/v1/x`, headers: { origin: A } })
    assert.equal(reason, end === '\0' ? 'path-ambiguous' : 'no-resource')
  }
})

test('a stateful RegExp for headers or resources answers the same each time', async t => {
  const ask = await guard(t, {
    origins: [A, B],
    allowHeaders: /^x-[a-z]+$/gy,
    methods: 'PUT',
    resources: [[/^\/v\d\//gy, { maxAge: 5 }]],
  })
  for (let round = 0; round < 3; round++) {
    is(await ask({ path: '/v1/x', method: 'OPTIONS', headers: asking(A, 'PUT', 'x-a,x-b,y') }), 204, {
      ...mine(A),
      'access-control-allow-methods': 'PUT',
      'access-control-allow-headers': 'x-a, x-b',
      'access-control-max-age': '5',
      vary: 'Origin, Access-Control-Request-Headers',
    })
    is(await ask({ path: '/x/v1/x', headers: { origin: A } }), 200, {})
  }
})

const open = [
  /a\.example/,
  /^https:\/\/a\.example/,
  /a\.example$/,
  /^https:\/\/a\.example|b\.example$/,
  /^https:\/\/a\.example$|b\.example/,
  /https:\/\/a\.example$|^https:\/\/b\.example$/,
  /^https:\/\/a\.example$|/,
  /|^https:\/\/a\.example$/,
  /(?:^https:\/\/a\.example$)|b/,
  /^https:\/\/a\.example\$/,
  /^https:\/\/a\.example[$]/,
  /[\s\S]https:\/\/a\.example$/,
  /\^https:\/\/a\.example$/,
  /^https:\/\/a\.example(?=.*$)/,
  /(?!^)https:\/\/a\.example$/,
]
test('a RegExp that is open at one end is refused in every realm, with any flags', () => {
  for (const regexp of open) {
    for (const flags of ['', 'm', 'gy', 'i']) {
      const own = new RegExp(regexp.source, flags)
      refuses({ origins: own }, 'unanchored-regexp')
      refuses({ origins: [A, ofAnotherRealm(String(own))] }, 'unanchored-regexp')
    }
  }
})

test('unescaped dots and the i flag match only well-formed origins', async t => {
  // Such a RegExp takes what its author wrote, but it only sees well-formed origins.
  const ask = await guard(t, { origins: [/^https:\/\/app.a.example$/i, /^HTTPS:\/\/B\.EXAMPLE$/i] })
  for (const origin of ['https://app.a.example', 'https://app-a.example', B]) {
    is(await ask({ headers: { origin } }), 200, mine(origin))
  }
  for (const origin of ['https://app/a.example', 'https://app@a.example', 'https://app#a.example']) {
    is(await ask({ headers: { origin } }), 200, nobody)
  }
  for (const origin of ['https://APP.a.example', 'https://B.example', 'HTTPS://b.example']) {
    is(await ask({ headers: { origin } }), 200, nobody)
  }
})

test('a RegExp lookalike is refused, and a RegExp with overridden methods is matched by its own source', async t => {
  const lookalikes = [
    { source: '^https://a\\.example$', flags: '', test: () => true, exec: () => [''] },
    Object.create(RegExp.prototype),
    RegExp.prototype,
    { __proto__: /^x$/ },
    Object.assign(Object.create(null), { [Symbol.match]: () => [''] }),
    { [Symbol.toStringTag]: 'RegExp', toString: () => '/^.*$/' },
  ]
  for (const origins of lookalikes) {
    refuses({ origins }, 'invalid-type')
    refuses({ origins: [A, origins] }, 'invalid-type')
    refuses({ allowHeaders: origins }, 'invalid-type')
  }
  const tampered = Object.assign(/^https:\/\/a\.example$/, { test: () => true, exec: () => [''] })
  Object.defineProperty(tampered, 'source', { value: '^.*$' })
  class Open extends RegExp {
    override test(): boolean {
      return true
    }
  }
  const changed = /^https:\/\/[c]\.example$/
  const ask = await guard(t, { origins: [tampered, new Open('^https://b\\.example$'), changed] })
  Object.assign(changed, { lastIndex: 3 }).compile('^.*$')
  is(await ask({ headers: { origin: A } }), 200, mine(A))
  is(await ask({ headers: { origin: B } }), 200, mine(B))
  is(await ask({ headers: { origin: 'https://c.example' } }), 200, mine('https://c.example'))
  is(await ask({ headers: { origin: evil } }), 200, nobody)
})

test('a RegExp that takes every origin is refused with credentials, however it is written', () => {
  for (const origins of [
    /^.*$/,
    /^.+$/s,
    /^https?:\/\/.*$/,
    /^https:\/\/[^/]+$/,
    /^https:\/\/[a-z0-9.-]+$/i,
    /^https:\/\/\S+$/,
    /^(?:https:\/\/a\.example|.*)$/,
    /^https:\/\/a\.example$|^.*$/,
    /^https:\/\/(?!evil).*$/,
    /^(?:)[\s\S]*$/,
    ofAnotherRealm('/^.*$/gm'),
  ]) {
    refuses({ origins, credentials: true }, 'any-origin-with-credentials')
    refuses(
      { origins: [A], resources: { '/a': { origins, credentials: true } } },
      'any-origin-with-credentials',
    )
  }
})
