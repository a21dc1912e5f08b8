const assert = require('node:assert/strict')
const { once } = require('node:events')
const http = require('node:http')
const { test } = require('node:test')
const { Server } = require('socket.io')
const { io } = require('socket.io-client')
const { A, B, ask, preflight, anyOrigin, listen } = require('./ask.js')

const granted = {
  'access-control-allow-origin': A,
  'access-control-allow-credentials': 'true',
  vary: 'Origin',
}

async function start(t, cors) {
  const server = http.createServer((_, response) => response.end('other'))
  const sockets = new Server(server, { cors })
  sockets.on('connection', socket => socket.on('hello', (name, answer) => answer(`hello ${name}`)))
  // It closes the connections, which the server would wait for.
  t.after(() => sockets.close())
  return listen(t, server)
}

/** What the server answers to a client that uses one transport. */
async function greet(t, port, transport) {
  const client = io(`http://127.0.0.1:${port}`, {
    transports: [transport],
    extraHeaders: { origin: A },
    reconnection: false,
  })
  t.after(() => client.close())
  client.once('connect_error', error => client.emit('error', error))
  await once(client, 'connect')
  return client.emitWithAck('hello', transport)
}

test('the option cors answers polling requests and their preflights', async t => {
  const port = await start(t, {
    origin: [A, 'https://admin.example.com'],
    credentials: true,
    methods: ['GET', 'POST'],
  })
  const path = '/socket.io/?EIO=4&transport=polling'
  assert.deepEqual(await ask(port, path, 'GET', { origin: A }), { status: 200, ...granted })
  assert.deepEqual(await ask(port, path, 'GET', { origin: B }), { status: 200, vary: 'Origin' })
  assert.deepEqual(await preflight(port, path, A, 'POST'), {
    status: 204,
    ...granted,
    vary: 'Origin, Access-Control-Request-Headers',
    'access-control-allow-methods': 'GET, POST',
    'access-control-allow-headers': 'content-type',
  })
  assert.deepEqual(await preflight(port, path, B, 'POST'), { status: 204, vary: 'Origin' })
})

test('the option cors is about the paths of Socket.IO alone, its client script included', async t => {
  const port = await start(t, { origin: [A, 'https://admin.example.com'], credentials: true })
  const script = await ask(port, '/socket.io/socket.io.js', 'GET', { origin: A })
  assert.equal(script['access-control-allow-origin'], A)
  assert.deepEqual(await ask(port, '/other', 'GET', { origin: A }), { status: 200 })
})

for (const transport of ['polling', 'websocket']) {
  test(`a client connects by ${transport}`, async t => {
    const port = await start(t, { origin: [A], credentials: true })
    assert.equal(await greet(t, port, transport), `hello ${transport}`)
  })
}

test('a polling client is upgraded to a WebSocket', async t => {
  const port = await start(t, { origin: [A, B], credentials: true })
  const client = io(`http://127.0.0.1:${port}`, { extraHeaders: { origin: A }, reconnection: false })
  t.after(() => client.close())
  await Promise.all([once(client, 'connect'), once(client.io.engine, 'upgrade')])
  assert.equal(client.io.engine.transport.name, 'websocket')
  assert.equal(await client.emitWithAck('hello', 'upgraded'), 'hello upgraded')
})

test('the option cors refuses every origin with credentials, and says what to write', () => {
  assert.throws(
    () => new Server(http.createServer(), { cors: { origin: '*', credentials: true } }),
    anyOrigin,
  )
  assert.throws(
    () => new Server(http.createServer(), { cors: { origin: true, credentials: true } }),
    anyOrigin,
  )
})
