import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CorsOptions, cors } from 'cors-policy'
import express from 'express'
import express4 from 'express4'
import { A, asking, B, evil, is } from '../support/attacker.js'
import { serve } from '../support/servers.js'

const options: CorsOptions = { origins: [A, B], credentials: true }
const granted = {
  'access-control-allow-origin': A,
  'access-control-allow-credentials': 'true',
  vary: 'Origin',
}

for (const { version, create } of [
  { version: 'Express 4', create: express4 },
  { version: 'Express 5', create: express },
] as const) {
  test(`${version}: errors of every kind carry the headers`, async t => {
    const app = create()
    app.set('env', 'test') // The final handler prints errors in other environments.
    app.use(cors(options), express.json())
    app.get('/thrown', () => {
      throw new Error('thrown')
    })
    app.get('/rejected', (_request, _response, next) => Promise.reject(new Error('rejected')).catch(next))
    app.get('/status', (_request, _response, next) =>
      next(Object.assign(new Error('teapot'), { status: 418 })),
    )
    app.post('/json', (request, response) => void response.json(request.body))
    const ask = await serve(t, app)
    const headers = { origin: A }
    is(await ask({ path: '/thrown', headers }), 500, granted)
    is(await ask({ path: '/rejected', headers }), 500, granted)
    is(await ask({ path: '/status', headers }), 418, granted)
    is(await ask({ path: '/missing', headers }), 404, granted)
    const json = { origin: A, 'content-type': 'application/json' }
    is(await ask({ path: '/json', method: 'POST', headers: json, body: '{broken' }), 400, granted)
    is(await ask({ path: '/json', method: 'POST', headers: json, body: '{}' }), 200, granted)
    is(await ask({ path: '/thrown', headers: { origin: evil } }), 500, { vary: 'Origin' })
  })

  test(`${version}: with interceptExceptions: false, thrown errors carry only Vary`, async t => {
    const app = create()
    app.set('env', 'test')
    app.use(cors({ ...options, interceptExceptions: false }))
    app.get('/thrown', () => {
      throw new Error('thrown')
    })
    const ask = await serve(t, app)
    is(await ask({ path: '/thrown', headers: { origin: A } }), 500, { vary: 'Origin' })
    is(await ask({ path: '/missing', headers: { origin: A } }), 404, granted)
  })

  test(`${version}: cors itself as middleware fails at the first request and says to call it`, async t => {
    const app = create()
    app.use(cors as never)
    app.use(
      ((error, _request, response, _next) =>
        void response.status(500).end(error.message)) as express.ErrorRequestHandler,
    )
    const answer = await (await serve(t, app))({ headers: { origin: A } })
    is(answer, 500, {})
    assert.match(answer.body, /^cors itself is no middleware: call it\. Write app\.use\(cors\(\{/)
  })

  test(`${version}: a stricter policy on a route removes every header of a looser one on the app`, async t => {
    const app = create()
    app.use(cors({ exposeHeaders: '*', timing: true, sendWildcard: true }))
    app.get(
      '/strict',
      cors({ origins: [A], credentials: true, alwaysSend: false }),
      (_, response) => void response.end(),
    )
    app.get('/loose', (_, response) => void response.end())
    const ask = await serve(t, app)
    const loose = {
      'access-control-allow-origin': '*',
      'access-control-expose-headers': '*',
      'timing-allow-origin': '*',
    }
    is(await ask({ path: '/loose', headers: { origin: evil } }), 200, loose)
    is(await ask({ path: '/strict', headers: { origin: evil } }), 200, { vary: 'Origin' })
    is(await ask({ path: '/strict', headers: { origin: A } }), 200, granted)
    is(await ask({ path: '/strict' }), 200, { vary: 'Origin' })
  })

  test(`${version}: a policy on the app uses the same resources for preflights and requests`, async t => {
    const app = create()
    app.use(
      cors({
        origins: [A, B],
        resources: {
          '/upload/*': { methods: ['PUT'], allowHeaders: 'X-Part', origins: B },
          '*': { allowHeaders: [] },
        },
      }),
    )
    app.put('/upload/:id', (_, response) => void response.end())
    const ask = await serve(t, app)
    const preflight = (path: string, origin: string) =>
      ask({ method: 'OPTIONS', path, headers: asking(origin, 'PUT') })
    is(await preflight('/upload/1', B), 204, {
      'access-control-allow-origin': B,
      'access-control-allow-methods': 'PUT',
      'access-control-allow-headers': 'X-Part',
    })
    is(await preflight('/other', A), 204, {
      'access-control-allow-origin': A,
      'access-control-allow-methods': 'GET, HEAD, POST, OPTIONS, PUT, PATCH, DELETE',
      vary: 'Origin',
    })
    is(await ask({ method: 'PUT', path: '/upload/1', headers: { origin: B } }), 200, {
      'access-control-allow-origin': B,
    })
  })

  test(`${version}: an OPTIONS request that is no preflight reaches the app's own OPTIONS route`, async t => {
    const app = create()
    app.use(cors(options))
    app.options('/', (_, response) => void response.set('Allow', 'GET').end('mine'))
    const ask = await serve(t, app)
    const answer = await ask({ method: 'OPTIONS', headers: { origin: A } })
    is(answer, 200, granted)
    assert.equal(answer.body, 'mine')
  })

  test(`${version}: other middleware's Vary is kept`, async t => {
    const app = create()
    app.use((_, response, next) => {
      response.vary('Accept-Encoding')
      next()
    })
    app.use(cors(options))
    app.get('/', (_, response) => {
      response.vary('Accept')
      response.json({})
    })
    is(await (await serve(t, app))({ headers: { origin: A } }), 200, {
      ...granted,
      vary: 'Accept-Encoding, Origin, Accept',
    })
  })
}
