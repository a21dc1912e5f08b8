import assert from 'node:assert/strict'
import { test } from 'node:test'
import cors from 'cors-policy/hono'
import { withCors } from 'cors-policy/web'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { A, B, evil } from '../support/attacker.js'

const loose = { origins: [A, B], credentials: true }
const strict = { origins: [B, 'https://c.example'] }

const get = (path: string, origin: string, init: object = {}) =>
  new Request(`https://api.example${path}`, { headers: { origin }, ...init })

function corsOf({ headers }: Response): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => /^(?:access-control-|timing-|vary$)/.test(name)))
}
const granted = {
  'access-control-allow-credentials': 'true',
  'access-control-allow-origin': A,
  'access-control-expose-headers': 'X-Secret',
  vary: 'Origin',
}

test('a response that a handler returns again carries nothing to a path that the policy does not cover', async () => {
  const shared = new Response(null, { status: 204 })
  const answer = withCors(() => shared, { ...loose, exposeHeaders: ['X-Secret'], resources: ['/api/*'] })
  assert.deepEqual(corsOf(await answer(get('/other', A))), {})
  assert.deepEqual(corsOf(await answer(get('/api/x', A))), granted)
  assert.deepEqual(corsOf(await answer(get('/other', A))), {})
  assert.deepEqual(corsOf(await answer(get('/api/x', A))), granted)
})

test('a response that a handler returns again carries nothing to another policy', async () => {
  const shared = new Response(null, { status: 204, headers: { 'access-control-expose-headers': 'X-Own' } })
  const first = withCors(() => shared, { ...loose, exposeHeaders: ['X-Secret'], vary: ['X-Tenant'] })
  const second = withCors(() => shared, { origins: [A, B] })
  await first(get('/', A))
  assert.deepEqual(corsOf(await second(get('/', A))), {
    'access-control-allow-origin': A,
    'access-control-expose-headers': 'X-Own',
    vary: 'Origin',
  })
})

test('one Request object that is on its way twice gets the policy both times', async () => {
  const slow = (_request: Request, wait: number) =>
    new Promise<Response>(resolve => {
      setTimeout(resolve, wait, new Response('', { headers: { 'access-control-allow-origin': '*' } }))
    })
  const answer = withCors(slow, loose)
  const request = get('/', evil)
  const answers = await Promise.all([answer(request, 1), answer(request, 20)])
  assert.deepEqual(answers.map(corsOf), [{ vary: 'Origin' }, { vary: 'Origin' }])
})

test('Hono: a strict route stays strict when middleware has replaced the request', async () => {
  const app = new Hono()
  app.use(cors(loose))
  app.use(bodyLimit({ maxSize: 1000 }))
  app.post('/admin', cors(strict), context => context.text('handled'))
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('x'))
      controller.close()
    },
  })
  const headers = { origin: A, 'transfer-encoding': 'chunked' }
  const answer = await app.request(get('/admin', A, { method: 'POST', headers, body, duplex: 'half' }))
  assert.deepEqual([answer.status, corsOf(answer)], [200, { vary: 'Origin' }])
})

test('Hono: what was set before a policy failed does not allow anyone', async () => {
  const app = new Hono()
  app.use(async (context, next) => {
    context.header('Access-Control-Allow-Origin', '*')
    await next()
  })
  app.use(
    cors(() => {
      throw new Error('down')
    }),
  )
  app.onError((error, context) => context.text(error.message, 500))
  const answer = await app.request(get('/', evil))
  assert.deepEqual([answer.status, corsOf(answer)], [500, { vary: 'Origin' }])
})
