import assert from 'node:assert/strict'
import { test } from 'node:test'
import { serve as serveHono } from '@hono/node-server'
import { type CorsOptions, createPolicy } from 'cors-policy'
import { type WebHandler, withCors } from 'cors-policy/web'
import { Hono } from 'hono'
import { A, evil, is } from '../support/attacker.js'
import { granted, grantedPreflight, options, put, varies } from '../support/listed-with-credentials.js'
import { type Answer, askHttp, corsHeaders } from '../support/servers.js'

const blocks = { vary: 'Origin, Sec-Fetch-Site' }

function request(
  headers: Record<string, string> = {},
  method = 'GET',
  url = 'https://api.example/x',
): Request {
  return new Request(url, { method, headers })
}

/** Status, all CORS headers and the body. */
async function answerOf(response: Response | Promise<Response>): Promise<Answer> {
  const { status, headers } = await response
  const body = await (await response).text()
  return { status, headers: corsHeaders({ status, headers: Object.fromEntries(headers), body }), body }
}

const handled = () => new Response('handled')

const table: readonly {
  readonly sentence: string
  readonly handler: WebHandler<[]>
  readonly given: CorsOptions<Request>
  readonly asked: Request
  readonly expected: Answer
}[] = [
  {
    sentence: 'an allowed origin',
    handler: handled,
    given: options,
    asked: request({ origin: A }),
    expected: { status: 200, headers: granted, body: 'handled' },
  },
  {
    sentence: 'a denied origin',
    handler: handled,
    given: options,
    asked: request({ origin: evil }),
    expected: { status: 200, headers: varies, body: 'handled' },
  },
  {
    sentence: 'no origin',
    handler: handled,
    given: options,
    asked: request(),
    expected: { status: 200, headers: varies, body: 'handled' },
  },
  {
    sentence: 'a preflight',
    handler: handled,
    given: options,
    asked: request({ origin: A, ...put }, 'OPTIONS'),
    expected: { status: 204, headers: grantedPreflight, body: '' },
  },
  {
    sentence: 'a denied preflight',
    handler: handled,
    given: options,
    asked: request({ origin: evil, ...put }, 'OPTIONS'),
    expected: { status: 204, headers: varies, body: '' },
  },
  {
    sentence: 'a preflight passed on',
    handler: handled,
    given: { ...options, automaticOptions: false },
    asked: request({ origin: A, ...put }, 'OPTIONS'),
    expected: { status: 200, headers: grantedPreflight, body: 'handled' },
  },
  {
    sentence: 'OPTIONS that is no preflight',
    handler: handled,
    given: options,
    asked: request({ origin: A }, 'OPTIONS'),
    expected: { status: 200, headers: granted, body: 'handled' },
  },
  {
    sentence: 'a blocked origin',
    handler: handled,
    given: { ...options, blockDisallowed: true },
    asked: request({ origin: evil }),
    expected: { status: 403, headers: blocks, body: '' },
  },
  {
    sentence: 'the server’s own origin',
    handler: handled,
    given: { ...options, blockDisallowed: true },
    asked: request({ origin: 'https://api.example' }, 'POST'),
    expected: { status: 200, headers: blocks, body: 'handled' },
  },
  {
    sentence: 'another port of the server’s host',
    handler: handled,
    given: { ...options, blockDisallowed: true },
    asked: request({ origin: 'https://api.example:8443' }, 'POST'),
    expected: { status: 403, headers: blocks, body: '' },
  },
  {
    sentence: 'an error response',
    handler: () => new Response('down', { status: 503 }),
    given: options,
    asked: request({ origin: A }),
    expected: { status: 503, headers: granted, body: 'down' },
  },
  {
    sentence: 'an error response, bare',
    handler: () => new Response('down', { status: 503 }),
    given: { ...options, interceptExceptions: false },
    asked: request({ origin: A }),
    expected: { status: 503, headers: varies, body: 'down' },
  },
  {
    sentence: 'a client error, if server errors are bare',
    handler: () => new Response('no', { status: 499 }),
    given: { ...options, interceptExceptions: false },
    asked: request({ origin: A }),
    expected: { status: 499, headers: granted, body: 'no' },
  },
  {
    sentence: 'the first server error, bare',
    handler: () => new Response('down', { status: 500 }),
    given: { ...options, interceptExceptions: false },
    asked: request({ origin: A }),
    expected: { status: 500, headers: varies, body: 'down' },
  },
  {
    sentence: 'vary: false',
    handler: () => new Response('', { headers: { vary: 'Accept' } }),
    given: { ...options, vary: false },
    asked: request({ origin: A }),
    expected: { status: 200, headers: { ...granted, vary: 'Accept' }, body: '' },
  },
  {
    sentence: 'vary: false, and no Vary of the handler',
    handler: handled,
    given: { origins: '*', sendWildcard: true, vary: false },
    asked: request({ origin: A }),
    expected: { status: 200, headers: { 'access-control-allow-origin': '*' }, body: 'handled' },
  },
  {
    sentence: 'an error on a path that is not covered',
    handler: () => new Response('', { status: 500, headers: { 'access-control-allow-origin': 'mine' } }),
    given: { ...options, interceptExceptions: false, resources: '/y' },
    asked: request({ origin: A }),
    expected: { status: 500, headers: { 'access-control-allow-origin': 'mine' }, body: '' },
  },
  {
    sentence: 'a path that is not covered',
    handler: () => new Response('', { headers: { vary: 'Accept', 'access-control-allow-origin': 'mine' } }),
    given: { ...options, resources: '/y' },
    asked: request({ origin: A }),
    expected: { status: 200, headers: { vary: 'Accept', 'access-control-allow-origin': 'mine' }, body: '' },
  },
  {
    sentence: 'a path that is covered',
    handler: handled,
    given: { ...options, resources: '/x' },
    asked: request({ origin: A }),
    expected: { status: 200, headers: granted, body: 'handled' },
  },
  {
    sentence: 'what a handler set is replaced, and Vary merged',
    handler: () =>
      new Response('', {
        headers: { vary: 'Accept', 'access-control-allow-origin': '*', 'access-control-max-age': '5' },
      }),
    given: options,
    asked: request({ origin: evil }),
    expected: { status: 200, headers: { vary: 'Accept, Origin' }, body: '' },
  },
  {
    sentence: 'an immutable response is copied',
    handler: () => Response.redirect('https://other.example/', 307),
    given: options,
    asked: request({ origin: A }),
    expected: { status: 307, headers: granted, body: '' },
  },
  {
    sentence: 'a response that is thrown',
    handler: () => {
      throw new Response('no', { status: 401 })
    },
    given: options,
    asked: request({ origin: A }),
    expected: { status: 401, headers: granted, body: 'no' },
  },
]
for (const { sentence, handler, given, asked, expected } of table) {
  test(`withCors: ${sentence}`, async () =>
    assert.deepEqual(await answerOf(withCors(handler, given)(asked)), expected))
}

test('withCors: without options every origin may read', async () => {
  const headers = { 'access-control-allow-origin': A, vary: 'Origin' }
  is(await answerOf(withCors(handled)(request({ origin: A }))), 200, headers, 'handled')
})

test('withCors: its own responses have no body, and Content-Length 0 unless the status is 204', async () => {
  const blocking = withCors(handled, { ...options, blockDisallowed: true, preflightStatus: 200 })
  const length = async (asked: Request) => (await blocking(asked)).headers.get('content-length')
  assert.equal(await length(request({ origin: evil })), '0')
  assert.equal(await length(request({ origin: A, ...put }, 'OPTIONS')), '0')
  const { headers } = await withCors(handled, options)(request({ origin: A, ...put }, 'OPTIONS'))
  assert.equal(headers.get('content-length'), null)
})

test('withCors: an error response, or one for a path that is not covered, is returned as it is', async () => {
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
  is(await answerOf(chosen(request({ origin: A }))), 500, { ...own, vary: 'Origin' }, '')
})

test('withCors: the error of a handler is rethrown if the path is not covered', async () => {
  const handler = () => Promise.reject(new Error('broken'))
  const middleware = withCors(handler, { ...options, resources: '/y' })
  await assert.rejects(middleware(request({ origin: A })), /broken/)
})

test('withCors: the error of an onDecision that rejects is printed', async t => {
  const printed = t.mock.method(console, 'error', () => {})
  const error = new Error('log is full')
  const onDecision = () => Promise.reject(error)
  await withCors(handled, { ...options, onDecision })(request({ origin: A }))
  assert.deepEqual(
    printed.mock.calls.map(call => call.arguments),
    [[error]],
  )
})

test('withCors: the error of a handler is printed and answered with 500, or rethrown', async t => {
  const printed = t.mock.method(console, 'error', () => {})
  const error = new Error('broken')
  const handler = () => Promise.reject(error)
  const answer = await answerOf(withCors(handler, options)(request({ origin: A })))
  is(answer, 500, granted, 'Internal Server Error')
  assert.deepEqual(
    printed.mock.calls.map(call => call.arguments),
    [[error]],
  )
  await assert.rejects(
    withCors(handler, { ...options, interceptExceptions: false })(request({ origin: A })),
    error,
  )
})

test('withCors: a handler that returns no response is reported, and the page can read the 500', async t => {
  const printed = t.mock.method(console, 'error', () => {})
  const forgetful = (() => null) as never
  const answer = await answerOf(withCors(forgetful, options)(request({ origin: A })))
  is(answer, 500, granted, 'Internal Server Error')
  const message = 'the handler given to withCors() answered null. Return a Response.'
  assert.equal(printed.mock.calls[0]?.arguments[0].message, message)
  const elsewhere = withCors(forgetful, { resources: '/elsewhere' })
  await assert.rejects(elsewhere(request({ origin: A })), { name: 'TypeError', message })
})

test('withCors: undefined is passed through, since Bun takes it for a request that became a WebSocket', async () => {
  const upgraded = withCors(() => undefined, options)
  assert.equal(await upgraded(request({ origin: A })), undefined)
})

test('withCors: a call without a handler throws', () => {
  for (const handler of [undefined, options]) {
    assert.throws(() => withCors(handler as never, options), {
      name: 'TypeError',
      message: /^withCors\(\) takes a handler first, got .*\. Write withCors\(handler, options\)\.$/,
    })
  }
})

test('withCors: the error of a function in the options is rethrown', async () => {
  const origins = () => {
    throw new Error('database')
  }
  await assert.rejects(withCors(handled, { origins })(request({ origin: A })), /database/)
})

test('withCors: cookies stay separate, the body streams, and the handler gets the platform’s arguments', async () => {
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
  // The stream never ends, and yet its first chunk arrives.
  const chunk = await response.body?.getReader().read()
  assert.equal(new TextDecoder().decode(chunk?.value), 'a')
})

test('withCors: it takes a policy or a function as cors does, and wrong options throw at the call', async () => {
  const policy = createPolicy(options)
  is(await answerOf(withCors(handled, policy)(request({ origin: A }))), 200, granted, 'handled')
  const chosen = withCors(handled, async asked => (asked.url.endsWith('/x') ? { origins: A } : policy))
  const headers = { 'access-control-allow-origin': A, vary: 'Origin' }
  is(await answerOf(chosen(request({ origin: A }))), 200, headers, 'handled')
  assert.throws(() => withCors(handled, { credentials: true as boolean }), { name: 'CorsConfigError' })
})

test('withCors: it works under Hono’s server for Node', async t => {
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
  const ask = (path: string, headers: Record<string, string>, method = 'GET') =>
    askHttp(port, { path, headers, method })
  is(await ask('/x', { origin: A }), 200, granted, 'handled')
  is(await ask('/x', { origin: evil }), 200, varies, 'handled')
  is(await ask('/x', { origin: A, ...put }, 'OPTIONS'), 204, grantedPreflight, '')
  is(await ask('/none', { origin: A }), 404, granted, '404 Not Found')
  is(await ask('/broken', { origin: A }), 500, granted, 'sorry')
})
