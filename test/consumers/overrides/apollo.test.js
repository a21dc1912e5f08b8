const assert = require('node:assert/strict')
const { test } = require('node:test')
const { ApolloServer } = require('@apollo/server')
const { startStandaloneServer } = require('@apollo/server/standalone')
const { A, ask, preflight, DEFAULT_METHODS } = require('./ask.js')

test('the standalone server answers queries and preflights of every origin, without credentials', async t => {
  const server = new ApolloServer({
    typeDefs: 'type Query { hello: String }',
    resolvers: { Query: { hello: () => 'world' } },
  })
  t.after(() => server.stop())
  const { url } = await startStandaloneServer(server, { listen: { port: 0, host: '127.0.0.1' } })
  const { port } = new URL(url)
  const json = { origin: A, 'content-type': 'application/json' }
  const any = { 'access-control-allow-origin': A, vary: 'Origin' }
  assert.deepEqual(await ask(port, '/', 'POST', json, '{"query":"{hello}"}'), { status: 200, ...any })
  assert.deepEqual(await ask(port, '/', 'POST', json, '{"query":"{nothing}"}'), { status: 400, ...any })
  assert.deepEqual(await preflight(port, '/', A, 'POST'), {
    status: 204,
    'access-control-allow-origin': A,
    'access-control-allow-methods': DEFAULT_METHODS,
    'access-control-allow-headers': 'content-type',
    vary: 'Origin, Access-Control-Request-Headers',
  })
})
