require('reflect-metadata')
const assert = require('node:assert/strict')
const { test } = require('node:test')
const { Controller, Get, Module, Put } = require('@nestjs/common')
const { NestFactory } = require('@nestjs/core')
const { A, B, ask, preflight, anyOrigin, listen } = require('./ask.js')

/** An application with GET and PUT /me. The decorators are called as functions, since this file is not compiled. */
function create(options) {
  class Me {
    read() {
      return 'me'
    }
    write() {
      return 'written'
    }
  }
  Get('me')(Me.prototype, 'read', Object.getOwnPropertyDescriptor(Me.prototype, 'read'))
  Put('me')(Me.prototype, 'write', Object.getOwnPropertyDescriptor(Me.prototype, 'write'))
  Controller()(Me)
  class App {}
  Module({ controllers: [Me] })(App)
  return NestFactory.create(App, { logger: false, abortOnError: false, ...options })
}

async function start(t, app) {
  await app.listen(0, '127.0.0.1')
  return listen(t, app.getHttpServer())
}

const granted = {
  'access-control-allow-origin': A,
  'access-control-allow-credentials': 'true',
  vary: 'Origin',
}

test('enableCors answers requests and preflights by the policy', async t => {
  const app = await create()
  app.enableCors({
    origin: [A, 'https://admin.example.com'],
    credentials: true,
    allowedHeaders: ['Content-Type'],
  })
  const port = await start(t, app)
  assert.deepEqual(await ask(port, '/me', 'GET', { origin: A }), { status: 200, ...granted })
  assert.deepEqual(await ask(port, '/me', 'GET', { origin: B }), { status: 200, vary: 'Origin' })
  assert.deepEqual(await ask(port, '/nowhere', 'GET', { origin: A }), { status: 404, ...granted })
  assert.deepEqual(await preflight(port, '/me', A, 'PUT'), {
    status: 204,
    ...granted,
    'access-control-allow-methods': 'GET, HEAD, POST, OPTIONS, PUT, PATCH, DELETE',
    'access-control-allow-headers': 'Content-Type',
  })
  assert.deepEqual(await preflight(port, '/me', B, 'PUT'), { status: 204, vary: 'Origin' })
})

test('enableCors takes a function of the request with a callback', async t => {
  const app = await create()
  app.enableCors((request, callback) => callback(null, { origin: request.url === '/me' ? A : false }))
  const port = await start(t, app)
  const answer = { status: 200, 'access-control-allow-origin': A, vary: 'Origin' }
  assert.deepEqual(await ask(port, '/me', 'GET', { origin: A }), answer)
  assert.deepEqual(await ask(port, '/nowhere', 'GET', { origin: A }), { status: 404, vary: 'Origin' })
})

test('enableCors refuses every origin with credentials, and says what to write', async () => {
  const app = await create()
  assert.throws(() => app.enableCors({ origin: true, credentials: true }), anyOrigin)
  assert.throws(() => app.enableCors({ origin: '*', credentials: true }), anyOrigin)
})

test('the option cors of the application is checked as well', async t => {
  const port = await start(t, await create({ cors: { origin: A } }))
  assert.deepEqual(await ask(port, '/me', 'GET', { origin: A }), {
    status: 200,
    'access-control-allow-origin': A,
  })
  await assert.rejects(
    async () => start(t, await create({ cors: { origin: true, credentials: true } })),
    anyOrigin,
  )
})

test('enableCors without options allows every origin, without credentials', async t => {
  const app = await create()
  app.enableCors()
  const port = await start(t, app)
  assert.deepEqual(await ask(port, '/me', 'GET', { origin: B }), {
    status: 200,
    'access-control-allow-origin': B,
    vary: 'Origin',
  })
})
