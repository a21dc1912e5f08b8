import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CorsConfigError, cors } from 'cors-policy'
import express, { type ErrorRequestHandler } from 'express'
import express4 from 'express4'
import { is } from '../support/attacker.js'
import { type Answer, type Ask, serve } from '../support/servers.js'

// Every usage in the documentation of expressjs/cors, and its responses here.

const A = 'http://example.com'
const B = 'http://other.example'
const any = { 'access-control-allow-origin': A, vary: 'Origin' }
const methods = 'GET, HEAD, POST, OPTIONS, PUT, PATCH, DELETE'

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

for (const { version, create } of [
  { version: 'Express 4', create: express4 },
  { version: 'Express 5', create: express },
] as const) {
  test(`${version}: cors() allows every origin, as in "Simple Usage"`, async t => {
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

  test(`${version}: cors() on a single route needs app.options for the preflight`, async t => {
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

  test(`${version}: an origin function with a callback uses an allow-list, and its error fails the request`, async t => {
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
    // The function is not called without an origin, so tools and same-origin requests need no exception.
    is(await ask(), 200, { vary: 'Origin' })
  })

  test(`${version}: an origin function may load a list of origins`, async t => {
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

  test(`${version}: a delegate with a callback chooses the options of each request`, async t => {
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

/** The CORS headers for requests from `A` and from `B`. */
const origins: readonly {
  readonly title: string
  readonly origin: never
  readonly toA: Answer['headers']
  readonly toB: Answer['headers']
}[] = [
  {
    title: 'true allows every origin',
    origin: true as never,
    toA: any,
    toB: { ...any, 'access-control-allow-origin': B },
  },
  {
    title: '"*" allows every origin',
    origin: '*' as never,
    toA: any,
    toB: { ...any, 'access-control-allow-origin': B },
  },
  { title: 'false allows none', origin: false as never, toA: {}, toB: {} },
  {
    title: 'a string is sent to every origin',
    origin: A as never,
    toA: { 'access-control-allow-origin': A },
    toB: { 'access-control-allow-origin': A },
  },
  {
    title: 'a RegExp matches',
    origin: /^http:\/\/example\d?\.com$/ as never,
    toA: any,
    toB: { vary: 'Origin' },
  },
  {
    title: 'an array may hold strings and RegExps',
    origin: ['http://example1.com', /^http:\/\/example\.com$/] as never,
    toA: any,
    toB: { vary: 'Origin' },
  },
  {
    title: 'a callback with false denies',
    origin: ((_: string, answer: Callback) => answer(null, false)) as never,
    toA: { vary: 'Origin' },
    toB: { vary: 'Origin' },
  },
  {
    title: 'a callback without arguments denies',
    origin: ((_: string, answer: Callback) => answer()) as never,
    toA: { vary: 'Origin' },
    toB: { vary: 'Origin' },
  },
  {
    title: 'a callback with a string allows that origin',
    origin: ((_: string, answer: Callback) => answer(null, A)) as never,
    toA: any,
    toB: { vary: 'Origin' },
  },
  {
    title: 'an async function is awaited',
    origin: (async (origin: string) => origin === A) as never,
    toA: any,
    toB: { vary: 'Origin' },
  },
  {
    title: 'only the first answer counts',
    origin: ((o: string, answer: Callback) => [answer(null, o === A), answer(null, true)]) as never,
    toA: any,
    toB: { vary: 'Origin' },
  },
]
for (const { title, origin, toA, toB } of origins) {
  test(`origin: ${title}`, async t => {
    const app = express().use(cors({ origin }))
    const ask = await serve(t, app)
    is(await ask(from(A)), 404, toA)
    is(await ask(from(B)), 404, toB)
  })
}

test('origin: the return value of a function with a callback is ignored', async t => {
  const origin = (_: string, answer: Callback) => setImmediate(answer, null, false) && true
  is(await (await serve(t, express().use(cors({ origin: origin as never }))))(from(A)), 404, {
    vary: 'Origin',
  })
})

test('origin: an async function may call its callback after it returns', async t => {
  const origin = async (_: string, answer: Callback) => void setImmediate(answer, null, true)
  const ask = await serve(t, express().use(cors({ origin: origin as never })))
  is(await ask(from(A)), 404, { vary: 'Origin', 'access-control-allow-origin': A })
})

test('origin: the return value of a function without a callback is its answer', async t => {
  const ask = await serve(t, express().use(cors({ origin: (origin: unknown) => origin === A })))
  is(await ask(from(A)), 404, { vary: 'Origin', 'access-control-allow-origin': A })
  is(await ask(from(B)), 404, { vary: 'Origin' })
})

const unusable: readonly { readonly answer: unknown; readonly message: string }[] = [
  {
    answer: ['a.com'],
    message:
      'origin()[0]: "a.com" is not an origin: an origin begins with its scheme. Write "https://a.com" or "http://a.com".',
  },
]
for (const { answer, message } of unusable) {
  test(`origin: the error on a callback with ${answer} says what is wrong`, async t => {
    const error = await failureOf(t, ((_: string, callback: Callback) => callback(null, answer)) as never)
    assert.ok(error instanceof CorsConfigError)
    assert.equal(error.message, message)
    assert.ok(['invalid-type', 'invalid-origin'].includes(error.issues[0]?.code ?? ''))
  })
}

test('origin: the error on a function without an answer names the function', async t => {
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
  test(`origin: a callback with ${answer} fails the request`, async t => {
    const app = express()
    app.set('env', 'test')
    app.use(cors({ origin: ((_: string, callback: Callback) => callback(null, answer)) as never }))
    is(await (await serve(t, app))(from(A)), 500, { vary: 'Origin' })
  })
}

test('origin: a function that neither answers nor takes a callback fails the request, and does not leave it open', async t => {
  const app = express()
  app.set('env', 'test')
  app.use(cors({ origin: (() => undefined) as never }))
  is(await (await serve(t, app))(from(A)), 500, { vary: 'Origin' })
})

const preflights: readonly {
  readonly title: string
  readonly options: object
  readonly status: number
  readonly headers: Answer['headers']
}[] = [
  {
    title: 'methods as a string',
    options: { methods: 'GET,PUT' },
    status: 204,
    headers: { 'access-control-allow-methods': 'GET, PUT' },
  },
  {
    title: 'methods as an array',
    options: { methods: ['GET', 'PUT', 'POST'] },
    status: 204,
    headers: { 'access-control-allow-methods': 'GET, PUT, POST' },
  },
  {
    title: 'allowedHeaders',
    options: { allowedHeaders: 'Content-Type,Authorization' },
    status: 204,
    headers: { 'access-control-allow-headers': 'Content-Type, Authorization' },
  },
  {
    title: 'headers, the other name of allowedHeaders',
    options: { headers: ['Content-Type', 'Authorization'] },
    status: 204,
    headers: { 'access-control-allow-headers': 'Content-Type, Authorization' },
  },
  {
    title: 'names of this library beside those of expressjs/cors',
    options: { allowedHeaders: ['X-A'], preflightStatus: 200 },
    status: 200,
    headers: { 'access-control-allow-headers': 'X-A' },
  },
  {
    title: 'exposedHeaders has no effect',
    options: { exposedHeaders: ['Content-Range'] },
    status: 204,
    headers: {},
  },
  {
    title: 'credentials',
    options: { credentials: true, dangerouslyAllow: ['insecure-origin'] },
    status: 204,
    headers: { 'access-control-allow-credentials': 'true' },
  },
  { title: 'maxAge', options: { maxAge: 600 }, status: 204, headers: { 'access-control-max-age': '600' } },
  { title: 'maxAge 0', options: { maxAge: 0 }, status: 204, headers: { 'access-control-max-age': '0' } },
  { title: 'optionsSuccessStatus', options: { optionsSuccessStatus: 200 }, status: 200, headers: {} },
  {
    title: 'preflightContinue passes the request to the handler',
    options: { preflightContinue: true },
    status: 404,
    headers: {},
  },
]
for (const { title, options, status, headers } of preflights) {
  test(`preflight: ${title}`, async t => {
    const ask = await serve(t, express().use(cors({ origin: A, ...options } as never)))
    is(await preflight(ask, '/', 'PUT'), status, {
      'access-control-allow-origin': A,
      'access-control-allow-methods': methods,
      ...('allowedHeaders' in options || 'headers' in options
        ? {}
        : { vary: 'Access-Control-Request-Headers' }),
      ...headers,
    })
  })
}

test('exposedHeaders and credentials set headers of the response', async t => {
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

// The documentation of expressjs/cors shows these, or cors() accepts them there.
const refused: readonly { readonly title: string; readonly options: object; readonly code: string }[] = [
  {
    title: 'any origin with credentials, which lets every site read private data',
    options: { origin: true, credentials: true },
    code: 'any-origin-with-credentials',
  },
  {
    title: 'an unanchored RegExp, which matches other hosts too',
    options: { origin: /example\.com$/ },
    code: 'unanchored-regexp',
  },
  { title: 'a misspelt option, which expressjs/cors ignores', options: { orgin: A }, code: 'unknown-option' },
  {
    title: 'an unset variable, which turns CORS off in expressjs/cors',
    options: { origin: undefined },
    code: 'undefined-option',
  },
  {
    title: 'an origin with a slash, which never matches in expressjs/cors',
    options: { origin: 'http://example.com/' },
    code: 'invalid-origin',
  },
]
for (const { title, options, code } of refused) {
  test(`refused: ${title}`, () => {
    assert.throws(
      () => cors(options),
      (error: unknown) => error instanceof CorsConfigError && error.issues[0]?.code === code,
    )
  })
}
