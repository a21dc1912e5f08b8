import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type AnyOptions,
  type CorsOptions,
  type CorsRequest,
  cors,
  createPolicy,
  optionsFromSettings,
  resolve,
} from 'cors-policy'
import { A, asking, B, evil, guarded, is, refuses } from '../support/attacker.js'
import { serve } from '../support/servers.js'

const nobody = { vary: 'Origin, Sec-Fetch-Site' }
const mine = { 'access-control-allow-origin': A, vary: 'Origin, Sec-Fetch-Site' }

/** Values that would allow more if they were read as options or request headers. */
const pollution: Record<string, unknown> = {
  origins: '*',
  origin: true,
  credentials: true,
  supports_credentials: true,
  methods: '*',
  allowHeaders: '*',
  allowedHeaders: '*',
  exposeHeaders: '*',
  sendWildcard: true,
  alwaysSend: true,
  timing: true,
  maxAge: 86_400,
  blockDisallowed: false,
  automaticOptions: false,
  dangerouslyAllow: ['any-origin-with-credentials', 'null-origin'],
  resources: { '*': { origins: '*' } },
  CORS_ORIGINS: '*',
  '*': { origins: '*' },
  '/': { origins: '*' },
  [evil]: true,
  any: true,
  sec: 'same-origin',
  'sec-fetch-site': 'same-origin',
  host: 'evil.example',
  'access-control-request-method': 'PUT',
  'access-control-request-headers': 'x-evil',
}

test('options and request headers on Object.prototype allow nothing', async t => {
  const prototype = Object.prototype as Record<string, unknown>
  const options: CorsOptions = {
    origins: [A, B],
    methods: 'PUT',
    allowHeaders: 'X-A',
    blockDisallowed: true,
    resources: { '/': {}, '/api/*': { maxAge: 5 } },
  }
  for (const [name, value] of Object.entries(pollution)) {
    for (const when of ['before', 'after'] as const) {
      if (when === 'before') prototype[name] = value
      try {
        const listener = guarded(options)
        prototype[name] = value
        const ask = await serve(t, listener)
        is(await ask({ headers: { origin: A } }), 200, mine, 'handled')
        is(await ask({ path: '/api/x', headers: { origin: evil } }), 403, nobody, '')
        is(await ask({ path: '/x', headers: { origin: evil } }), 200, {}, 'handled')
        is(await ask(), 200, nobody, 'handled')
        is(await ask({ method: 'OPTIONS', headers: { origin: A } }), 200, mine, 'handled')
        is(await ask({ method: 'OPTIONS', headers: asking(A, 'PUT', 'x-evil') }), 204, {
          ...mine,
          'access-control-allow-methods': 'PUT',
          'access-control-allow-headers': 'X-A',
        })
        is(await ask({ method: 'OPTIONS', headers: asking(evil, 'PUT') }), 204, nobody)
        assert.deepEqual(optionsFromSettings({}), {})
      } finally {
        delete prototype[name]
      }
    }
  }
})

const beforeCompiling: readonly { name: string; value: unknown; options: AnyOptions<CorsRequest> }[] = [
  { name: 'onlyOrigin', value: evil, options: { origins: [A, B] } },
  { name: 'options', value: { value: { origins: '*' } }, options: { origins: [A, B], resources: ['/'] } },
  {
    name: 'fields',
    value: { credentials: { value: true, path: '' } },
    options: { origins: [A, B], resources: ['/'] },
  },
  { name: 'convert', value: () => true, options: { origins: [A, B], supports_credentials: false } },
]

for (const { name, value, options } of beforeCompiling) {
  test(`${name} on Object.prototype allows nothing in a policy that is given to update()`, async t => {
    const middleware = cors({ origins: [] })
    const ask = await serve(t, (request, response) => middleware(request, response, () => response.end()))
    const prototype = Object.prototype as Record<string, unknown>
    prototype[name] = value
    try {
      middleware.update(options)
    } finally {
      delete prototype[name]
    }
    is(await ask({ headers: { origin: evil } }), 200, { vary: 'Origin' })
    is(await ask({ headers: { origin: A } }), 200, { ...mine, vary: 'Origin' })
    is(await ask({ method: 'OPTIONS', headers: asking(evil, 'PUT') }), 204, { vary: 'Origin' })
  })
}

test('an origin on Object.prototype is not read as a request header, in Node or in Fetch', () => {
  const prototype = Object.prototype as Record<string, unknown>
  const policy = createPolicy({ origins: [A, B] })
  const kindOf = (headers: object) =>
    resolve(policy, { method: 'GET', url: 'https://api.example/', headers: headers as never }).kind
  for (const value of [A, [A]]) {
    prototype.origin = value
    try {
      const kinds = [{}, Object.create(null), new Headers(), { origin: A }, { origin: [A] }].map(kindOf)
      assert.deepEqual(kinds, ['none', 'none', 'none', 'actual', 'actual'])
      assert.equal(kindOf(new Headers({ origin: A })), 'actual')
    } finally {
      delete prototype.origin
    }
  }
})

test('options parsed from JSON pollute nothing and inherit nothing', () => {
  const keys = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '__defineGetter__']
  for (const key of keys) {
    const own = JSON.parse(`{ "${key}": { "origins": "*", "credentials": true, "polluted": 1 } }`)
    refuses(own, 'unknown-option')
    refuses({ resources: { '/a': own } }, 'unknown-option')
    refuses({ resources: own }, 'unknown-option', 'invalid-path')
    assert.deepEqual(optionsFromSettings(own), {})
    assert.throws(() => optionsFromSettings(JSON.parse(`{ "CORS_${key}": "x" }`)), {
      name: 'CorsConfigError',
    })
    const text = `{ "${key}": { "credentials": true } }`
    assert.throws(() => optionsFromSettings({ CORS_RESOURCES: text }), { name: 'CorsConfigError' })
    assert.throws(() => createPolicy({ dangerouslyAllow: [key] as never }), { name: 'CorsConfigError' })
  }
  assert.equal(({} as { polluted?: number }).polluted, undefined)
})
