import assert from 'node:assert/strict'
import { test } from 'node:test'
import { serve as serveHono } from '@hono/node-server'
import { type CorsOptions, createPolicy } from 'cors-policy'
import { type WebHandler, withCors } from 'cors-policy/web'
import { Hono } from 'hono'
import { askHttp, corsHeaders } from '../support/servers.js'

const A = 'https://a.example'
const evil = 'https://evil.example'
const options: CorsOptions<Request> = {
  origins: [A, 'https://b.example'],
  credentials: true,
  exposeHeaders: 'ETag',
  allowHeaders: 'X-A',
}
const granted = {
  'access-control-allow-origin': A,
  'access-control-allow-credentials': 'true',
  'access-control-expose-headers': 'ETag',
  vary: 'Origin',
}
const varies = { vary: 'Origin' }
const blocks = { vary: 'Origin, Sec-Fetch-Site' }
const put = { 'access-control-request-method': 'PUT', 'access-control-request-headers': 'x-a' }
const grantedPreflight = {
  'access-control-allow-origin': A,
  'access-control-allow-credentials': 'true',
  'access-control-allow-methods': 'GET, HEAD, POST, OPTIONS, PUT, PATCH, DELETE',
  'access-control-allow-headers': 'X-A',
  vary: 'Origin',
}

function request(
  headers: Record<string, string> = {},
  method = 'GET',
  url = 'https://api.example/x',
): Request {
  return new Request(url, { method, headers })
}

/** Status, all CORS headers and the body. */
async function told(
  response: Response | Promise<Response>,
): Promise<[number, Record<string, string>, string]> {
  const { status, headers, ...rest } = await response
  void rest
  const answer = { status, headers: Object.fromEntries(headers), body: '' }
  return [status, corsHeaders(answer) as Record<string, string>, await (await response).text()]
}

const handled = () => new Response('handled')

const table: readonly [
  sentence: string,
  handler: WebHandler<[]>,
  options: CorsOptions<Request>,
  request: Request,
  Awaited<ReturnType<typeof told>>,
][] = [
  ['an allowed origin', handled, options, request({ origin: A }), [200, granted, 'handled']],
  ['a denied origin', handled, options, request({ origin: evil }), [200, varies, 'handled']],
  ['no origin', handled, options, request(), [200, varies, 'handled']],
  ['a preflight', handled, options, request({ origin: A, ...put }, 'OPTIONS'), [204, grantedPreflight, '']],
  ['a denied preflight', handled, options, request({ origin: evil, ...put }, 'OPTIONS'), [204, varies, '']],
  [
    'a preflight passed on',
    handled,
    { ...options, automaticOptions: false },
    request({ origin: A, ...put }, 'OPTIONS'),
    [200, grantedPreflight, 'handled'],
  ],
  [
    'OPTIONS that is no preflight',
    handled,
    options,
    request({ origin: A }, 'OPTIONS'),
    [200, granted, 'handled'],
  ],
  [
    'a blocked origin',
    handled,
    { ...options, blockDisallowed: true },
    request({ origin: evil }),
    [403, blocks, ''],
  ],
  [
    'the server’s own origin',
    handled,
    { ...options, blockDisallowed: true },
    request({ origin: 'https://api.example' }, 'POST'),
    [200, blocks, 'handled'],
  ],
  [
    'another port of the server’s host',
    handled,
    { ...options, blockDisallowed: true },
    request({ origin: 'https://api.example:8443' }, 'POST'),
    [403, blocks, ''],
  ],
  [
    'an error response',
    () => new Response('down', { status: 503 }),
    options,
    request({ origin: A }),
    [503, granted, 'down'],
  ],
  [
    'an error response, bare',
    () => new Response('down', { status: 503 }),
    { ...options, interceptExceptions: false },
    request({ origin: A }),
    [503, varies, 'down'],
  ],
  [
    'a client error, where server errors are bare',
    () => new Response('no', { status: 499 }),
    { ...options, interceptExceptions: false },
    request({ origin: A }),
    [499, granted, 'no'],
  ],
  [
    'the first server error, bare',
    () => new Response('down', { status: 500 }),
    { ...options, interceptExceptions: false },
    request({ origin: A }),
    [500, varies, 'down'],
  ],
  [
    'vary: false',
    () => new Response('', { headers: { vary: 'Accept' } }),
    { ...options, vary: false },
    request({ origin: A }),
    [200, { ...granted, vary: 'Accept' }, ''],
  ],
  [
    'vary: false, and none of the handler',
    handled,
    { origins: '*', sendWildcard: true, vary: false },
    request({ origin: A }),
    [200, { 'access-control-allow-origin': '*' }, 'handled'],
  ],
  [
    'an error where the path is not covered',
    () => new Response('', { status: 500, headers: { 'access-control-allow-origin': 'mine' } }),
    { ...options, interceptExceptions: false, resources: '/y' },
    request({ origin: A }),
    [500, { 'access-control-allow-origin': 'mine' }, ''],
  ],
  [
    'a path that is not covered',
    () => new Response('', { headers: { vary: 'Accept', 'access-control-allow-origin': 'mine' } }),
    { ...options, resources: '/y' },
    request({ origin: A }),
    [200, { vary: 'Accept', 'access-control-allow-origin': 'mine' }, ''],
  ],
  [
    'a path that is covered',
    handled,
    { ...options, resources: '/x' },
    request({ origin: A }),
    [200, granted, 'handled'],
  ],
  [
    'what a handler set is replaced, and Vary merged',
    () =>
      new Response('', {
        headers: { vary: 'Accept', 'access-control-allow-origin': '*', 'access-control-max-age': '5' },
      }),
    options,
    request({ origin: evil }),
    [200, { vary: 'Accept, Origin' }, ''],
  ],
  [
    'an immutable response is copied',
    () => Response.redirect('https://other.example/', 307),
    options,
    request({ origin: A }),
    [307, granted, ''],
  ],
  [
    'a response that is thrown',
    () => {
      throw new Response('no', { status: 401 })
    },
    options,
    request({ origin: A }),
    [401, granted, 'no'],
  ],
]
for (const [sentence, handler, given, asked, expected] of table) {
  test(`withCors: ${sentence}`, async () =>
    assert.deepEqual(await told(withCors(handler, given)(asked)), expected))
}

test('withCors: without options every origin may read', async () => {
  assert.deepEqual(await told(withCors(handled)(request({ origin: A }))), [
    200,
    { 'access-control-allow-origin': A, vary: 'Origin' },
    'handled',
  ])
})

test('withCors: what it answers itself has no body, and says so but with 204', async () => {
  const blocking = withCors(handled, { ...options, blockDisallowed: true, preflightStatus: 200 })
  const length = async (asked: Request) => (await blocking(asked)).headers.get('content-length')
  assert.equal(await length(request({ origin: evil })), '0')
  assert.equal(await length(request({ origin: A, ...put }, 'OPTIONS')), '0')
  const { headers } = await withCors(handled, options)(request({ origin: A, ...put }, 'OPTIONS'))
  assert.equal(headers.get('content-length'), null)
})

test('withCors: what a page cannot read, or the policy says nothing of, is passed on as it is', async () => {
  const failed = Response.error()
  assert.equal(await withCors(() => failed, options)(request({ origin: A })), failed)
  const uncovered = new Response('')
  const middleware = withCors(() => uncovered, { ...options, resources: '/y' })
  assert.equal(await middleware(request({ origin: A })), uncovered)
})

test('withCors: a chosen policy that does not cover the path adds Vary, to errors too', async () => {
  const own = { 'access-control-allow-origin': 'mine' }
  const handler = () => new Response('', { status: 500, headers: own })
  const chosen = withCors(handler, () => ({ ...options, interceptExceptions: false, resources: '/y' }))
  assert.deepEqual(await told(chosen(request({ origin: A }))), [500, { ...own, vary: 'Origin' }, ''])
})

test('withCors: where the path is not covered, what a handler throws is thrown on', async () => {
  const handler = () => Promise.reject(new Error('broken'))
  const middleware = withCors(handler, { ...options, resources: '/y' })
  await assert.rejects(middleware(request({ origin: A })), /broken/)
})

test('withCors: an onDecision that rejects is printed', async t => {
  const printed = t.mock.method(console, 'error', () => {})
  const error = new Error('log is full')
  const onDecision = () => Promise.reject(error)
  await withCors(handled, { ...options, onDecision })(request({ origin: A }))
  assert.deepEqual(
    printed.mock.calls.map(call => call.arguments),
    [[error]],
  )
})

test('withCors: a handler that throws is printed and answered, or thrown on', async t => {
  const printed = t.mock.method(console, 'error', () => {})
  const error = new Error('broken')
  const handler = () => Promise.reject(error)
  const answer = await told(withCors(handler, options)(request({ origin: A })))
  assert.deepEqual(answer, [500, granted, 'Internal Server Error'])
  assert.deepEqual(
    printed.mock.calls.map(call => call.arguments),
    [[error]],
  )
  await assert.rejects(
    withCors(handler, { ...options, interceptExceptions: false })(request({ origin: A })),
    error,
  )
})

test('withCors: a handler that returns no Response is told so, and the page can read that it failed', async t => {
  const printed = t.mock.method(console, 'error', () => {})
  const forgetful = (() => null) as never
  const answer = await told(withCors(forgetful, options)(request({ origin: A })))
  assert.deepEqual(answer, [500, granted, 'Internal Server Error'])
  const message = 'the handler given to withCors() answered null. Return a Response.'
  assert.equal(printed.mock.calls[0]?.arguments[0].message, message)
  const elsewhere = withCors(forgetful, { resources: '/elsewhere' })
  await assert.rejects(elsewhere(request({ origin: A })), { name: 'TypeError', message })
})

test('withCors: undefined is passed through, since Bun takes it for a request that became a WebSocket', async () => {
  const upgraded = withCors(() => undefined, options)
  assert.equal(await upgraded(request({ origin: A })), undefined)
})

test('withCors: a handler that was forgotten is asked for at the call', () => {
  for (const handler of [undefined, options]) {
    assert.throws(() => withCors(handler as never, options), {
      name: 'TypeError',
      message: /^withCors\(\) takes a handler first, got .*\. Write withCors\(handler, options\)\.$/,
    })
  }
})

test('withCors: what a function among the options throws is thrown on', async () => {
  const origins = () => {
    throw new Error('database')
  }
  await assert.rejects(withCors(handled, { origins })(request({ origin: A })), /database/)
})

test('withCors: cookies stay apart, the body streams, and what a platform passes is kept', async () => {
  const stream = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('a'))
    },
  })
  const handler = (_request: Request, env: { name: string }, more: number) =>
    new Response(stream, {
      status: 206,
      statusText: 'Part',
      headers: [
        ['set-cookie', 'a=1'],
        ['set-cookie', 'b=2'],
        ['x-env', `${env.name}${more}`],
      ],
    })
  const response = await withCors(handler, options)(request({ origin: A }), { name: 'env' }, 5)
  assert.deepEqual(
    [response.status, response.statusText, response.headers.get('x-env')],
    [206, 'Part', 'env5'],
  )
  assert.deepEqual(response.headers.getSetCookie(), ['a=1', 'b=2'])
  // It does not end: the first chunk comes all the same.
  const chunk = await response.body?.getReader().read()
  assert.equal(new TextDecoder().decode(chunk?.value), 'a')
})

test('withCors: takes a policy and a function as cors does, and refuses a mistake at the call', async () => {
  const policy = createPolicy(options)
  assert.deepEqual(await told(withCors(handled, policy)(request({ origin: A }))), [200, granted, 'handled'])
  const chosen = withCors(handled, async asked => (asked.url.endsWith('/x') ? { origins: A } : policy))
  assert.deepEqual(await told(chosen(request({ origin: A }))), [
    200,
    { 'access-control-allow-origin': A, vary: 'Origin' },
    'handled',
  ])
  assert.throws(() => withCors(handled, { credentials: true as boolean }), { name: 'CorsConfigError' })
})

test('withCors: under Hono’s server for Node', async t => {
  const app = new Hono()
  app.get('/x', context => context.text('handled'))
  app.get('/broken', () => {
    throw new Error('broken')
  })
  app.onError((_error, context) => context.text('sorry', 500))
  const server = serveHono({
    fetch: withCors(request => app.fetch(request), options),
    port: 0,
    hostname: '127.0.0.1',
  })
  await new Promise(resolve => server.once('listening', resolve))
  t.after(() => server.close())
  const { port } = server.address() as { port: number }
  const ask = async (path: string, headers: Record<string, string>, method = 'GET') => {
    const answer = await askHttp(port, { path, headers, method })
    return [answer.status, corsHeaders(answer), answer.body]
  }
  assert.deepEqual(await ask('/x', { origin: A }), [200, granted, 'handled'])
  assert.deepEqual(await ask('/x', { origin: evil }), [200, varies, 'handled'])
  assert.deepEqual(await ask('/x', { origin: A, ...put }, 'OPTIONS'), [204, grantedPreflight, ''])
  assert.deepEqual(await ask('/none', { origin: A }), [404, granted, '404 Not Found'])
  assert.deepEqual(await ask('/broken', { origin: A }), [500, granted, 'sorry'])
})
