const assert = require('node:assert/strict')
const http = require('node:http')
const { test } = require('node:test')
const { mcpAuthRouter } = require('@modelcontextprotocol/sdk/server/auth/router.js')
const express = require('express')
const { A, ask, preflight, DEFAULT_METHODS, listen } = require('./ask.js')

/** An authorisation server with one client and no users. */
const provider = {
  clientsStore: { getClient: () => undefined, registerClient: client => client },
  authorize: async () => {},
  challengeForAuthorizationCode: async () => '',
  exchangeAuthorizationCode: async () => ({}),
  exchangeRefreshToken: async () => ({}),
  verifyAccessToken: async () => ({}),
  revokeToken: async () => {},
}

const any = { 'access-control-allow-origin': A, vary: 'Origin' }
const json = { origin: A, 'content-type': 'application/json' }

async function start(t) {
  const app = express()
  app.use(mcpAuthRouter({ provider, issuerUrl: new URL('https://auth.example.com') }))
  return listen(t, http.createServer(app))
}

test('the metadata of an authorisation server can be read by every page', async t => {
  const port = await start(t)
  const path = '/.well-known/oauth-authorization-server'
  assert.deepEqual(await ask(port, path, 'GET', { origin: A }), { status: 200, ...any })
  assert.deepEqual(await ask(port, path, 'PUT', { origin: A }), { status: 405, ...any })
  assert.deepEqual(await preflight(port, path, A, 'GET', 'mcp-protocol-version'), {
    status: 204,
    'access-control-allow-origin': A,
    'access-control-allow-methods': DEFAULT_METHODS,
    'access-control-allow-headers': 'mcp-protocol-version',
    vary: 'Origin, Access-Control-Request-Headers',
  })
})

test('registration, tokens and revocation answer pages, errors included', async t => {
  const port = await start(t)
  const client = '{"redirect_uris":["https://app.example.com/callback"]}'
  assert.deepEqual(await ask(port, '/register', 'POST', json, client), { status: 201, ...any })
  assert.deepEqual(await ask(port, '/register', 'POST', json, '{}'), { status: 400, ...any })
  for (const path of ['/token', '/revoke']) {
    assert.deepEqual(await ask(port, path, 'POST', json, '{}'), { status: 400, ...any }, path)
    assert.equal((await preflight(port, path, A, 'POST'))['access-control-allow-origin'], A, path)
  }
})
