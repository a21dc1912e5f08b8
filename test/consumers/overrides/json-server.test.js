const assert = require('node:assert/strict')
const http = require('node:http')
const { test } = require('node:test')
const cors = require('cors')
const jsonServer = require('json-server')
const { A, B, ask, preflight, DEFAULT_METHODS, anyOrigin, listen } = require('./ask.js')

test('the defaults of json-server are every origin with credentials, which is refused with what to write', () =>
  assert.throws(() => jsonServer.defaults({ logger: false }), anyOrigin))

test('json-server works with noCors, which is --nc of its command, and a policy before it', async t => {
  const app = jsonServer.create()
  app.use(cors({ origin: [A, 'https://admin.example.com'], credentials: true }))
  app.use(jsonServer.defaults({ logger: false, noCors: true }))
  app.use(jsonServer.router({ posts: [{ id: 1 }] }))
  const port = await listen(t, http.createServer(app))
  const granted = { 'access-control-allow-origin': A, 'access-control-allow-credentials': 'true' }
  const read = await ask(port, '/posts', 'GET', { origin: A })
  assert.deepEqual(read, { ...read, status: 200, ...granted })
  assert.match(read.vary, /(?:^|, )Origin(?:,|$)/)
  assert.equal((await ask(port, '/posts', 'GET', { origin: B }))['access-control-allow-origin'], undefined)
  assert.deepEqual(await preflight(port, '/posts', A, 'POST'), {
    status: 204,
    ...granted,
    'access-control-allow-methods': DEFAULT_METHODS,
    'access-control-allow-headers': 'content-type',
    vary: 'Origin, Access-Control-Request-Headers',
  })
})
