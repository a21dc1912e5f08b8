import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CorsOptions, cors, createPolicy, resolve } from 'cors-policy'
import express from 'express'
import express4 from 'express4'
import { A, asking, B, evil, guarded, guardRaw, is, refuses } from './attacker.js'
import { serve } from './servers.js'

const nobody = { vary: 'Origin' }
const mine = { 'access-control-allow-origin': A, vary: 'Origin' }

// Each of these is JSON, so that a merge that follows `__proto__` can put it there.
for (const [name, value] of Object.entries({
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Credentials': 'true',
  'Timing-Allow-Origin': '*',
  status: 418,
  originalUrl: '/open',
  credentials: { value: true, path: '' },
  timing: { value: true },
  maxAge: { value: 86_400 },
  alwaysSend: { value: false },
  preflightStatus: { value: 299 },
  automaticOptions: { value: false },
  blockDisallowed: { value: true },
})) {
  test(`${name} on Object.prototype says nothing in a response`, async t => {
    const prototype = Object.prototype as Record<string, unknown>
    const options: CorsOptions = {
      origins: [A, B],
      methods: 'PUT',
      allowHeaders: [],
      resources: { '*': {}, '/open': { origins: '*' } },
    }
    prototype[name] = value
    try {
      const ask = await serve(t, guarded(options))
      is(await ask({ headers: { origin: evil } }), 200, nobody, 'handled')
      is(await ask({ headers: { origin: A } }), 200, mine, 'handled')
      is(await ask(), 200, nobody, 'handled')
      is(await ask({ method: 'OPTIONS', headers: asking(A, 'PUT') }), 204, {
        ...mine,
        'access-control-allow-methods': 'PUT',
      })
      is(await ask({ method: 'OPTIONS', headers: asking(evil, 'PUT') }), 204, nobody)
    } finally {
      delete prototype[name]
    }
  })
}

test('a request without Host is not same-origin to https://undefined', async t => {
  const ask = await guardRaw(t, guarded({ origins: [A, B], blockDisallowed: true }))
  for (const origin of ['https://undefined', 'http://undefined']) {
    is(await ask(`POST / HTTP/1.0\r\nOrigin: ${origin}\r\n\r\n`), 403, nobody, '')
  }
})

test('a public suffix with a dot at its end is one', () => {
  for (const suffix of ['com.', 'co.uk.', 'github.io.', 'vercel.app.']) {
    refuses({ origins: `https://*.${suffix}`, credentials: true }, 'public-suffix')
  }
})

test('a RegExp that takes every host at one port takes every origin', () => {
  for (const origins of [/^https?:\/\/[^/]+:3000$/, /^https:\/\/.*:5173$/]) {
    refuses({ origins, credentials: true }, 'any-origin-with-credentials')
  }
})

test('only space and tab are white space in a list of header names', () => {
  const policy = createPolicy({ origins: [A, B], methods: [] })
  for (const space of ['\xa0', '\ufeff', '\u2003', '\v', '\f', '\r', '\n']) {
    for (const text of [`x-a${space}`, `${space}x-a`]) {
      const { reason, headers } = resolve(policy, {
        method: 'OPTIONS',
        url: '/',
        headers: asking(A, 'GET', text),
      })
      assert.deepEqual([reason, headers], ['headers-not-allowed', { 'Access-Control-Allow-Origin': A }])
    }
  }
})

test('options spread over a policy are not lost: it is refused', () => {
  const policy = createPolicy()
  refuses({ ...policy, origins: [] }, 'unknown-option')
})

test('a file behind an odd authority of an absolute URL is not readable', async t => {
  for (const create of [express4, express]) {
    const app = create()
    app.use(cors({ sendWildcard: true, resources: { '*': {}, '/data/*': { origins: [] } } }))
    app.use(create.static('test'))
    const ask = await guardRaw(t, app)
    const answer = await ask(
      `GET http://h%2fdata/localhost.pem HTTP/1.1\r\nHost: h\r\nOrigin: ${evil}\r\nConnection: close\r\n\r\n`,
    )
    assert.match(answer.body, /PRIVATE KEY/, `${answer.status}`)
    assert.equal(answer.headers['access-control-allow-origin'], undefined)
  }
})
