import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CorsOptions, cors, createPolicy, optionsFromSettings, resolve } from 'cors-policy'
import { A, asking, B, evil, guarded, is, refuses } from '../support/attacker.js'
import { serve } from '../support/servers.js'

const nobody = { vary: 'Origin' }
const mine = { 'access-control-allow-origin': A, vary: 'Origin' }

test('an option is read once, so that a getter cannot change it after the check', () => {
  let reads = 0
  const shifty = {
    get origins() {
      return reads++ === 0 ? [A, B] : '*'
    },
    get credentials() {
      return true
    },
  }
  const list = [A, 'x']
  let items = 0
  Object.defineProperty(list, 1, { get: () => (items++ === 0 ? B : '*') })
  for (const options of [shifty, { origins: list, credentials: true }]) {
    const policy = createPolicy(options as CorsOptions)
    assert.deepEqual(
      [A, B, evil, '*'].map(origin => policy.allowsOrigin(origin)),
      [true, true, false, false],
    )
  }
  assert.deepEqual([reads, items], [1, 1])
})

test('options that change after the call do not change the policy', async t => {
  const origins: (string | RegExp)[] = [A, /^https:\/\/[b]\.example$/]
  const sets = { origins: new Set([A, B]), headers: new Set(['X-A']), methods: new Set(['PUT']) }
  const inner: { origins: unknown } = { origins }
  const map = new Map<string, never>([['/in/*', inner as never]])
  const pairs: [string, { origins: unknown }][] = [['/in/*', inner]]
  const given = [
    { origins },
    { origins: sets.origins },
    { origins, resources: { '/in/*': {}, '*': {} } },
    { resources: { '/in/*': inner } },
    { resources: map },
    { resources: pairs },
  ].map(options => ({ ...options, methods: sets.methods, allowHeaders: sets.headers, credentials: true }))
  const asks = await Promise.all(given.map(options => serve(t, guarded(options as CorsOptions))))
  origins.push(evil)
  ;(origins[1] as RegExp).compile('^.*$')
  origins[0] = '*'
  sets.origins.add(evil)
  sets.headers.add('X-Evil')
  sets.methods.add('DELETE')
  inner.origins = '*'
  map.set('/out/*', { origins: '*' } as never)
  pairs.push(['/out/*', { origins: '*' }])
  for (const options of given as CorsOptions[]) Object.assign(options, { origins: '*', allowHeaders: '*' })
  const granted = { ...mine, 'access-control-allow-credentials': 'true' }
  for (const ask of asks) {
    is(await ask({ path: '/in/a', headers: { origin: A } }), 200, granted)
    is(await ask({ path: '/in/a', headers: { origin: evil } }), 200, nobody)
    is(await ask({ path: '/in/a', method: 'OPTIONS', headers: asking(A, 'DELETE', 'x-evil') }), 204, {
      ...granted,
      'access-control-allow-methods': 'PUT',
      'access-control-allow-headers': 'X-A',
    })
    const { headers } = await ask({ path: '/out/a', headers: { origin: evil } })
    assert.equal(headers['access-control-allow-origin'], undefined)
  }
})

test('a policy, a middleware and a decision cannot be changed to allow more', () => {
  const policy = createPolicy({ origins: [A, B], methods: 'PUT' })
  const middleware = cors(policy)
  assert.throws(() => Object.assign(policy, { allowsOrigin: () => true }), TypeError)
  assert.throws(() => Object.assign(middleware, { policy: createPolicy() }), TypeError)
  const request = { method: 'OPTIONS', url: '/', headers: asking(A, 'PUT') }
  const first = resolve(policy, request)
  try {
    Object.assign(first.headers, { 'Access-Control-Allow-Methods': '*' })
    ;(first.vary as string[]).length = 0
  } catch {}
  assert.deepEqual(resolve(policy, request), {
    kind: 'preflight',
    allowed: true,
    reason: 'origin-listed',
    status: 204,
    headers: { 'Access-Control-Allow-Origin': A, 'Access-Control-Allow-Methods': 'PUT' },
    vary: ['Origin', 'Access-Control-Request-Headers'],
  })
  // Only createPolicy makes a policy: a lookalike is checked as options.
  refuses({ allowsOrigin: () => true }, 'unknown-option')
})

test('a flag must be true or false, not merely truthy or falsy', () => {
  const values = [1, 0, '', 'true', 'false', 'yes', 'on', {}, [], [true], Object(true), () => true, null, 1n]
  for (const name of [
    'credentials',
    'sendWildcard',
    'alwaysSend',
    'automaticOptions',
    'interceptExceptions',
    'blockDisallowed',
    'timing',
    'supports_credentials',
    'preflightContinue',
  ]) {
    for (const value of values) {
      refuses({ origins: A, [name]: value }, 'invalid-type')
      refuses({ origins: A, resources: { '/a': { [name]: value } } }, 'invalid-type')
    }
  }
})

test('a risk is refused even if it comes from several options that are harmless alone', () => {
  const any = 'any-origin-with-credentials'
  const base = cors({ origins: [A, B], credentials: true })
  const wide = cors({ origins: '*' })
  for (const spread of [
    () => base.with({ origins: '*' }),
    () => wide.with({ credentials: true }),
    () => base.with({ resources: { '/a': { origins: '*' }, '/b': {} } }),
    () => cors({ resources: { '/a': {} } }).with({ credentials: true }),
    () => base.update({ credentials: true }),
    () => cors(optionsFromSettings({ CORS_SUPPORTS_CREDENTIALS: 'true' })),
    () => cors(optionsFromSettings({ CORS_ORIGINS: '*', CORS_SUPPORTS_CREDENTIALS: '1' })),
  ]) {
    assert.throws(spread, { name: 'CorsConfigError', message: /every site on the web/ })
  }
  for (const origins of [
    'http://a.example',
    'http://0.0.0.0',
    'http://localhost.evil.example',
    'http://[::]',
  ]) {
    refuses({ origins, credentials: true }, 'insecure-origin')
    refuses({ origins: [A], resources: { '/a': { origins, credentials: true } } }, 'insecure-origin')
  }
  for (const suffix of [
    'com',
    'co.uk',
    'github.io',
    'vercel.app',
    'ck',
    'kawasaki.jp',
    's3.amazonaws.com',
    'xn--p1ai',
  ]) {
    refuses({ origins: `https://*.${suffix}`, credentials: true }, 'public-suffix')
    refuses({ origins: [A, `https://*.${suffix}:*`], credentials: true }, 'public-suffix')
  }
  // A risk accepted for one resource is not accepted for another.
  const accepted = { origins: '*', dangerouslyAllow: [any] }
  refuses({ credentials: true, resources: { '/a': accepted, '/b': { origins: '*' } } }, any)
})

test('an origin whose host only looks like another is refused', () => {
  for (const origin of [
    'https://\uff45xample.com',
    'https://example\u3002com',
    'https://example\uff0ecom',
    'https://ex\u00adample.com',
    'https://ex\u200bample.com',
    'https://\u0435xample.com',
    'https://fa\u00df.example',
    'https://example.com\u2044.evil.example',
    'https://XN--FA-HIA.example',
    'https://example%2ecom',
    'https://example.com\\',
    'https://evil.example\\@example.com',
    'https://example.com@evil.example',
    'https://example.com\t',
    'https://exa\nmple.com',
    'http://0x7f.1',
    'http://[0:0:0:0:0:0:0:1]',
    'https://example.com:0443',
  ]) {
    refuses({ origins: [origin] }, 'invalid-origin')
  }
})
