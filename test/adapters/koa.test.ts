import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPolicy, type Decision } from 'cors-policy'
import cors from 'cors-policy/koa'
import Koa from 'koa'
import { A, evil, is } from '../support/attacker.js'
import { granted, grantedPreflight, options, put, varies } from '../support/listed-with-credentials.js'
import { serve } from '../support/servers.js'

function quiet(): Koa {
  const app = new Koa()
  app.silent = true
  return app
}

test('Koa: an error of ctx.throw has the headers, for which Koa removes all', async t => {
  const app = quiet()
  app.use(cors({ ...options, interceptExceptions: false }))
  app.use(context => context.throw(context.path === '/down' ? 503 : 401, 'no'))
  const ask = await serve(t, app.callback())
  is(await ask({ headers: { origin: A } }), 401, granted, 'no')
  is(await ask({ path: '/down', headers: { origin: A } }), 503, varies, 'Service Unavailable')
})

test('Koa: middleware before the policy goes on after a preflight that the policy answers', async t => {
  const app = quiet()
  const seen: unknown[] = []
  app.use(async (context, next) => {
    await next()
    seen.push(context.res.statusCode)
  })
  app.use(cors({ ...options, origins: async origin => origin === A }))
  app.use(() => assert.fail('passed on'))
  const ask = await serve(t, app.callback())
  is(await ask({ method: 'OPTIONS', headers: { origin: A, ...put } }), 204, grantedPreflight, '')
  assert.deepEqual(seen, [204])
})

for (const [what, origins] of Object.entries({
  throws: () => {
    throw new Error('down')
  },
  rejects: () => Promise.reject(new Error('down')),
})) {
  test(`Koa: a function that ${what} is an error of Koa, which nobody may read`, async t => {
    const app = quiet()
    const errors: unknown[] = []
    app.on('error', error => errors.push(error.message))
    app.use(cors({ exposeHeaders: ['X-Secret'] }))
    app.use(cors({ origins }))
    const ask = await serve(t, app.callback())
    is(await ask({ headers: { origin: A } }), 500, varies, 'Internal Server Error')
    assert.deepEqual(errors, ['down'])
  })
}

test('Koa: the policy goes by the URL from before a mount point was cut off', async t => {
  const app = quiet()
  app.use((context, next) => {
    context.path = '/'
    return next()
  })
  app.use(cors({ ...options, resources: '/api/*' }))
  const ask = await serve(t, app.callback())
  is(await ask({ path: '/api/x', headers: { origin: A } }), 404, granted)
  is(await ask({ path: '/', headers: { origin: A } }), 404, {})
})

test('Koa: functions are called with ctx.request, and may choose a policy', async t => {
  const app = quiet()
  const policy = createPolicy(options)
  app.use(cors<Koa.Request>(request => (request.ip === '' ? { origins: [] } : policy)))
  const ask = await serve(t, app.callback())
  is(await ask({ headers: { origin: A } }), 404, granted)
  is(await ask({ headers: { origin: evil } }), 404, varies)
})

test('Koa: what a shadow policy would have refused is told to onDecision', async t => {
  const app = quiet()
  const told: unknown[] = []
  const onDecision = ({ allowed, shadow }: Decision) => told.push([allowed, shadow?.allowed])
  app.use(cors({ ...options, onDecision }, { shadow: { ...options, origins: [] } }))
  const ask = await serve(t, app.callback())
  is(await ask({ headers: { origin: A } }), 404, granted)
  assert.deepEqual(told, [[true, false]])
})
