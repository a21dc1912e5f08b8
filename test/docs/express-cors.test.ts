import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CorsConfigError, cors } from 'cors-policy'
import express, { type ErrorRequestHandler } from 'express'
import express4 from 'express4'
import { type Answer, type Ask, corsHeaders, serve } from '../support/servers.js'

// The usages that expressjs/cors' documentation shows, and what they answer here.

const A = 'http://example.com'
const B = 'http://other.example'
const any = { 'access-control-allow-origin': A, vary: 'Origin' }
const methods = 'GET, HEAD, POST, OPTIONS, PUT, PATCH, DELETE'

function is(answer: Answer, status: number, headers: Answer['headers']): void {
  assert.deepEqual([answer.status, corsHeaders(answer)], [status, headers])
}

const from = (origin: string) => ({ headers: { origin } })
const preflight = (ask: Ask, path: string, method: string, headers?: string) =>
  ask({
    method: 'OPTIONS',
    path,
    headers: {
      origin: A,
      'access-control-request-method': method,
      ...(headers && { 'access-control-request-headers': headers }),
    },
  })

for (const [version, create] of [
  ['Express 4', express4],
  ['Express 5', express],
] as const) {
  test(`${version}: simple usage enables all CORS requests`, async t => {
    const app = create()
    app.use(cors())
    app.get('/products/:id', (_request, response) => void response.json({ msg: 'all' }))
    const ask = await serve(t, app)
    is(await ask({ path: '/products/1', ...from(A) }), 200, any)
    is(await preflight(ask, '/products/1', 'DELETE', 'X-Custom'), 204, {
      ...any,
      'access-control-allow-methods': methods,
      'access-control-allow-headers': 'x-custom',
      vary: 'Origin, Access-Control-Request-Headers',
    })
  })

  test(`${version}: a single route, and its preflight by app.options`, async t => {
    const app = create()
    app.options('/products/:id', cors())
    app.delete('/products/:id', cors(), (_request, response) => void response.end())
    app.get('/closed', (_request, response) => void response.end())
    const ask = await serve(t, app)
    is(await ask({ method: 'DELETE', path: '/products/1', ...from(A) }), 200, any)
    const headers = {
      ...any,
      'access-control-allow-methods': methods,
      vary: 'Origin, Access-Control-Request-Headers',
    }
    is(await preflight(ask, '/products/1', 'DELETE'), 204, headers)
    is(await ask({ path: '/closed', ...from(A) }), 200, {})
  })

  test(`${version}: an origin function with an allow-list; its error is an error here too`, async t => {
    const allowlist = ['http://example1.com', A]
    const app = create()
    app.set('env', 'test')
    app.use(
      cors({
        origin(origin, callback) {
          if (origin && allowlist.includes(origin)) callback(null, true)
          else callback(new Error('Not allowed by CORS'))
        },
      }),
    )
    app.get('/', (_request, response) => void response.end())
    const ask = await serve(t, app)
    is(await ask(from(A)), 200, any)
    is(await ask(from(B)), 500, { vary: 'Origin' })
    // It is not asked where there is no origin, so tools and same-origin requests need no exception.
    is(await ask(), 200, { vary: 'Origin' })
  })

  test(`${version}: origins loaded from a database`, async t => {
    const loadOrigins = (done: (error: null, origins: (string | RegExp)[]) => void) =>
      setImmediate(done, null, [A, /^http:\/\/\w+\.test$/])
    const app = create()
    app.use(
      cors({ origin: (_origin, callback) => loadOrigins((error, origins) => callback(error, origins)) }),
    )
    app.get('/', (_request, response) => void response.end())
    const ask = await serve(t, app)
    is(await ask(from(A)), 200, any)
    is(await ask(from('http://x.test')), 200, { ...any, 'access-control-allow-origin': 'http://x.test' })
    is(await ask(from(B)), 200, { vary: 'Origin' })
  })

  test(`${version}: a delegate with a callback decides for each request`, async t => {
    const allowlist = ['http://example1.com', A]
    const delegate = (
      request: { headers: { origin?: string } },
      callback: (error: null, options: object) => void,
    ) => callback(null, { origin: allowlist.includes(request.headers.origin ?? '') })
    const app = create()
    app.get('/', cors(delegate as never), (_request, response) => void response.end())
    const ask = await serve(t, app)
    is(await ask(from(A)), 200, any)
    is(await ask(from(B)), 200, { vary: 'Origin' })
  })
}

type Callback = (error?: Error | null, allow?: unknown) => void

// Options, the answer to a request of A, and to B.
const origins: readonly [sentence: string, origin: never, toA: Answer['headers'], toB: Answer['headers']][] =
  [
    ['true repeats any origin', true as never, any, { ...any, 'access-control-allow-origin': B }],
    ['"*" repeats any origin', '*' as never, any, { ...any, 'access-control-allow-origin': B }],
    ['false allows none', false as never, {}, {}],
    [
      'a string is the same for all',
      A as never,
      { 'access-control-allow-origin': A },
      { 'access-control-allow-origin': A },
    ],
    ['a RegExp matches', /^http:\/\/example\d?\.com$/ as never, any, { vary: 'Origin' }],
    [
      'an array mixes both',
      ['http://example1.com', /^http:\/\/example\.com$/] as never,
      any,
      { vary: 'Origin' },
    ],
    [
      'a callback with false denies',
      ((_: string, answer: Callback) => answer(null, false)) as never,
      { vary: 'Origin' },
      { vary: 'Origin' },
    ],
    [
      'a callback with nothing denies',
      ((_: string, answer: Callback) => answer()) as never,
      { vary: 'Origin' },
      { vary: 'Origin' },
    ],
    [
      'a callback with a string allows that',
      ((_: string, answer: Callback) => answer(null, A)) as never,
      any,
      { vary: 'Origin' },
    ],
    [
      'an async function is waited for',
      (async (origin: string) => origin === A) as never,
      any,
      { vary: 'Origin' },
    ],
    [
      'only the first answer counts',
      ((o: string, answer: Callback) => [answer(null, o === A), answer(null, true)]) as never,
      any,
      { vary: 'Origin' },
    ],
  ]
for (const [sentence, origin, toA, toB] of origins) {
  test(`origin: ${sentence}`, async t => {
    const app = express().use(cors({ origin }))
    const ask = await serve(t, app)
    is(await ask(from(A)), 404, toA)
    is(await ask(from(B)), 404, toB)
  })
}

test('origin: what a function with a callback returns is no answer', async t => {
  const origin = (_: string, answer: Callback) => setImmediate(answer, null, false) && true
  is(await (await serve(t, express().use(cors({ origin: origin as never }))))(from(A)), 404, {
    vary: 'Origin',
  })
})

test('origin: an async function with a callback may call it after its end', async t => {
  const origin = async (_: string, answer: Callback) => void setImmediate(answer, null, true)
  const ask = await serve(t, express().use(cors({ origin: origin as never })))
  is(await ask(from(A)), 404, { vary: 'Origin', 'access-control-allow-origin': A })
})

test('origin: a function without a callback answers by what it returns', async t => {
  const ask = await serve(t, express().use(cors({ origin: (origin: unknown) => origin === A })))
  is(await ask(from(A)), 404, { vary: 'Origin', 'access-control-allow-origin': A })
  is(await ask(from(B)), 404, { vary: 'Origin' })
})

const unusable: readonly [answer: unknown, message: string][] = [
  [
    ['a.com'],
    'origin()[0]: "a.com" is not an origin: an origin begins with its scheme. Write "https://a.com" or "http://a.com".',
  ],
]
for (const [answer, message] of unusable) {
  test(`origin: a callback with ${answer} says what is wrong`, async t => {
    const error = await failureOf(t, ((_: string, callback: Callback) => callback(null, answer)) as never)
    assert.ok(error instanceof CorsConfigError)
    assert.equal(error.message, message)
    assert.ok(['invalid-type', 'invalid-origin'].includes(error.issues[0]?.code ?? ''))
  })
}

test('origin: a function that does neither is named', async t => {
  const error = await failureOf(t, function allowed() {} as never)
  assert.equal(
    String(error),
    'TypeError: a function (allowed) neither takes a callback nor returns an answer',
  )
})

async function failureOf(t: Parameters<typeof serve>[0], origin: never): Promise<unknown> {
  let failure: unknown
  const onError: ErrorRequestHandler = (error, _request, response, _next) => {
    failure = error
    response.status(500).end()
  }
  await (await serve(t, express().use(cors({ origin })).use(onError)))(from(A))
  return failure
}

for (const answer of [5, 'example.com', /example\.com/]) {
  test(`origin: a callback with ${answer} is an error, not an allowance`, async t => {
    const app = express()
    app.set('env', 'test')
    app.use(cors({ origin: ((_: string, callback: Callback) => callback(null, answer)) as never }))
    is(await (await serve(t, app))(from(A)), 500, { vary: 'Origin' })
  })
}

test('origin: a function that neither answers nor takes a callback is an error, not a request that hangs', async t => {
  const app = express()
  app.set('env', 'test')
  app.use(cors({ origin: (() => undefined) as never }))
  is(await (await serve(t, app))(from(A)), 500, { vary: 'Origin' })
})

const preflights: readonly [sentence: string, options: object, status: number, headers: Answer['headers']][] =
  [
    ['methods as a string', { methods: 'GET,PUT' }, 204, { 'access-control-allow-methods': 'GET, PUT' }],
    [
      'methods as an array',
      { methods: ['GET', 'PUT', 'POST'] },
      204,
      { 'access-control-allow-methods': 'GET, PUT, POST' },
    ],
    [
      'allowedHeaders',
      { allowedHeaders: 'Content-Type,Authorization' },
      204,
      { 'access-control-allow-headers': 'Content-Type, Authorization' },
    ],
    ['exposedHeaders is not for preflights', { exposedHeaders: ['Content-Range'] }, 204, {}],
    [
      'credentials',
      { credentials: true, dangerouslyAllow: ['insecure-origin'] },
      204,
      { 'access-control-allow-credentials': 'true' },
    ],
    ['maxAge', { maxAge: 600 }, 204, { 'access-control-max-age': '600' }],
    ['maxAge 0', { maxAge: 0 }, 204, { 'access-control-max-age': '0' }],
    ['optionsSuccessStatus', { optionsSuccessStatus: 200 }, 200, {}],
    ['preflightContinue passes it on', { preflightContinue: true }, 404, {}],
  ]
for (const [sentence, options, status, headers] of preflights) {
  test(`preflight: ${sentence}`, async t => {
    const ask = await serve(t, express().use(cors({ origin: A, ...options } as never)))
    is(await preflight(ask, '/', 'PUT'), status, {
      'access-control-allow-origin': A,
      'access-control-allow-methods': methods,
      ...('allowedHeaders' in options ? {} : { vary: 'Access-Control-Request-Headers' }),
      ...headers,
    })
  })
}

test('exposedHeaders and credentials go with the answer', async t => {
  const options = {
    origin: 'https://a.example',
    credentials: true,
    exposedHeaders: ['Content-Range', 'X-Content-Range'],
  }
  is(await (await serve(t, express().use(cors(options))))(from('https://a.example')), 404, {
    'access-control-allow-origin': 'https://a.example',
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': 'Content-Range, X-Content-Range',
  })
})

// What its documentation shows and what is refused here, with the reason.
const refused: readonly [sentence: string, options: object, code: string][] = [
  [
    'any origin with credentials is a hole',
    { origin: true, credentials: true },
    'any-origin-with-credentials',
  ],
  ['an unanchored RegExp matches too much', { origin: /example\.com$/ }, 'unanchored-regexp'],
  ['a mistyped option was silently ignored', { orgin: A }, 'unknown-option'],
  ['an unset variable turned CORS off', { origin: undefined }, 'undefined-option'],
  ['an origin with a slash matched nothing', { origin: 'http://example.com/' }, 'invalid-origin'],
]
for (const [sentence, options, code] of refused) {
  test(`refused: ${sentence}`, () => {
    assert.throws(
      () => cors(options),
      (error: unknown) => error instanceof CorsConfigError && error.issues[0]?.code === code,
    )
  })
}
