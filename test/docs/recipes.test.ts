import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type TestContext, test } from 'node:test'
import { type CorsOptions, createPolicy } from 'cors-policy'
import { WebSocket } from 'ws'
import { type Asked, askHttp, corsHeaders } from '../support/servers.js'
import { example, run } from './pages.js'

const A = 'https://app.example.com'
const B = 'https://b.example'

/** Starts an example, and returns a function that gives the status and the CORS headers of a response. */
async function start(t: TestContext, path: string, heading: string, index = 0, env?: object) {
  const { port } = await run(t, example(path, heading, index), env)
  return async (asked: Asked) => {
    const answer = await askHttp(port, asked)
    return [answer.status, corsHeaders(answer)]
  }
}

/** The options that an example without a server passes to `cors`. */
function optionsOf(path: string, heading: string, index: number): CorsOptions {
  const { code } = example(path, heading, index)
  let given: CorsOptions | undefined
  new Function('cors', code)((options: CorsOptions) => {
    given = options
  })
  return given ?? assert.fail('no options')
}

function preflight(origin: string, method: string, headers?: string): Asked {
  return {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': method,
      ...(headers && { 'access-control-request-headers': headers }),
    },
  }
}

const shared = { 'access-control-allow-origin': A, vary: 'Origin' }
const granted = { ...shared, 'access-control-allow-credentials': 'true' }

test('the recipe for previews on a domain of your own allows its subdomains and no lookalikes', async t => {
  const ask = await start(t, 'docs/recipes.md', 'Preview deployments')
  for (const origin of [A, 'https://pr-7.preview.example.com'])
    assert.deepEqual(await ask({ headers: { origin } }), [
      404,
      { ...granted, 'access-control-allow-origin': origin },
    ])
  for (const origin of [
    'https://preview.example.com',
    'https://pr-7-preview.example.com',
    'https://pr.example',
  ])
    assert.deepEqual(await ask({ headers: { origin } }), [404, { vary: 'Origin' }])
})

test('the recipe for previews below a project allows its own and no other project', () => {
  const policy = createPolicy(optionsOf('docs/recipes.md', 'Preview deployments', 1))
  assert.equal(policy.allowsOrigin('https://3f2a.shop.pages.dev'), true)
  assert.equal(policy.allowsOrigin('https://shop.pages.dev'), true)
  for (const origin of ['https://evil.pages.dev', 'https://x-shop.pages.dev', 'https://shop.evil.pages.dev'])
    assert.equal(policy.allowsOrigin(origin), false, origin)
})

test('the recipe for previews under a shared suffix allows the branch URLs that are named, and no stranger', async t => {
  const PREVIEW_ORIGIN = 'https://shop-git-login-acme.vercel.app'
  for (const env of [{}, { PREVIEW_ORIGIN }]) {
    const ask = await start(t, 'docs/recipes.md', 'Preview deployments', 2, env)
    const main = 'https://shop-git-main-acme.vercel.app'
    assert.deepEqual(await ask({ headers: { origin: main } }), [
      404,
      { ...granted, 'access-control-allow-origin': main },
    ])
    assert.deepEqual(
      await ask({ headers: { origin: PREVIEW_ORIGIN } }),
      'PREVIEW_ORIGIN' in env
        ? [404, { ...granted, 'access-control-allow-origin': PREVIEW_ORIGIN }]
        : [404, { vary: 'Origin' }],
    )
    assert.deepEqual(await ask({ headers: { origin: 'https://shop-x-acme.vercel.app' } }), [
      404,
      { vary: 'Origin' },
    ])
  }
})

test('the recipe for previews that send a token allows no credentials', () => {
  const options = optionsOf('docs/recipes.md', 'Preview deployments', 4)
  assert.equal(createPolicy(options).allowsOrigin('https://shop-git-x-acme.vercel.app'), true)
  assert.equal('credentials' in options, false)
  assert.throws(() => createPolicy({ ...options, credentials: true } as CorsOptions), {
    name: 'CorsConfigError',
  })
})

test('the recipe for several environments reads the variables that it exports', async t => {
  const ask = await start(t, 'docs/recipes.md', 'Several environments', 0, {
    CORS_ORIGINS: 'https://app.example.com,https://staging.example.com',
    CORS_SUPPORTS_CREDENTIALS: 'true',
  })
  assert.deepEqual(await ask({ headers: { origin: A } }), [404, granted])
  assert.deepEqual(await ask({ headers: { origin: B } }), [404, { vary: 'Origin' }])
})

test('the recipe for origins from a database asks it', async t => {
  const ask = await start(t, 'docs/recipes.md', 'Origins from a database')
  const origin = 'https://acme.example.com'
  assert.deepEqual(await ask({ headers: { origin } }), [
    404,
    { ...granted, 'access-control-allow-origin': origin },
  ])
  assert.deepEqual(await ask({ headers: { origin: B } }), [404, { vary: 'Origin' }])
})

test('the recipe for MCP servers lets a listed client send and read the session, and refuses other pages', async t => {
  const ask = await start(t, 'docs/recipes.md', 'MCP servers')
  const origin = 'https://chat.example.com'
  const vary = 'Origin, Sec-Fetch-Site'
  const sent = 'authorization,content-type,last-event-id,mcp-protocol-version,mcp-session-id'
  assert.deepEqual(await ask({ ...preflight(origin, 'DELETE', sent), path: '/mcp' }), [
    204,
    {
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'GET, POST, DELETE',
      'access-control-allow-headers':
        'Content-Type, Authorization, Last-Event-ID, mcp-protocol-version, mcp-session-id',
      vary: `${vary}, Access-Control-Request-Headers`,
    },
  ])
  const post = { method: 'POST', path: '/mcp' }
  assert.deepEqual(await ask({ ...post, headers: { origin } }), [
    200,
    {
      'access-control-allow-origin': origin,
      'access-control-expose-headers': 'Mcp-Session-Id, WWW-Authenticate',
      vary,
    },
  ])
  assert.deepEqual(await ask({ ...post, headers: { origin: B } }), [403, { vary }])
  assert.deepEqual(await ask(post), [200, { vary }])
})

test('the recipe for MCP servers refuses a page whose name was bound to the server', async t => {
  const ask = await start(t, 'docs/recipes.md', 'MCP servers')
  const [status] = await ask({
    method: 'POST',
    path: '/mcp',
    headers: { host: 'evil.example:3000', origin: 'http://evil.example:3000' },
  })
  assert.equal(status, 403)
})

test('the recipe for tracing headers lets every one of them through', async t => {
  const ask = await start(t, 'docs/recipes.md', 'Tracing headers')
  const names = ['baggage', 'sentry-trace', 'traceparent', 'tracestate']
  const listed = 'Content-Type, Authorization, traceparent, tracestate, baggage, sentry-trace'
  assert.deepEqual(await ask(preflight(A, 'GET', names.join(','))), [
    204,
    {
      'access-control-allow-origin': A,
      'access-control-allow-methods': 'GET, HEAD, POST, OPTIONS, PUT, PATCH, DELETE',
      'access-control-allow-headers': listed,
      'access-control-max-age': '600',
    },
  ])
  assert.deepEqual(await ask({ headers: { origin: A } }), [
    404,
    {
      'access-control-allow-origin': A,
      'access-control-expose-headers': 'Server-Timing',
      'timing-allow-origin': A,
    },
  ])
})

test('the recipe for WebSockets connects a page of a listed origin, and answers others 403', async t => {
  const { port } = await run(t, example('docs/recipes.md', 'WebSockets'))
  const connect = (origin?: string) =>
    new WebSocket(`ws://127.0.0.1:${port}`, origin === undefined ? {} : { origin })
  const allowed = connect(A)
  await once(allowed, 'open')
  allowed.terminate()
  for (const origin of [B, undefined]) {
    const [error] = await once(connect(origin), 'error')
    assert.match(String(error), /403/)
  }
})

test('the recipe for one route with other rules allows everyone there, and one origin elsewhere', async t => {
  const ask = await start(t, 'docs/recipes.md', 'One route with other rules')
  assert.deepEqual(await ask({ path: '/widget.json', headers: { origin: B } }), [
    200,
    { 'access-control-allow-origin': B, vary: 'Origin' },
  ])
  assert.deepEqual(await ask({ path: '/other', headers: { origin: B } }), [
    404,
    { 'access-control-allow-origin': A, 'access-control-allow-credentials': 'true' },
  ])
})

test('the recipe for a route without a cors() for the whole app answers its preflight', async t => {
  const ask = await start(t, 'docs/recipes.md', 'One route with other rules', 1)
  assert.deepEqual(await ask({ ...preflight(A, 'PUT'), path: '/exports' }), [
    204,
    {
      'access-control-allow-origin': A,
      'access-control-allow-methods': 'PUT',
      vary: 'Access-Control-Request-Headers',
    },
  ])
  assert.deepEqual(await ask({ path: '/other', headers: { origin: A } }), [404, {}])
})

test('the recipe for authentication answers preflights, and a 401 that the page can read', async t => {
  const ask = await start(t, 'docs/recipes.md', 'Authentication and rate limits')
  const [status] = await ask(preflight(A, 'PUT'))
  assert.equal(status, 204)
  assert.deepEqual(await ask({ headers: { origin: A } }), [
    401,
    {
      'access-control-allow-origin': A,
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': 'Retry-After',
    },
  ])
})

test('the recipe for disallowed origins answers them 403, and an own form without a referrer too', async t => {
  const ask = await start(t, 'docs/recipes.md', 'Refuse disallowed origins')
  const statusOf = async (headers: Record<string, string>) =>
    (await ask({ method: 'POST', path: '/orders', headers }))[0]
  assert.equal(await statusOf({ origin: A }), 201)
  assert.equal(await statusOf({}), 201)
  assert.equal(await statusOf({ origin: B }), 403)
  assert.equal(await statusOf({ host: 'api.example.com', origin: 'https://api.example.com' }), 201)
  assert.equal(await statusOf({ origin: 'null' }), 403)
  assert.equal(await statusOf({ origin: 'null', 'sec-fetch-site': 'same-origin' }), 201)
})

test('the migration page: an error to the callback is a 500, and blockDisallowed answers null 403', async t => {
  const requests = { listed: { origin: A }, other: { origin: B }, null: { origin: 'null' }, none: {} }
  const statuses = async (index: number) => {
    const middleware = example(
      'docs/migrating-from-expressjs-cors.md',
      "callback(new Error('Not allowed'))",
      index,
    )
    const code = `import { cors } from 'cors-policy'
import express from 'express'
const app = express().set('env', 'test')
app.use(${middleware.code.trim()})
app.listen(3000)`
    const { port } = await run(t, { ...middleware, code })
    return Promise.all(
      Object.values(requests).map(async headers => (await askHttp(port, { headers })).status),
    )
  }
  assert.deepEqual(await statuses(0), [404, 500, 404, 404])
  assert.deepEqual(await statuses(1), [404, 403, 403, 404])
})
