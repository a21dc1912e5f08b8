import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPolicy, resolve } from 'cors-policy'
import { diagnose } from 'cors-policy/diagnose'
import { A, asking, B, guard, is } from '../support/attacker.js'

const nobody = { vary: 'Origin, Sec-Fetch-Site' }
const denied = 'https://other.example'

/** Hosts for which the URL parser takes more than linear time, and others of that length. */
const longHosts = [
  `xn--${'a9'.repeat(7000)}`,
  'a'.repeat(15_000),
  `${'a.'.repeat(7000)}example`,
  '%61'.repeat(5000),
]

test('a request with a very long Host counts as cross-origin', async t => {
  const ask = await guard(t, { origins: [A, B], blockDisallowed: true })
  for (const host of longHosts)
    is(await ask({ method: 'POST', headers: { host, origin: denied } }), 403, nobody, '')
})

test('a Host of 253 characters, the most in DNS, can be same-origin, and a longer one cannot', async t => {
  const ask = await guard(t, { origins: [A, B], blockDisallowed: true })
  const host = `${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(61)}`
  assert.equal(host.length, 253)
  const scheme = 'http'
  is(await ask({ method: 'POST', headers: { host, origin: `${scheme}://${host}` } }), 200, nobody, 'handled')
  is(
    await ask({ method: 'POST', headers: { host: `${host}d`, origin: `${scheme}://${host}` } }),
    403,
    nobody,
    '',
  )
})

test('a Fetch request to a very long host counts as cross-origin, and a same-origin one passes', () => {
  const policy = createPolicy({ origins: [A, B], blockDisallowed: true })
  const statusOf = (url: string) =>
    resolve(policy, { method: 'POST', url, headers: new Headers({ origin: denied }) }).status
  for (const host of longHosts) assert.equal(statusOf(`https://${host}/`), 403)
  for (const url of [
    `${denied}/`,
    `${denied}/a?b#c`,
    denied,
    `${denied}?x`,
    `${denied}/?https://evil.example`,
  ])
    assert.equal(statusOf(url), undefined, url)
  for (const url of [
    `https://evil.example/?${denied}`,
    `${denied}.evil.example/`,
    'https://evil.example',
    '/',
    '',
  ])
    assert.equal(statusOf(url), 403, url)
})

test('a header name of 256 characters reaches a RegExp, and no RegExp allows a longer one', async t => {
  const ask = await guard(t, { origins: [A, B], allowHeaders: [/^x-.*$/] })
  const methods = 'GET, HEAD, POST, OPTIONS, PUT, PATCH, DELETE'
  const granted = {
    'access-control-allow-origin': A,
    'access-control-allow-methods': methods,
    vary: 'Origin, Access-Control-Request-Headers',
  }
  const longest = `x-${'a'.repeat(254)}`
  for (const { names, allowed } of [
    { names: longest, allowed: longest },
    { names: `${longest}a`, allowed: undefined },
    { names: `x-a,${longest}a,x-b`, allowed: 'x-a, x-b' },
  ] as const) {
    is(await ask({ method: 'OPTIONS', headers: asking(A, 'PUT', names) }), 204, {
      ...granted,
      ...(allowed && { 'access-control-allow-headers': allowed }),
    })
  }
})

/** Values of Access-Control-Allow-Origin that a server under test may send; one with a long host is no URL. */
const values: readonly { what: string; value: string; check: string }[] = [
  ...longHosts.map(host => ({
    what: 'a long host',
    value: `https://${host}`,
    check: 'kInvalidAllowOriginValue',
  })),
  {
    what: 'a long host of its own scheme',
    value: `app://${'a'.repeat(5000)}`,
    check: 'kInvalidAllowOriginValue',
  },
  {
    what: 'a host behind tabs',
    value: `https:\t//${'\t'.repeat(9000)}a.example`,
    check: 'kAllowOriginMismatch',
  },
  {
    what: 'a long host without slashes',
    value: `https:${'a'.repeat(5000)}`,
    check: 'kInvalidAllowOriginValue',
  },
  { what: 'a long path', value: `https://a.example/${'a'.repeat(500_000)}`, check: 'kAllowOriginMismatch' },
  { what: 'a long query', value: `https://a.example?${'a'.repeat(500_000)}`, check: 'kAllowOriginMismatch' },
  { what: 'a long text of a scheme', value: `data:${'a'.repeat(500_000)}`, check: 'kAllowOriginMismatch' },
  { what: 'a long word', value: 'a'.repeat(500_000), check: 'kInvalidAllowOriginValue' },
]

for (const { what, value, check } of values) {
  test(`${what} in Access-Control-Allow-Origin fails as ${check}`, () => {
    const { failures } = diagnose({
      pageOrigin: A,
      request: { url: 'https://api.example/' },
      response: { status: 200, headers: { 'Access-Control-Allow-Origin': value } },
    })
    assert.deepEqual(
      failures.map(failure => failure.check),
      [check],
    )
    const { message = '', fix = '' } = failures[0] ?? {}
    assert.ok(message.length + fix.length < 1000)
  })
}

test('a redirect to a very long host is an invalid location, and one to a long path is followed', () => {
  const follow = (location: string) =>
    diagnose({
      pageOrigin: A,
      request: { url: 'https://api.example/' },
      redirects: [
        { response: { status: 302, headers: { 'Access-Control-Allow-Origin': A, Location: location } } },
      ],
      response: { status: 200, headers: { 'Access-Control-Allow-Origin': '*' } },
    }).failures.map(({ check }) => check)
  for (const host of longHosts) {
    assert.deepEqual(follow(`https://${host}/`), ['invalid-location'])
    assert.deepEqual(follow(`//${host}/`), ['invalid-location'])
  }
  for (const path of [
    'a'.repeat(20_000),
    `/${'a'.repeat(20_000)}`,
    `?${'a'.repeat(20_000)}`,
    `/a/${'b/'.repeat(9000)}`,
  ])
    assert.deepEqual(follow(path), [])
})
