import assert from 'node:assert/strict'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import compression from 'compression'
import connect from 'connect'
import { type CorsOptions, cors } from 'cors-policy'
import * as engine from 'engine.io'
import express from 'express'
import fastify from 'fastify'
import fastify4 from 'fastify4'
import finalhandler from 'finalhandler'
import { createSchema, createYoga } from 'graphql-yoga'
import { createProxyMiddleware } from 'http-proxy-middleware'
import Koa from 'koa'
import send from 'send'
import serveStatic from 'serve-static'
import { WebSocket } from 'ws'
import { A, asking, B, evil, is } from '../support/attacker.js'
import { type Answer, type Ask, type Asked, askHttp, listen, serve } from '../support/servers.js'

const list: CorsOptions = { origins: [A, B], credentials: true, methods: 'PUT', allowHeaders: [] }
const allowed = {
  'access-control-allow-origin': A,
  'access-control-allow-credentials': 'true',
  vary: 'Origin',
}
const denied = { vary: 'Origin' }
const from = (origin: string) => ({ headers: { origin } })

/** The answers to an allowed and to a denied page, with all CORS headers of both. */
async function isGuarded(ask: Ask, asked: Asked, status: number, vary = 'Origin'): Promise<void> {
  for (const [origin, headers] of [
    [A, allowed],
    [evil, denied],
  ] as const) {
    const answer = await ask({ ...asked, headers: { ...asked.headers, origin } })
    is(answer, status, { ...headers, vary })
  }
}

test('engine.io: a policy of one origin lets a WebSocket connect and puts its headers on the handshake', async t => {
  const io = new engine.Server()
  io.use(cors({ origins: A }) as never)
  const server = http.createServer()
  io.attach(server)
  const port = await listen(t, server)
  const socket = new WebSocket(`ws://127.0.0.1:${port}/engine.io/?EIO=4&transport=websocket`, from(A))
  t.after(() => io.close())
  const upgraded = new Promise<http.IncomingMessage>(resolve => socket.on('upgrade', resolve))
  await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject))
  assert.equal((await upgraded).headers['access-control-allow-origin'], A)
  socket.terminate()
})

test('engine.io: its polling answers as the policy says', async t => {
  const io = new engine.Server()
  io.use(cors(list) as never)
  const server = http.createServer()
  io.attach(server)
  const port = await listen(t, server)
  t.after(() => io.close())
  const ask: Ask = asked => askHttp(port, asked)
  await isGuarded(ask, { path: '/engine.io/?EIO=4&transport=polling' }, 200)
})

/** As expressjs/cors' own tests have it. */
function thinResponse() {
  const headers: Record<string, string> = {}
  let ended = 0
  return {
    headers,
    statusCode: 200,
    ended: () => ended,
    getHeader: (name: string) => headers[name.toLowerCase()],
    setHeader(name: string, value: string) {
      headers[name.toLowerCase()] = value
    },
    end() {
      ended++
    },
  }
}

test('a response that has getHeader, setHeader and end alone gets the headers of an actual request', () => {
  const response = thinResponse()
  const passed: unknown[] = []
  cors(list)({ method: 'GET', url: '/', ...from(A) }, response as never, error => passed.push(error))
  assert.deepEqual([response.headers, passed, response.ended()], [allowed, [undefined], 0])
})

test('a response that has getHeader, setHeader and end alone gets the answer to a preflight', () => {
  const response = thinResponse()
  const request = { method: 'OPTIONS', url: '/', headers: asking(A, 'PUT') }
  cors({ ...list, preflightStatus: 200 })(request, response as never, () => assert.fail('passed on'))
  const expected = { ...allowed, 'access-control-allow-methods': 'PUT', 'content-length': '0' }
  assert.deepEqual([response.headers, response.statusCode, response.ended()], [expected, 200, 1])
})

const files = 'test/data'
const missing = { path: '/missing' }
const badRange = { path: '/README.md', headers: { range: 'bytes=999999-' } }

test('send: a missing file and a bad range keep who may read, though send removes every header', async t => {
  const middleware = cors(list)
  const ask = await serve(t, (request, response) =>
    middleware(request, response, () => send(request, request.url ?? '', { root: files }).pipe(response)),
  )
  await isGuarded(ask, missing, 404)
  await isGuarded(ask, badRange, 416)
  await isGuarded(ask, { path: '/README.md' }, 200)
})

test('serve-static in Express: a missing file and a bad range keep who may read', async t => {
  const app = express().use(cors(list), serveStatic(files, { fallthrough: false }))
  app.use(((error, _request, response, next) => {
    response.status(error.status)
    next(error)
  }) as express.ErrorRequestHandler)
  const printed = t.mock.method(console, 'error', () => {})
  const ask = await serve(t, app)
  await isGuarded(ask, missing, 404)
  await isGuarded(ask, badRange, 416)
  assert.ok(printed)
})

test('Koa: an error that is thrown after the middleware keeps who may read', async t => {
  const app = new Koa()
  const middleware = cors(list)
  app.use(async ({ req, res }, next) => {
    const passed = await new Promise<boolean>((resolve, reject) => {
      res.once('close', () => resolve(false))
      middleware(req, res, error => (error ? reject(error) : resolve(true)))
    })
    if (passed) await next()
  })
  app.use(context => context.throw(400))
  await isGuarded(await serve(t, app.callback()), {}, 400)
})

test('GraphQL Yoga with its defaults: it grants nothing that the policy does not', async t => {
  const schema = createSchema({
    typeDefs: 'type Query { hello: String }',
    resolvers: { Query: { hello: () => 'world' } },
  })
  const yoga = createYoga({ schema, logging: false })
  const ask = await serve(t, express().use(cors(list), yoga as never))
  const query = {
    method: 'POST',
    path: '/graphql',
    headers: { 'content-type': 'application/json' },
    body: '{"query":"{hello}"}',
  }
  await isGuarded(ask, query, 200)
})

test('http-proxy-middleware: a backend that is open to everyone grants nothing that the policy does not', async t => {
  const backend = http.createServer((_request, response) =>
    response.writeHead(200, { 'Access-Control-Allow-Origin': '*' }).end('behind'),
  )
  const target = `http://127.0.0.1:${await listen(t, backend)}`
  const proxy = createProxyMiddleware({ target })
  await isGuarded(await serve(t, express().use(cors(list), proxy)), {}, 200)
})

for (const [order, middlewares] of [
  ['after', [cors(list), compression({ threshold: 0 })]],
  ['before', [compression({ threshold: 0 }), cors(list)]],
] as const) {
  test(`compression ${order} the policy: Vary has both names, and a handler does not overrule who may read`, async t => {
    const app = express()
    for (const middleware of middlewares) app.use(middleware as express.RequestHandler)
    app.use((_request, response) => {
      response.set({ 'Access-Control-Allow-Origin': '*' }).type('text').send('handled')
    })
    const ask = await serve(t, app)
    await isGuarded(ask, { headers: { 'accept-encoding': 'gzip' } }, 200, 'Origin, Accept-Encoding')
  })
}

for (const [name, fails] of [
  ['does not find a route', false],
  ['catches an error', true],
] as const) {
  test(`Connect with finalhandler: its page keeps who may read where it ${name}`, async t => {
    const app = connect().use(cors(list) as never)
    if (fails) {
      app.use(() => {
        throw Object.assign(new Error('down'), { status: 503 })
      })
    }
    const ask = await serve(t, (request, response) =>
      app(request, response, finalhandler(request, response, { onerror() {} })),
    )
    await isGuarded(ask, {}, fails ? 503 : 404)
  })
}

/** The recipe of the README. */
function listenOnFastify(t: TestContext, create: () => fastify.FastifyInstance): Promise<Ask> {
  const app = create()
  const middleware = cors(list)
  app.addHook('onRequest', (request, reply, done) => middleware(request.raw, reply.raw, done as never))
  app.get('/hijacked', (_request, reply) => {
    reply.hijack()
    reply.raw.writeHead(200, { 'Access-Control-Allow-Origin': '*' }).end('handled')
  })
  app.get('/replied', (_request, reply) => reply.header('access-control-allow-origin', '*').send('handled'))
  app.get('/fails', () => Promise.reject(new Error('down')))
  t.after(() => app.close())
  return app.listen({ port: 0, host: '127.0.0.1' }).then(() => {
    const { port } = app.server.address() as AddressInfo
    return (asked?: Asked): Promise<Answer> => askHttp(port, asked)
  })
}

for (const [version, create] of Object.entries({
  'Fastify 4': fastify4 as unknown as typeof fastify,
  'Fastify 5': fastify,
})) {
  test(`${version}: the policy holds for replies, hijacked replies and errors`, async t => {
    const ask = await listenOnFastify(t, create)
    await isGuarded(ask, { path: '/hijacked' }, 200)
    await isGuarded(ask, { path: '/replied' }, 200)
    await isGuarded(ask, { path: '/fails' }, 500)
    await isGuarded(ask, { path: '/nowhere' }, 404)
    is(await ask({ method: 'OPTIONS', path: '/replied', headers: asking(A, 'PUT') }), 204, {
      ...allowed,
      'access-control-allow-methods': 'PUT',
    })
  })
}
