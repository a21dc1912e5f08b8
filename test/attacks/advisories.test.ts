import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CorsOptions, cors, createPolicy, resolve } from 'cors-policy'
import { A, asking, assertLinear, B, evil, guard, is, refuses } from '../support/attacker.js'
import { serve } from '../support/servers.js'

const METHODS = 'GET, HEAD, POST, OPTIONS, PUT, PATCH, DELETE'

/** Lists of origins, used with credentials. A response to a denied origin has `Vary: Origin` and nothing else. */
const lists: readonly {
  readonly advisory: string
  readonly origins: NonNullable<CorsOptions['origins']>
  readonly allowed: string[]
  readonly denied: string[]
}[] = [
  {
    advisory: 'go-zero CVE-2024-27302, play-with-docker CVE-2023-28109: the origin was compared by its end',
    origins: ['https://example.com', 'https://*.example.org'],
    allowed: ['https://example.com', 'https://a.example.org'],
    denied: [
      'https://evil-example.com',
      'https://evilexample.com',
      'https://evil.example.com',
      'https://evilexample.org',
      'https://evil-example.org',
      'https://evil.com.example.org:8443',
    ],
  },
  {
    advisory: 'casdoor CVE-2024-41657: the origin was compared by its beginning',
    origins: ['http://localhost:*', 'http://127.0.0.1:*', 'https://example.com'],
    allowed: ['http://localhost', 'http://localhost:3000', 'http://127.0.0.1:8080', 'https://example.com'],
    denied: [
      'http://localhost.evil.example',
      'http://localhost-evil.example:3000',
      'http://localhost3000',
      'http://127.0.0.1.evil.example',
      'http://127.0.0.10',
      'https://example.com.evil.example',
      'https://example.community',
      'https://example.com:8443',
    ],
  },
  {
    advisory: 'rack-cors CVE-2017-11173: the RegExp made from a listed origin was open at its end',
    origins: ['https://example.com', 'https://*.example.org'],
    allowed: ['https://example.com', 'https://a.example.org'],
    denied: [
      'https://example.com.example.net',
      'https://example.com-example.net',
      'https://a.example.org.evil.net',
    ],
  },
  {
    advisory: 'Sanic-CORS CVE-2026-37737: a RegExp was matched at its beginning only',
    origins: [
      /^https:\/\/(?:app|api)\.example\.com$/,
      /^https:\/\/a\.example\.org$|^https:\/\/b\.example\.org$/,
    ],
    allowed: [
      'https://app.example.com',
      'https://api.example.com',
      'https://a.example.org',
      'https://b.example.org',
    ],
    denied: [
      'https://app.example.com.attacker.io',
      'https://app.example.com:8080',
      'https://a.example.org.attacker.io',
      'https://b.example.org:8080',
    ],
  },
  {
    advisory:
      'jub0bs/cors GHSA-vhxv-fg4m-p2w8, jub0bs/fcors GHSA-v84h-653v-4pq9: two entries with a common ending allowed a third origin',
    origins: [
      'https://foo.com',
      'https://bar.com',
      'https://*.qux.org',
      'https://*.corge.org',
      'https://*.a.foo.net',
    ],
    allowed: [
      'https://foo.com',
      'https://bar.com',
      'https://a.qux.org',
      'https://a.corge.org',
      'https://b.a.foo.net',
    ],
    denied: [
      'https://barfoo.com',
      'https://foobar.com',
      'https://bar.foo.com',
      'https://arfoo.com',
      'https://oo.com',
      'https://r.com',
      'https://com',
      'https://corge.qux.com',
      'https://acorge.org',
      'https://a.org',
      'https://a.foo.net',
      'https://b.foo.net',
    ],
  },
  {
    advisory: 'gin-contrib/cors CVE-2019-25211: a wildcard for the port matched more of the host',
    origins: ['http://localhost:*', 'https://*.example.com:*'],
    allowed: ['http://localhost:8080', 'https://a.example.com', 'https://a.example.com:8443'],
    denied: [
      'http://localhost.example.com',
      'http://localhost-evil.com:8080',
      'https://a.example.community',
      'https://example.com',
    ],
  },
  {
    advisory:
      'StackStorm CVE-2019-9580: an origin that was not listed was answered null, the origin of every sandboxed frame',
    origins: [A, B],
    allowed: [A, B],
    denied: [evil, 'null', 'http://a.example'],
  },
]

for (const { advisory, origins, allowed, denied } of lists) {
  test(advisory, async t => {
    const ask = await guard(t, { origins, credentials: true, allowHeaders: 'X-A' })
    const granted = (origin: string) => ({
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
      vary: 'Origin',
    })
    const lists = { 'access-control-allow-methods': METHODS, 'access-control-allow-headers': 'X-A' }
    for (const origin of allowed) {
      is(await ask({ headers: { origin } }), 200, granted(origin), 'handled')
      is(await ask({ method: 'OPTIONS', headers: asking(origin, 'PUT') }), 204, {
        ...granted(origin),
        ...lists,
      })
    }
    for (const origin of denied) {
      is(await ask({ headers: { origin } }), 200, { vary: 'Origin' }, 'handled')
      is(await ask({ method: 'OPTIONS', headers: asking(origin, 'PUT') }), 204, { vary: 'Origin' })
    }
  })
}

test('gin-contrib/cors CVE-2019-25211: a wildcard that stands for neither a port nor subdomains is refused', () => {
  for (const origins of ['https://example.com/*', 'https://example.com*', 'http://localhost*', 'https://*']) {
    refuses({ origins }, 'invalid-pattern')
    refuses({ origins: [A, origins] }, 'invalid-pattern')
  }
})

test('Sanic-CORS CVE-2026-37737: a RegExp is refused if any alternative is open at one end', () => {
  for (const origins of [
    /https:\/\/trusted\.com/,
    /^https:\/\/trusted\.com/,
    /https:\/\/trusted\.com$/,
    /^https:\/\/trusted\.com$|^https:\/\/other\.com/,
    /^https:\/\/trusted\.com|https:\/\/other\.com$/,
    /^https:\/\/trusted\.com|^https:\/\/other\.com$/,
  ]) {
    refuses({ origins }, 'unanchored-regexp')
  }
})

test('koa-cors CVE-2023-49803: every origin was repeated by default, with credentials if those were on', async t => {
  const ask = await guard(t, {})
  const any = { 'access-control-allow-origin': evil, vary: 'Origin' }
  is(await ask({ headers: { origin: evil, cookie: 'session=1' } }), 200, any)
  is(await ask({ headers: { origin: 'null' } }), 200, { ...any, 'access-control-allow-origin': '*' })
  refuses({ credentials: true }, 'any-origin-with-credentials')
})

// One fault in several libraries: browsers refuse a literal `*` with credentials, so the origin was repeated instead.
const anyone: readonly { readonly advisory: string; readonly written: readonly unknown[] }[] = [
  { advisory: 'hono CVE-2026-54290: credentials with the default origins', written: [{ credentials: true }] },
  {
    advisory: 'rs/cors CVE-2018-20744: `*` became the request’s own origin',
    written: [
      { credentials: true, origins: '*' },
      { supports_credentials: true, origins: '*' },
    ],
  },
  {
    advisory: 'Fiber CVE-2024-25124: `*` with credentials was not refused, however it was written',
    written: [
      { credentials: true, origins: ['*'] },
      { credentials: true, origins: new Set(['*']) },
      { credentials: true, origin: true },
      { credentials: true, origins: [A], resources: { '/a': { origins: '*' }, '/b': {} } },
      { origins: '*', resources: { '/a': { credentials: true }, '/b': {} } },
    ],
  },
]
for (const { advisory, written } of anyone) {
  test(advisory, async t => {
    for (const options of written) {
      refuses(options, 'any-origin-with-credentials')
      const ask = await guard(t, () => options as never)
      const answer = await ask({ headers: { origin: evil } })
      is(answer, 200, { vary: 'Origin' })
      assert.match(answer.body, /^CorsConfigError: /)
    }
  })
}

test('Fiber CVE-2024-25124: `*` in a list with others is refused, credentials or not', () => {
  refuses({ origins: `${A}, *`, credentials: true }, 'invalid-pattern', 'any-origin-with-credentials')
  refuses({ origins: [A, '*'] }, 'invalid-pattern')
})

test('hono GHSA-q7jf-gf43-6x6p: Vary of the request was repeated in the response', async t => {
  const ask = await guard(t, { origins: [A, B], allowHeaders: [] })
  const vary = 'X-Forged, *'
  const granted = { 'access-control-allow-origin': A, vary: 'Origin' }
  is(await ask({ headers: { origin: A, vary } }), 200, granted)
  is(await ask({ headers: { origin: evil, vary } }), 200, { vary: 'Origin' })
  is(await ask({ headers: { vary } }), 200, { vary: 'Origin' })
  const preflight = { ...granted, 'access-control-allow-methods': METHODS }
  is(await ask({ method: 'OPTIONS', headers: { ...asking(A, 'PUT'), vary } }), 204, preflight)
})

const kinds = ['*', 'X-A', /^x-acme-/].map(allowHeaders => createPolicy({ origins: [A, B], allowHeaders }))

/** Resolves a preflight with this Access-Control-Request-Headers under every kind of allowHeaders. */
function resolveAll(text: string): void {
  for (const policy of kinds)
    resolve(policy, { method: 'OPTIONS', url: '/', headers: asking(A, 'PUT', text) })
}

test('hono CVE-2026-69207: white space in Access-Control-Request-Headers took quadratic time', () => {
  for (const unit of [' ', '\t', ' \t']) assertLinear(size => resolveAll(`x${unit.repeat(size)}y`), 1000)
})

test('rs/cors CVE-2025-47908: commas in Access-Control-Request-Headers took too much time and memory', async t => {
  for (const unit of [',', ', ', 'x,', ' ,\t']) assertLinear(size => resolveAll(unit.repeat(size)), 1000)
  const ask = await guard(t, { origins: [A, B] })
  is(await ask({ method: 'OPTIONS', headers: asking(A, 'PUT', ','.repeat(8000)) }), 204, {
    'access-control-allow-origin': A,
    'access-control-allow-methods': METHODS,
    vary: 'Origin, Access-Control-Request-Headers',
  })
})

test('Quarkus CVE-2022-4147: simple requests from an origin that is not allowed reached the handler', async t => {
  const handled: unknown[] = []
  const middleware = cors({ origins: [A, B], blockDisallowed: true })
  const ask = await serve(t, (request, response) =>
    middleware(request, response, () => {
      handled.push(request.headers.origin)
      response.end('handled')
    }),
  )
  for (const method of ['GET', 'HEAD', 'POST', 'PUT']) {
    for (const origin of [evil, 'null', 'x', `${A}.evil.example`, '']) {
      is(await ask({ method, headers: { origin } }), 403, { vary: 'Origin, Sec-Fetch-Site' }, '')
    }
  }
  assert.deepEqual(handled, [])
  is(await ask({ method: 'POST', headers: { origin: A } }), 200, {
    'access-control-allow-origin': A,
    vary: 'Origin, Sec-Fetch-Site',
  })
})

test('Vite CVE-2025-24010, webpack-dev-server CVE-2025-30360: WebSockets were opened to pages of any origin', () => {
  const policy = createPolicy({ origins: ['http://localhost:*', 'http://*.localhost:*'], credentials: true })
  const mine = ['http://localhost:5173', 'http://app.localhost']
  const others = [evil, 'http://127.0.0.1:5173', 'http://192.168.1.5:5173', 'http://[::1]', 'null', 'x', '']
  assert.deepEqual(
    [...mine, ...others, undefined].map(origin => policy.allowsOrigin(origin)),
    [true, true, ...Array(8).fill(false)],
  )
})
