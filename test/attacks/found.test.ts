import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CorsOptions, cors, createPolicy, optionsFromSettings, type Policy, resolve } from 'cors-policy'
import { withCors } from 'cors-policy/web'
import express from 'express'
import express4 from 'express4'
import onHeaders from 'on-headers'
import { A, asking, B, evil, guarded, guardRaw, is, refuses } from '../support/attacker.js'
import { serve } from '../support/servers.js'

const nobody = { vary: 'Origin' }
const blocked = { vary: 'Origin, Sec-Fetch-Site' }
const mine = { 'access-control-allow-origin': A, vary: 'Origin' }

// All values are JSON, so a careless merge can put them on the prototype through `__proto__`.
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
  test(`${name} on Object.prototype changes no response`, async t => {
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

// Node's client reads headers into an object that would inherit these, so this test reads raw bytes.
test('a header in lower case on Object.prototype changes no response', async t => {
  const prototype = Object.prototype as Record<string, unknown>
  const ask = await guardRaw(t, guarded({ origins: [A, B], methods: 'PUT', allowHeaders: [] }))
  const lines = `Host: api.example\r\nConnection: close\r\nOrigin: ${A}\r\n`
  for (const name of ['origin', 'credentials', 'headers'].map(each => `access-control-allow-${each}`)) {
    prototype[name] = 'evil'
    try {
      is(await ask(`GET / HTTP/1.1\r\n${lines}\r\n`), 200, mine, 'handled')
      is(await ask(`OPTIONS / HTTP/1.1\r\n${lines}Access-Control-Request-Method: PUT\r\n\r\n`), 204, {
        ...mine,
        'access-control-allow-methods': 'PUT',
      })
    } finally {
      delete prototype[name]
    }
  }
})

test('a request without Host is not same-origin to https://undefined', async t => {
  const ask = await guardRaw(t, guarded({ origins: [A, B], blockDisallowed: true }))
  for (const origin of ['https://undefined', 'http://undefined']) {
    is(await ask(`POST / HTTP/1.0\r\nOrigin: ${origin}\r\n\r\n`), 403, blocked, '')
  }
  for (const host of ['', ':', '%']) {
    is(await ask(`POST / HTTP/1.0\r\nHost: ${host}\r\nOrigin: \r\n\r\n`), 403, blocked, '')
  }
})

test('a public suffix with a final dot is still a public suffix', () => {
  for (const suffix of ['com.', 'co.uk.', 'github.io.', 'vercel.app.']) {
    refuses({ origins: `https://*.${suffix}`, credentials: true }, 'public-suffix')
  }
})

test('a RegExp that takes every host at one port is refused like one that takes every origin', () => {
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

test('a policy spread into options is refused', () => {
  const policy = createPolicy()
  refuses({ ...policy, origins: [] }, 'unknown-option')
})

test('a file requested by an absolute URL with an odd authority is not readable', async t => {
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

test('an origin made from an unset variable is refused', () => {
  for (const origins of [
    'https://undefined',
    'https://undefined.example.com',
    'http://undefined:3000',
    'undefined',
  ]) {
    refuses({ origins }, 'invalid-origin')
  }
})

test('a RegExp that takes every name under a public suffix is refused like such a pattern', () => {
  for (const origins of [
    /^https:\/\/.*\.com$/,
    /^https:\/\/[a-z0-9-]+\.vercel\.app$/,
    /^https:\/\/([a-z0-9-]+\.)*github\.io$/,
    /^https:\/\/.*\.co\.uk(:3000)?$/,
    // These have no hyphen or digit, or name a less known suffix.
    /^https:\/\/[a-z]+\.github\.io$/,
    /^https:\/\/[a-z]+\.com$/,
    /^https:\/\/\w+\.(surge\.sh|example\.com)$/,
    /^https:\/\/[a-z0-9-]+\.co\.jp$/,
    // A pattern takes names of any depth, so suffixes below it too.
    'https://*.amazonaws.com',
    'https://*.windows.net',
  ]) {
    refuses({ origins, credentials: true }, 'public-suffix')
    cors({ origins, credentials: true, dangerouslyAllow: ['public-suffix'] })
    cors({ origins })
  }
  refuses({ origins: /^https:\/\/\w+\.\w+$/, credentials: true }, 'any-origin-with-credentials')
  // Anyone can name a project my-app-x-team.
  refuses({ origins: /^https:\/\/my-app-[a-z0-9]+-team\.vercel\.app$/, credentials: true }, 'public-suffix')
  cors({ origins: /^https:\/\/(www\.)?example\.co\.jp$/, credentials: true })
})

test('a RegExp that takes http: is refused like a string with http:', () => {
  for (const origins of [
    /^http:\/\/app\.example\.com$/,
    /^https?:\/\/([a-z]+\.)?example\.com$/,
    /^http:\/\/[a-z]+\.example\.com:8443$/,
    /^http:\/\/intranet:8080$/,
  ]) {
    refuses({ origins, credentials: true }, 'insecure-origin')
    cors({ origins, credentials: true, dangerouslyAllow: ['insecure-origin'] })
    cors({ origins })
  }
  cors({
    origins: /^https?:\/\/(localhost|[a-z]+\.localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/,
    credentials: true,
  })
  cors({ origins: /^HTTPS?:\/\/LocalHost(:\d+)?$/i, credentials: true })
})

test('accepting one risk does not hide another', () => {
  const origins = 'http://*.github.io'
  refuses({ origins, credentials: true }, 'public-suffix', 'insecure-origin')
  refuses({ origins, credentials: true, dangerouslyAllow: ['public-suffix'] }, 'insecure-origin')
})

test('a path with parameters is refused, since it would be taken literally', () => {
  for (const path of ['/users/:id', '/users/:id/posts', '/users/<id>', '/users/{id}', '/:id/*']) {
    refuses({ resources: [path] }, 'invalid-path')
  }
})

test('the origin of an extension may have upper case, that of a web page may not', () => {
  const extension = 'safari-web-extension://140BB581-A2C0-422A-9DD3-6982A5ABEE5E'
  const reasonFor = (origins: CorsOptions['origins'], origin: string) =>
    resolve(createPolicy({ origins: origins ?? '*' }), { method: 'GET', url: '/', headers: { origin } })
      .reason
  assert.equal(reasonFor('*', extension), 'any-origin')
  assert.equal(reasonFor(extension, extension), 'origin-listed')
  assert.equal(reasonFor([extension, A], extension.toLowerCase()), 'origin-not-allowed')
  assert.equal(reasonFor(/^safari-web-extension:\/\/[0-9A-F-]{36}$/, extension), 'origin-listed')
  for (const origin of ['https://A.example', 'HTTPS://a.example', 'ws://A.example']) {
    assert.equal(reasonFor('*', origin), 'origin-malformed')
  }
})

test('Vary is completed whatever argument follows the headers in writeHead', async t => {
  const middleware = cors({ origins: [A, B] })
  const ask = await serve(t, (request, response) =>
    middleware(request, response, () =>
      response.writeHead(200, { Vary: 'Accept' } as never, undefined).end(),
    ),
  )
  is(await ask({ headers: { origin: A } }), 200, { 'access-control-allow-origin': A, vary: 'Accept, Origin' })
})

test('a request is same-origin even if its Host has the default port or upper case', async t => {
  const ask = await serve(t, guarded({ origins: [A, B], blockDisallowed: true }))
  for (const host of ['h.example:80', 'H.example', 'h.example']) {
    is(await ask({ method: 'POST', headers: { host, origin: 'http://h.example' } }), 200, blocked, 'handled')
  }
  is(
    await ask({ method: 'POST', headers: { host: 'h.example:81', origin: 'http://h.example' } }),
    403,
    blocked,
    '',
  )
})

test('a function that declares a callback but returns its answer leaves no request waiting', async t => {
  const allowOriginFor = async (options: unknown, origin: string) => {
    const ask = await serve(t, guarded(options as CorsOptions))
    return (await ask({ headers: { origin } })).headers['access-control-allow-origin']
  }
  assert.equal(
    await allowOriginFor({ origin: async (origin: string, _request: unknown) => origin === A }, A),
    A,
  )
  assert.equal(
    await allowOriginFor({ origin: async (origin: string, _request: unknown) => origin === A }, evil),
    undefined,
  )
  assert.equal(await allowOriginFor((_request: unknown, _response: unknown) => ({ origins: A }), A), A)
  assert.equal(await allowOriginFor(async (_request: unknown, _response: unknown) => ({ origins: A }), A), A)
})

test('the answer of a function is what its callback gets, not what it returns besides', async t => {
  const answers = (origin: unknown) => serve(t, guarded({ origin } as never))
  const later = await answers((_origin: string, done: (error: null, allow: boolean) => void) => {
    setTimeout(done, 5, null, false)
    return true
  })
  is(await later({ headers: { origin: A } }), 200, nobody, 'handled')
})

test('withCors passes the platform’s arguments to a function that chooses the policy', async () => {
  const handle = withCors(
    (_request, _env: { origins: string }) => new Response('handled'),
    (_request, env) => ({ origins: env.origins }),
  )
  const response = await handle(new Request('https://api.example', { headers: { origin: A } }), {
    origins: A,
  })
  assert.equal(response.headers.get('access-control-allow-origin'), A)
})

test('a chosen policy that does not cover the path adds Vary, since other requests may get another policy', async t => {
  const choose = ({ headers }: { headers: { origin?: string; get?: (name: string) => string | null } }) =>
    (headers.origin ?? headers.get?.('origin')) === A ? { origins: A } : { origins: B, resources: '/b/*' }
  const middleware = cors(choose as never)
  const ask = await serve(t, (request, response) =>
    middleware(request, response, () => {
      response.setHeader('Access-Control-Max-Age', '5')
      response.end()
    }),
  )
  const own = { 'access-control-max-age': '5' }
  is(await ask({ headers: { origin: A } }), 200, { ...mine, ...own })
  is(await ask({ headers: { origin: B } }), 200, { vary: 'Origin', ...own })
  is(await ask({ path: '/b/x', headers: { origin: B } }), 200, {
    'access-control-allow-origin': B,
    vary: 'Origin',
    ...own,
  })
  const handle = withCors(() => new Response('', { headers: own }), choose as never)
  const response = await handle(new Request('https://api.example', { headers: { origin: B } }))
  assert.deepEqual(Object.fromEntries(response.headers), {
    ...own,
    'content-type': 'text/plain;charset=UTF-8',
    vary: 'Origin',
  })
})

test('a chosen policy that does not cover the path leaves an earlier policy’s headers and adds its Vary', async t => {
  const first = cors({ origins: [A, B], vary: ['X-T'] })
  const second = cors(() => ({ origins: B, resources: '/b/*', vary: ['X-U'] }))
  const ask = await serve(t, (request, response) =>
    first(request, response, () => second(request, response, () => response.end())),
  )
  const merged = { 'access-control-allow-origin': A, vary: 'Origin, X-T, X-U' }
  is(await ask({ headers: { origin: A } }), 200, merged)
})

test('half-width sound marks do not bring back the quadratic sort of marks', () => {
  const policy = createPolicy({ resources: { '*': { origins: '*' }, '/admin/*': { origins: [] } } })
  for (const marks of ['%ef%be%9e%cc%81', '%ef%be%9f%cc%81', `${'%cc%81'.repeat(30)}%ef%be%9e`]) {
    const { reason } = resolve(policy, { method: 'GET', url: `/${marks.repeat(40)}`, headers: { origin: A } })
    assert.equal(reason, 'path-ambiguous')
  }
  // Words in half-width Katakana have such marks, but no long runs of them.
  const url = `/${encodeURIComponent('ｶﾞｷﾞｸﾞ'.repeat(20))}`
  assert.equal(resolve(policy, { method: 'GET', url, headers: { origin: A } }).reason, 'any-origin')
})

test('writeHead with two objects, of which Node ignores the first, does not lose Vary', async t => {
  const middleware = cors({ origins: [A, B] })
  const ask = await serve(t, (request, response) =>
    middleware(request, response, () => {
      const writeHead = response.writeHead as (...args: unknown[]) => unknown
      writeHead.call(response, 200, { Vary: 'Accept' }, { 'X-B': '1' })
      response.end('handled')
    }),
  )
  is(await ask({ headers: { origin: A } }), 200, mine, 'handled')
  is(await ask({ headers: { origin: evil } }), 200, nobody, 'handled')
})

test('with interceptExceptions: false, a preflight that an earlier listener turns into a 503 carries only Vary', async t => {
  const middleware = cors({ origins: [A, B], interceptExceptions: false })
  const ask = await serve(t, (request, response) => {
    onHeaders(response, function (this: { statusCode: number }) {
      this.statusCode = 503
    })
    middleware(request, response, () => void response.end('handled'))
  })
  is(await ask({ headers: { origin: A } }), 503, nobody)
  const preflight = await ask({ method: 'OPTIONS', headers: asking(A, 'PUT') })
  const vary = { vary: 'Origin, Access-Control-Request-Headers' }
  is(preflight, 503, vary)
})

const answers: readonly { readonly answer: unknown; readonly origin: string; readonly code: string }[] = [
  { answer: 'https://*.github.io', origin: 'https://stranger.github.io', code: 'public-suffix' },
  { answer: ['https://*.com'], origin: 'https://evil.com', code: 'public-suffix' },
  { answer: /^https:\/\/.*\.example$/, origin: evil, code: 'any-origin-with-credentials' },
  { answer: [A, /^.*$/], origin: evil, code: 'any-origin-with-credentials' },
  { answer: 'http://*.a.example', origin: 'http://x.a.example', code: 'insecure-origin' },
]
for (const { answer, origin, code } of answers) {
  test(`with credentials, a callback that answers ${String(answer)} fails as that does in options`, async t => {
    const callback = (_: unknown, done: (error: null, allow: unknown) => void) => done(null, answer)
    const options = { origin: callback as never, credentials: true }
    const ask = await serve(t, guarded(options))
    const refused = await ask({ headers: { origin } })
    is(refused, 200, nobody)
    assert.match(refused.body, /^CorsConfigError: origin\(\)/)
    const accepting = await serve(t, guarded({ ...options, dangerouslyAllow: [code as never] }))
    is(await accepting({ headers: { origin } }), 200, {
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
      vary: 'Origin',
    })
    const without = await serve(t, guarded({ origin: callback as never }))
    is(await without({ headers: { origin } }), 200, { 'access-control-allow-origin': origin, vary: 'Origin' })
  })
}

test('a setter or a read-only property on Object.prototype does not change settings', () => {
  for (const descriptor of [
    { value: '*', writable: false },
    { set: () => {}, get: () => '*' },
  ]) {
    Object.defineProperty(Object.prototype, 'origins', { configurable: true, ...descriptor })
    let policy: Policy
    try {
      policy = createPolicy(optionsFromSettings({ CORS_ORIGINS: A }))
    } finally {
      Reflect.deleteProperty(Object.prototype, 'origins')
    }
    assert.equal(resolve(policy, { method: 'GET', url: '/', headers: { origin: evil } }).allowed, false)
  }
})

test('a hole in a list is refused, not filled from Object.prototype', () => {
  const prototype = Object.prototype as Record<string, unknown>
  prototype[0] = evil
  try {
    // biome-ignore lint/suspicious/noSparseArray: the hole is the subject
    refuses({ origins: [, A] }, 'invalid-type')
  } finally {
    delete prototype[0]
  }
})

test('a RegExp with a toString of its own does not change which risks are accepted', () => {
  const wide = /^https:\/\/.*\.com$/
  const posing = Object.assign(new RegExp(wide), { toString: () => '/^https:\\/\\/a\\.example$/' })
  const accepted = { 'public-suffix': [/^https:\/\/a\.example$/] }
  refuses({ origins: posing, credentials: true, dangerouslyAllow: accepted }, 'public-suffix')
})
