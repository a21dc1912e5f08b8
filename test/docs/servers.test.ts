import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type TestContext, test } from 'node:test'
import { createPolicy, resolve } from 'cors-policy'
import { WebSocket } from 'ws'
import { asking } from '../support/attacker.js'
import { type Ask, askHttp, corsHeaders, serve } from '../support/servers.js'
import { example, type Ran, run } from './pages.js'

const origin = 'https://app.example.com'
const evil = 'https://evil.example'
const listed = createPolicy({ origins: [origin], credentials: true })
const withoutCredentials = createPolicy({ origins: [origin] })

const ran = (t: TestContext, heading: string, index = 0) => run(t, example('docs/servers.md', heading, index))

const asker =
  (port: number): Ask =>
  asked =>
    askHttp(port, asked)

const lowerCased = (headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))

/** Asserts that preflights and requests from two origins are answered as the policy says. */
async function assertAnswers(ask: Ask, path: string, status = 200, policy = listed): Promise<void> {
  for (const [method, headers] of [
    ['GET', { origin }],
    ['GET', { origin: evil }],
    ['OPTIONS', asking(origin, 'PUT', 'x-a')],
    ['OPTIONS', asking(evil, 'PUT', 'x-a')],
  ] as const) {
    const decision = resolve(policy, { method, url: path, headers: { ...headers } })
    const vary = decision.vary.length > 0 && { vary: decision.vary.join(', ') }
    const answer = await ask({ method, path, headers })
    assert.deepEqual(
      [answer.status, corsHeaders(answer)],
      [decision.status ?? status, { ...lowerCased(decision.headers), ...vary }],
    )
  }
}

test('the recipe for Node http answers as the policy says', async t => {
  const { port } = await ran(t, 'Node http, https and http2')
  await assertAnswers(asker(port), '/', 200, withoutCredentials)
})

test('the recipe for Fastify answers as the policy says, and has routes with options of their own', async t => {
  const ask = asker((await ran(t, 'Fastify')).port)
  await assertAnswers(ask, '/me')
  await assertAnswers(ask, '/nowhere', 404)
  const preflight = await ask({ method: 'OPTIONS', path: '/exports/1', headers: asking(origin, 'PUT') })
  assert.equal(preflight.headers['access-control-allow-methods'], 'PUT')
  assert.deepEqual(corsHeaders(await ask({ path: '/files/x', headers: { origin } })), {})
})

test('the recipe for Koa answers as the policy says, errors too', async t => {
  const ask = asker((await ran(t, 'Koa')).port)
  await assertAnswers(ask, '/me')
  await assertAnswers(ask, '/other', 401)
})

test('the recipe for Hono answers as the policy says below /api, and leaves other paths alone', async t => {
  const ask = asker((await ran(t, 'Hono')).port)
  await assertAnswers(ask, '/api/me')
  await assertAnswers(ask, '/api/nowhere', 404)
  assert.deepEqual(corsHeaders(await ask({ path: '/', headers: { origin } })), {})
})

test('the recipe for h3 answers as the policy says', async t => {
  const ask = asker((await ran(t, 'h3')).port)
  await assertAnswers(ask, '/me')
  await assertAnswers(ask, '/nowhere', 404)
})

test('the recipe for pages/api of Next.js answers as the policy says', async t => {
  const { constants } = await ran(t, 'Next.js', 2)
  await assertAnswers(await serve(t, constants.default), '/')
})

test('the recipe for Socket.IO answers polling, and keeps other pages from a WebSocket', async t => {
  const { port } = await ran(t, 'Socket.IO')
  const answer = await askHttp(port, { path: '/engine.io/?EIO=4&transport=polling', headers: { origin } })
  assert.deepEqual(
    [answer.status, corsHeaders(answer)],
    [
      200,
      {
        'access-control-allow-origin': origin,
        'access-control-allow-credentials': 'true',
        vary: 'Origin, Sec-Fetch-Site',
      },
    ],
  )
  const url = `ws://127.0.0.1:${port}/engine.io/?EIO=4&transport=websocket`
  const allowed = new WebSocket(url, { origin })
  await once(allowed, 'open')
  allowed.terminate()
  await once(new WebSocket(url, { origin: evil }), 'error')
})

/** Asks a function of `Request` and `Response`. */
function fetcher(answer: (request: Request) => Promise<Response>): Ask {
  return async ({ method = 'GET', path = '/', headers = {} } = {}) => {
    const response = await answer(
      new Request(`https://api.example${path}`, { method, headers: headers as Record<string, string> }),
    )
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: await response.text(),
    }
  }
}

const handled = async () => new Response('handled')

/** How each framework calls what the example exports. */
const frameworks: readonly {
  readonly heading: string
  readonly index?: number
  readonly call: (constants: Ran['constants'], request: Request) => Promise<Response>
  readonly policy?: typeof listed
}[] = [
  {
    heading: 'Workers, Deno and Bun',
    call: ({ default: { fetch } }, request) => fetch(request),
    policy: withoutCredentials,
  },
  { heading: 'Next.js', call: ({ proxy }, request) => proxy(request) },
  {
    heading: 'Next.js',
    index: 1,
    call: ({ GET, OPTIONS }, request) => (request.method === 'GET' ? GET : OPTIONS)(request),
    policy: withoutCredentials,
  },
  {
    heading: 'SvelteKit',
    call: ({ handle }, request) => handle({ event: { request }, resolve: handled }),
  },
  { heading: 'Astro', call: ({ onRequest }, request) => onRequest({ request }, handled) },
  {
    heading: 'React Router',
    call: ({ middleware }, request) => middleware[0]({ request, params: {} }, handled),
  },
  { heading: 'Elysia', call: ({ app }, request) => app.fetch(request) },
]
for (const { heading, index = 0, call, policy = listed } of frameworks) {
  test(`the recipe for ${heading} (${index + 1}) answers as the policy says`, async t => {
    const { constants } = await ran(t, heading, index)
    await assertAnswers(
      fetcher(request => call(constants, request)),
      '/me',
      200,
      policy,
    )
  })
}

type Event = Record<string, unknown>

/** The events of API Gateway for a request, by https://docs.aws.amazon.com/apigateway/latest/developerguide. */
const events: Readonly<
  Record<string, (method: string, path: string, headers: Record<string, string>) => Event>
> = {
  'a REST API': (httpMethod, path, headers) => {
    const written = Object.entries(headers).map(
      ([name, value]) => [name.replaceAll(/^[a-z]|-[a-z]/g, text => text.toUpperCase()), value] as const,
    )
    return {
      resource: '/{proxy+}',
      path,
      httpMethod,
      headers: Object.fromEntries(written),
      multiValueHeaders: Object.fromEntries(written.map(([name, value]) => [name, [value]])),
      queryStringParameters: null,
      requestContext: { path: `/prod${path}`, httpMethod, stage: 'prod', requestId: 'id' },
      body: null,
      isBase64Encoded: false,
    }
  },
  'a REST API, of a test in its console': (httpMethod, path) => ({
    path,
    httpMethod,
    headers: null,
    multiValueHeaders: null,
    requestContext: { path, httpMethod },
  }),
  'an HTTP API': (method, rawPath, headers) => ({
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString: '',
    headers,
    requestContext: {
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1' },
      stage: '$default',
    },
    isBase64Encoded: false,
  }),
}
for (const [what, event] of Object.entries(events)) {
  test(`the recipe for a cloud function answers events of ${what} as resolve says`, async t => {
    const { handler, policy } = (await ran(t, 'Cloud functions')).constants
    for (const [method, headers] of [
      ['GET', { origin }],
      ['GET', { origin: evil }],
      ['GET', {}],
      ['OPTIONS', asking(origin, 'PUT', 'x-a')],
      ['OPTIONS', asking(evil, 'PUT', 'x-a')],
    ] as const) {
      const asked = event(method, '/users', { ...headers })
      // Objects of the example's context have other prototypes.
      const answer = structuredClone(await handler(asked))
      const decision = resolve(policy, {
        method,
        url: '/users',
        headers: asked.headers === null ? {} : headers,
      })
      assert.deepEqual(answer, {
        statusCode: decision.status ?? 200,
        headers: { ...decision.headers, Vary: decision.vary.join(', ') },
        ...(decision.status === undefined && { body: 'hello' }),
      })
    }
  })
}
