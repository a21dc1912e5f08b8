import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { createPolicy, resolve } from 'cors-policy'
import type { FastifyInstance } from 'fastify'
import type { Hono } from 'hono'
import type Koa from 'koa'
import { asking } from '../support/attacker.js'
import { blocks, type Ran, run } from '../support/readme.js'
import { type Ask, askHttp, corsHeaders, serve } from '../support/servers.js'

const origin = 'https://app.example.com'
const evil = 'https://evil.example'
const policy = createPolicy({ origins: [origin], credentials: true })

/** Runs the only example that has this text. */
function example(text: string): Ran {
  const found = blocks.filter(({ code }) => code.includes(text))
  assert.equal(found.length, 1, text)
  return run(found[0]?.code ?? '')
}

const lowerCased = (headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))

/** Asserts that a preflight and requests from two origins are answered as the policy of all these examples says. */
async function assertAnswers(ask: Ask, path: string, status = 200): Promise<void> {
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

/** Asks a function of `Request` and `Response`. */
function asker(answer: (request: Request) => Promise<Response> | Response): Ask {
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

test('README: the example of Fastify', async t => {
  const { value, constants } = example('await app.register(corsPlugin')
  await value
  const app: FastifyInstance = constants.app
  await app.listen({ port: 0, host: '127.0.0.1' })
  t.after(() => app.close())
  const ask: Ask = asked => askHttp((app.server.address() as AddressInfo).port, asked)
  await assertAnswers(ask, '/me')
  const preflight = await ask({ method: 'OPTIONS', path: '/exports/1', headers: asking(origin, 'PUT') })
  assert.equal(preflight.headers['access-control-allow-methods'], 'PUT')
  assert.deepEqual(corsHeaders(await ask({ path: '/files/x', headers: { origin } })), {})
})

test('README: the example of Koa', async t => {
  const app: Koa = example("from 'cors-policy/koa'").constants.app
  await assertAnswers(await serve(t, app.callback()), '/', 401)
})

test('README: the example of Hono', async () => {
  const app: Hono = example("from 'cors-policy/hono'").constants.app
  await assertAnswers(asker(app.fetch), '/api/me')
})

test('README: the example of pages/api of Next.js', async t => {
  const { handler } = example('const passes =').constants
  await assertAnswers(await serve(t, handler), '/')
})

test('README: the example of route handlers of Next.js', async () => {
  const { GET, OPTIONS } = example('export const GET').constants
  const headers = { origin, 'access-control-request-method': 'PUT' }
  const preflight = await OPTIONS(new Request('https://api.example/', { method: 'OPTIONS', headers }))
  assert.deepEqual([preflight.status, preflight.headers.get('access-control-allow-origin')], [204, origin])
  const response = await GET(new Request('https://api.example/', { headers: { origin } }))
  assert.deepEqual([response.status, response.headers.get('access-control-allow-origin')], [200, origin])
})

/** How each framework calls what the example exports. */
const calls: Readonly<
  Record<string, (constants: Ran['constants'], value: never, request: Request) => unknown>
> = {
  'export const handle =': ({ handle }, _value, request) => handle({ event: { request }, resolve: handled }),
  'export const onRequest =': ({ onRequest }, _value, request) => onRequest({ request }, handled),
  'export const middleware = [': ({ middleware }, _value, request) =>
    middleware[0]({ request, params: {} }, handled),
  'export const proxy =': ({ proxy }, _value, request) => proxy(request),
  "from 'h3'": (_constants, { fetch }: { fetch: (request: Request) => unknown }, request) => fetch(request),
  "from 'elysia'": (_constants, { answer }: { answer: (request: Request) => unknown }, request) =>
    answer(request),
}
for (const [text, call] of Object.entries(calls)) {
  test(`README: the example with ${text}`, async () => {
    const { constants, value } = example(text)
    await assertAnswers(
      asker(request => call(constants, value as never, request) as Promise<Response>),
      '/me',
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
  test(`README: the example of a cloud function answers events of ${what} as resolve says`, async () => {
    const { handler, policy: listed } = example('event.requestContext').constants
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
      const decision = resolve(listed, {
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
