import assert from 'node:assert/strict'
import { test } from 'node:test'
import cors from 'cors-policy/hono'
import { type Context, Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { A, B, evil } from '../support/attacker.js'
import { granted, grantedPreflight, options, put, varies } from '../support/listed-with-credentials.js'
import { corsHeaders } from '../support/servers.js'

const from = (origin: string, more: Record<string, string> = {}) => ({ headers: { origin, ...more } })

async function answerOf(response: Response | Promise<Response>) {
  const { status, headers } = await response
  return [status, corsHeaders({ status, headers: Object.fromEntries(headers), body: '' })]
}

test('Hono: a policy holds for the paths that it is used on, and for no other', async () => {
  const app = new Hono()
  app.use('/api/*', cors(options))
  app.get('*', context => context.text('handled'))
  assert.deepEqual(await answerOf(app.request('/api/x', from(A))), [200, granted])
  assert.deepEqual(await answerOf(app.request('/x', from(A))), [200, {}])
  const preflight = { method: 'OPTIONS', ...from(A, put) }
  assert.deepEqual(await answerOf(app.request('/api/x', preflight)), [204, grantedPreflight])
})

test('Hono: a response is changed in place, and one whose headers cannot be changed is copied', async () => {
  const own = new Response('own', { headers: { 'content-type': 'text/x-own' } })
  const app = new Hono()
  app.use(cors(options))
  app.get('/own', () => own)
  app.get('/moved', () => Response.redirect('https://other.example/', 307))
  assert.equal(await app.request('/own', from(A)), own)
  assert.deepEqual(await answerOf(own), [200, granted])
  const moved = await app.request('/moved', from(A))
  assert.deepEqual(await answerOf(moved), [307, granted])
  assert.equal(moved.headers.get('location'), 'https://other.example/')
})

test('Hono: a response that is sent to another origin meanwhile is not changed', async () => {
  const cached = new Response(null)
  const app = new Hono()
  app.use(cors(options))
  app.get('/', () => cached)
  await app.request('/', from(A))
  assert.deepEqual(await answerOf(app.request('/', from(evil))), [200, varies])
  assert.deepEqual(await answerOf(cached), [200, granted])
})

test('Hono: headers of earlier middleware stay on a preflight, unless they are CORS headers', async () => {
  const app = new Hono()
  app.use(async (context, next) => {
    context.header('X-Request-Id', '1')
    context.header('Access-Control-Allow-Origin', '*')
    // From now on there is a response, whose headers Hono copies to others.
    context.res.headers.set('X-Early', '1')
    await next()
  })
  app.use(cors(options))
  const response = await app.request('/', { method: 'OPTIONS', ...from(evil, put) })
  assert.deepEqual(await answerOf(response), [204, varies])
  assert.deepEqual([response.headers.get('x-request-id'), response.headers.get('x-early')], ['1', '1'])
})

test('Hono: HTTPException and app.onError have the headers, and none under interceptExceptions: false', async () => {
  for (const interceptExceptions of [true, false]) {
    const app = new Hono()
    app.use(cors({ ...options, interceptExceptions }))
    app.get('/401', () => {
      throw new HTTPException(401, { res: new Response('no', { status: 401 }) })
    })
    app.get('/500', () => {
      throw new Error('broken')
    })
    app.onError((error, context) =>
      error instanceof HTTPException ? error.getResponse() : context.text('sorry', 500),
    )
    assert.deepEqual(await answerOf(app.request('/401', from(A))), [401, granted])
    const expected = interceptExceptions ? granted : varies
    assert.deepEqual(await answerOf(app.request('/500', from(A))), [500, expected])
  }
})

test('Hono: the policy of a route decides in place of the application’s', async () => {
  const app = new Hono()
  app.use(cors({ exposeHeaders: ['X-Secret'], timing: true, vary: ['X-Tenant'] }))
  app.get('/strict', cors({ origins: [B, A], credentials: true }), context => context.text('handled'))
  app.get('/elsewhere', cors({ origins: [], resources: '/other' }), context => context.text('handled'))
  const vary = 'Origin, X-Tenant'
  assert.deepEqual(await answerOf(app.request('/strict', from(evil))), [200, { vary }])
  const allowed = { 'access-control-allow-origin': A, 'access-control-allow-credentials': 'true', vary }
  assert.deepEqual(await answerOf(app.request('/strict', from(A))), [200, allowed])
  const own = {
    'access-control-allow-origin': evil,
    'access-control-expose-headers': 'X-Secret',
    'timing-allow-origin': evil,
    vary,
  }
  assert.deepEqual(await answerOf(app.request('/elsewhere', from(evil))), [200, own])
})

const fail = () => {
  throw new Error('down')
}
for (const [what, middleware] of Object.entries({
  'an origin function that throws': cors({ origins: fail }),
  'an origin function that rejects': cors({ origins: async () => fail() }),
  'an onDecision that throws': cors({ origins: [A, B], onDecision: fail }),
  'a choice that throws': cors(fail),
  'a choice that rejects': cors(async () => fail()),
})) {
  test(`Hono: ${what} goes to app.onError, and nobody may read the answer`, async () => {
    const app = new Hono()
    app.use('/inside/*', cors({ exposeHeaders: ['X-Secret'] }))
    app.use(middleware)
    app.onError((error, context) => context.text(error.message, 503))
    for (const path of ['/', '/inside/x']) {
      const response = await app.request(path, from(A))
      assert.deepEqual(await answerOf(response), [503, varies])
      assert.equal(await response.text(), 'down')
    }
  })
}

test('Hono: a handler that returns nothing is reported by Hono', async () => {
  const app = new Hono()
  app.use(cors(options))
  app.get('/', (() => undefined) as never)
  app.onError((error, context) => context.text(error.message, 500))
  const response = await app.request('/', from(A))
  assert.equal(response.status, 500)
  assert.match(await response.text(), /Context is not finalized/)
})

test('Hono: functions are called with the request, and with the context if they choose a policy', async () => {
  const app = new Hono<{ Bindings: { ORIGIN: string } }>()
  app.use(
    cors<Context<{ Bindings: { ORIGIN: string } }>>((request, context) => ({
      origins: [context.env.ORIGIN, new URL(request.url).origin],
    })),
  )
  app.get('/', context => context.text('handled'))
  for (const origin of [A, 'https://api.example']) {
    const response = app.request('https://api.example', from(origin), { ORIGIN: A })
    const headers = { 'access-control-allow-origin': origin, vary: 'Origin' }
    assert.deepEqual(await answerOf(response), [200, headers])
  }
})
