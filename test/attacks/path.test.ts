import assert from 'node:assert/strict'
import { test } from 'node:test'
import connect from 'connect'
import { type CorsOptions, cors } from 'cors-policy'
import express from 'express'
import express4 from 'express4'
import { A, asking, B, evil, guard, guarded, guardRaw, is } from '../support/attacker.js'
import { corsHeaders, serve } from '../support/servers.js'

const anyone = { 'access-control-allow-origin': '*' }
const nobody = { vary: 'Origin' }
const get = (target: string, origin = evil) =>
  `GET ${target} HTTP/1.1\r\nHost: api.example\r\nOrigin: ${origin}\r\nConnection: close\r\n\r\n`

/** Everyone may read every path but /shut and those below it, which nobody may read. */
const shut: CorsOptions = {
  origins: '*',
  sendWildcard: true,
  resources: { '*': {}, '/shut': { origins: [] }, '/shut/*': { origins: [] } },
}

// Request targets that some router, proxy or file server takes for /shut.
const disguises = [
  '/shut',
  '/shut/',
  '/shut//',
  '/shut/.',
  '/shut/x/..',
  '/shut?x',
  '/shut?x=/../open',
  '/shut#x',
  '/shut;',
  '/shut;v=1',
  '/shut;/x',
  '/shut/;x',
  '/SHUT',
  '/sHuT/x',
  '/%73hut',
  '/%53HUT',
  '/s%68ut/x',
  '/shut%2f',
  '/shut%2Fx',
  '/shut%5cx',
  '/shut\\x',
  '/\\shut',
  '\\shut',
  '//shut',
  '///shut',
  '/./shut',
  '/.//shut',
  '/;/shut',
  '/;a=b/shut',
  '/..;/shut',
  '/open/../shut',
  '/open/..//shut',
  '/open/.././shut',
  '/open/%2e%2e/shut',
  '/open/%2E%2e/shut',
  '/open/.%2e/shut',
  '/open/..%2fshut',
  '/open/..%2Fshut',
  '/open/..%5cshut',
  '/open%2f..%2fshut',
  '/open/..\\shut',
  '/open\\..\\shut',
  '/open/..;/shut',
  '/open/..;x=y/shut',
  '/open/%2e%2e;/shut',
  '/open/x/../../shut',
  '/../shut',
  '/../../../shut',
  '/open/../../shut',
  '/open/..\\..\\..\\shut#',
  'http://api.example/shut',
  'http://api.example//shut',
  'http://api.example/open/../shut',
  'http://evil.example/shut',
  'HTTP://API.EXAMPLE:80/shut',
  'http://user:pass@api.example/shut',
  'http://[::1]:80/shut',
  'https://api.example/SHUT',
  '/shut%00',
  '/shut%00.html',
  '/shut%',
  '/shut%zz',
  '/shut/%c0%ae',
  '/%c0%ae%c0%ae/shut',
  '/%u0073hut',
  '/shut/\xe9%E9',
]
for (const [name, listener] of [
  ['a server without a framework', guarded(shut)],
  ['Express 4', express4().use(cors(shut), (_, response) => void response.end('handled'))],
  ['Express 5', express().use(cors(shut), (_, response) => void response.end('handled'))],
  [
    'Connect',
    connect()
      .use(cors(shut))
      .use((_, response) => response.end('handled')),
  ],
] as const) {
  test(`${name}: no spelling of a shut path is taken for an open one`, async t => {
    const ask = await guardRaw(t, listener as never)
    for (const target of ['/open', '/shutter', 'http://api.example/open', 'HTTP://shut/open?/shut']) {
      is(await ask(get(target)), 200, anyone, 'handled')
    }
    for (const target of disguises) {
      const answer = await ask(get(target))
      assert.ok([200, 400, 404].includes(answer.status), `${target}: ${answer.status}`)
      const seen = corsHeaders(answer)
      // A path that is surely shut gets no header, an ambiguous one only Vary.
      if (Object.keys(seen).length > 0) assert.deepEqual(seen, nobody, target)
    }
  })
}

test('a shut route that Express runs for a disguised path is never readable', async t => {
  for (const create of [express4, express]) {
    const app = create()
    app.use(cors(shut))
    app.get(['/shut', '/shut/x'], (_, response) => void response.end('secret'))
    app.use((_, response) => void response.end('open'))
    const ask = await guardRaw(t, app)
    const opened: string[] = []
    for (const target of disguises) {
      const answer = await ask(get(target))
      if (answer.body !== 'secret') continue
      opened.push(target)
      assert.equal(answer.headers['access-control-allow-origin'], undefined, target)
    }
    // A test in which no disguise worked would prove nothing.
    assert.ok(opened.length > 10, opened.join(' '))
  }
})

test('a shut file that Express sends for a disguised path is never readable', async t => {
  for (const create of [express4, express]) {
    const app = create()
    app.use(cors({ ...shut, resources: { '*': {}, '/data/*': { origins: [] } } }))
    app.use(create.static('test'))
    const ask = await guardRaw(t, app)
    const opened: string[] = []
    for (const target of [
      '/data/localhost.pem',
      '//data/localhost.pem',
      '/data//localhost.pem',
      '/data%2flocalhost.pem',
      '/%64ata/localhost.pem',
      '/./data/./localhost.pem',
      '/data/%2e/localhost.pem',
      '/data/x/../localhost.pem',
      '/x/../data/localhost.pem',
      '/x%2f..%2fdata/localhost.pem',
      '/x/%2e%2e/data/localhost.pem',
      'http://api.example/data/localhost.pem',
    ]) {
      const answer = await ask(get(target))
      if (answer.status === 200) opened.push(target)
      assert.equal(answer.headers['access-control-allow-origin'], undefined, target)
    }
    assert.ok(opened.length > 3, opened.join(' '))
  }
})

test('the original path decides, whatever mount points cut off and middleware rewrote', async t => {
  const policy = cors({
    origins: [A, B],
    resources: { '/api/v1/*': { exposeHeaders: 'X-V1' }, '/users': {} },
  })
  const v1 = { 'access-control-allow-origin': A, 'access-control-expose-headers': 'X-V1', vary: 'Origin' }
  for (const create of [express4, express]) {
    const app = create()
    const inner = create.Router()
    inner.use((request, _, next) => {
      request.url = request.url.replace('/old', '/users')
      next()
    })
    inner.use(policy, (_, response) => void response.end('handled'))
    app.use('/api', create.Router().use('/v1', inner), (_, response) => void response.end('fell through'))
    const ask = await serve(t, app)
    is(await ask({ path: '/api/v1/users', headers: { origin: A } }), 200, v1, 'handled')
    is(await ask({ path: '/api/v1/old', headers: { origin: A } }), 200, v1, 'handled')
    is(await ask({ path: '/api/v1/users', headers: { origin: evil } }), 200, nobody, 'handled')
    const preflight = await ask({ path: '/api/v1/users', method: 'OPTIONS', headers: asking(evil, 'PUT') })
    is(preflight, 204, nobody, '')
    for (const path of ['/API/v1/users', '/api/V1/users', '/api//v1/users']) {
      assert.equal(
        (await ask({ path, headers: { origin: A } })).headers['access-control-allow-origin'],
        undefined,
      )
    }
  }
})

test('OPTIONS * is covered only by a policy for every path', async t => {
  const options = (origin: string, more = '') =>
    `OPTIONS * HTTP/1.1\r\nHost: api.example\r\nOrigin: ${origin}\r\n${more}Connection: close\r\n\r\n`
  const preflight = 'Access-Control-Request-Method: PUT\r\n'
  const everything = await guardRaw(t, guarded({ origins: [A, B], methods: 'PUT', allowHeaders: [] }))
  const mine = { 'access-control-allow-origin': A, vary: 'Origin' }
  is(await everything(options(A)), 200, mine, 'handled')
  is(await everything(options(A, preflight)), 204, { ...mine, 'access-control-allow-methods': 'PUT' }, '')
  is(await everything(options(evil, preflight)), 204, nobody, '')
  const some = await guardRaw(t, guarded({ origins: [A, B], resources: ['/', '/api/*', /^\/v\d|^\*x/] }))
  is(await some(options(A)), 200, {}, 'handled')
  is(await some(options(A, preflight)), 200, {}, 'handled')
})

test('paths named like members of Object.prototype are covered only if they are listed', async t => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf']
  const some = await guard(t, { origins: [A], resources: { '/a': {}, '/b/*': {} } })
  for (const name of names) {
    for (const path of [`/${name}`, `/${name}/x`, `/c/${name}`]) {
      is(await some({ path, headers: { origin: A } }), 200, {}, 'handled')
    }
  }
  const named = await guard(t, {
    origins: [A, B],
    resources: Object.fromEntries(names.map(name => [`/${name}/*`, { exposeHeaders: `X-${name}` }])),
  })
  for (const name of names) {
    is(await named({ path: `/${name}/x`, headers: { origin: A } }), 200, {
      'access-control-allow-origin': A,
      'access-control-expose-headers': `X-${name}`,
      vary: 'Origin',
    })
  }
})
