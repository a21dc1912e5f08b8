import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { type CorsOptions, cors } from 'cors-policy'
import express from 'express'
import { A, asking, B, evil, guard, is, refuses } from '../support/attacker.js'
import { serve } from '../support/servers.js'

const anyone = { 'access-control-allow-origin': '*' }
const nobody = { vary: 'Origin' }

/** Everyone may read public paths; only A and B may read private ones, with credentials. */
const options: CorsOptions = {
  resources: {
    '*': { origins: '*', sendWildcard: true },
    '/private/*': { origins: [A, B], credentials: true },
    '/public/*': { origins: '*', sendWildcard: true },
  },
}
const mine = {
  'access-control-allow-origin': A,
  'access-control-allow-credentials': 'true',
  vary: 'Origin',
}

test('Flask-CORS CVE-2020-25032, rack-cors CVE-2019-18978: ../ led from a public path to a private one', async t => {
  const ask = await guard(t, options)
  is(await ask({ path: '/public/a', headers: { origin: evil } }), 200, anyone)
  is(await ask({ path: '/private/a', headers: { origin: A } }), 200, mine)
  is(await ask({ path: '/private/a', headers: { origin: evil } }), 200, nobody)
  for (const path of [
    '/public/../private/a',
    '/public/x/../../private/a',
    '/public/./../private/a',
    '/public/%2e%2e/private/a',
    '/public/..%2fprivate/a',
    '/public/..\\private\\a',
    '/public/..%5cprivate/a',
    '/../private/a',
    '/x/../private',
  ]) {
    for (const origin of [A, evil]) is(await ask({ path, headers: { origin } }), 200, nobody)
    is(await ask({ path, method: 'OPTIONS', headers: asking(evil, 'PUT') }), 204, nobody)
  }
})

test('Flask-CORS CVE-2024-1681: line ends in a path forged lines of the debug log', () => {
  const program = `
    import http from 'node:http'
    import { cors } from 'cors-policy'
    const middleware = cors({ origins: ['https://a.example', 'https://b.example'] })
    const server = http.createServer((request, response) => {
      // Some servers pass on a decoded path.
      request.url = decodeURIComponent(request.url)
      middleware(request, response, () => response.end())
    })
    server.listen(0, '127.0.0.1', () => {
      const path = '/a%0d%0acors-policy%20actual%20GET%20/forged%1b%5b31m%c2%85%e2%80%a8'
      http.get({ port: server.address().port, path, headers: { origin: 'a\\t\\xe9\\x85b' } }, response => {
        response.resume()
        server.close()
      })
    })
  `
  const args = ['--input-type=module', '--eval', program]
  const env = { ...process.env, DEBUG: 'cors-policy', DEBUG_COLORS: 'no', DEBUG_HIDE_DATE: 'yes' }
  const { stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8' })
  assert.equal(
    stderr,
    'cors-policy actual GET "/a\\r\\ncors-policy actual GET /forged\\u001b[31m\\u0085\\u2028" ' +
      'from "a\\t\\u00e9\\u0085b" -> denied: origin-malformed\n',
  )
})

test('Flask-CORS CVE-2024-6221: private network access was granted by default', async t => {
  const headers = { ...asking(A, 'PUT'), 'access-control-request-private-network': 'true' }
  const ask = await guard(t, { origins: A, credentials: true, allowHeaders: [] })
  is(await ask({ method: 'OPTIONS', headers }), 204, {
    'access-control-allow-origin': A,
    'access-control-allow-credentials': 'true',
    'access-control-allow-methods': 'GET, HEAD, POST, OPTIONS, PUT, PATCH, DELETE',
  })
  for (const value of [true, false]) {
    refuses({ allow_private_network: value }, 'removed-option')
    refuses({ resources: { '/a': { allowPrivateNetwork: value } } }, 'removed-option')
  }
})

// Each resource exposes a header with its name, so that a response shows which one matched.
test('Flask-CORS CVE-2024-6839: the longer pattern won, not the more specific one', async t => {
  const entries: [string | RegExp, { exposeHeaders: string }][] = [
    [/^\/(?:anything|or|something|else|that|is|long|[a-z]+)\/.*$/, { exposeHeaders: 'By-RegExp' }],
    ['*', { exposeHeaders: 'Everything' }],
    ['/api/*', { exposeHeaders: 'Api' }],
    ['/api/admin', { exposeHeaders: 'Exact' }],
    ['/api/admin/*', { exposeHeaders: 'Admin' }],
    ['/api/administration/of/another/kind/*', { exposeHeaders: 'Long' }],
  ]
  const expected = {
    '/api/admin': 'Exact',
    '/api/admin/x': 'Admin',
    '/api/administration': 'Api',
    '/api/administration/of/another/kind/x': 'Long',
    '/api/x': 'Api',
    '/admin/x': 'By-RegExp',
    '/x': 'Everything',
  }
  for (const resources of [entries, [...entries].reverse()]) {
    const ask = await guard(t, { origins: [A, B], resources })
    for (const [path, name] of Object.entries(expected)) {
      is(await ask({ path, headers: { origin: A } }), 200, {
        'access-control-allow-origin': A,
        'access-control-expose-headers': name,
        vary: 'Origin',
      })
    }
  }
})

test('Flask-CORS CVE-2024-6844: + in a path was taken for a space', async t => {
  const ask = await guard(t, {
    resources: {
      '/c++/*': { origins: [A, B], credentials: true },
      '/a+b': { origins: [A, B], credentials: true },
      '/a%20b': { origins: '*', sendWildcard: true },
      '*': { origins: '*', sendWildcard: true },
    },
  })
  for (const path of ['/c++/x', '/c++', '/a+b', '/a+b?q=1+1']) {
    is(await ask({ path, headers: { origin: A } }), 200, mine)
    is(await ask({ path, headers: { origin: evil } }), 200, nobody)
  }
  for (const path of ['/a%20b', '/c%20%20/x']) is(await ask({ path, headers: { origin: evil } }), 200, anyone)
  // Decoded, these are paths of the map; as they stand, they are not.
  for (const path of ['/a%2bb', '/c%2B%2b/x']) is(await ask({ path, headers: { origin: A } }), 200, nobody)
})

test('Flask-CORS CVE-2024-6866: paths were matched in any case', async t => {
  const app = express()
  app.use(cors(options))
  // Express ignores the case of a path, so it would send this body to pages.
  app.get('/private/a', (_, response) => void response.end('private'))
  app.get('/public/a', (_, response) => void response.end('public'))
  const ask = await serve(t, app)
  is(await ask({ path: '/private/a', headers: { origin: A } }), 200, mine, 'private')
  for (const path of ['/PRIVATE/a', '/Private/a', '/priVate/A']) {
    for (const origin of [A, evil]) is(await ask({ path, headers: { origin } }), 200, nobody, 'private')
  }
  is(await ask({ path: '/public/A', headers: { origin: evil } }), 200, anyone, 'public')
})

test('hapi CVE-2015-9243: an inner level that restricted one thing lost what the outer level restricted', async t => {
  const ask = await guard(t, {
    origins: [A, B],
    allowHeaders: 'X-A',
    methods: 'PUT',
    resources: { '/a/*': { maxAge: 5 }, '/a/b': { exposeHeaders: 'X-B' } },
  })
  const lists = { 'access-control-allow-methods': 'PUT', 'access-control-allow-headers': 'X-A' }
  const granted = { 'access-control-allow-origin': A, vary: 'Origin' }
  const preflight = (path: string, origin: string) =>
    ask({ path, method: 'OPTIONS', headers: asking(origin, 'PUT', 'x-b') })
  is(await preflight('/a/x', A), 204, { ...granted, ...lists, 'access-control-max-age': '5' })
  is(await preflight('/a/b', A), 204, { ...granted, ...lists })
  for (const path of ['/a/x', '/a/b']) {
    is(await preflight(path, evil), 204, nobody)
    is(await ask({ path, headers: { origin: evil } }), 200, nobody)
  }
})

test('hapi CVE-2015-9236: a route without CORS answered preflights as if it had it', async t => {
  const ask = await guard(t, { resources: { '*': {}, '/closed/*': { origins: [] } } })
  for (const method of ['PUT', 'POST', 'DELETE']) {
    is(await ask({ path: '/closed/a', method: 'OPTIONS', headers: asking(A, method) }), 204, {})
    is(await ask({ path: '/closed/a', method, headers: { origin: A } }), 200, {}, 'handled')
  }
})
