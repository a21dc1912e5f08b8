import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import http from 'node:http'
import https from 'node:https'
import { test } from 'node:test'
import cors from 'cors-policy'
import { check } from 'cors-policy/check'
import { withCors } from 'cors-policy/web'
import express from 'express'
import { listen } from '../support/servers.js'

const origin = 'https://app.example.com'
const options = { origins: [origin], credentials: true }

function users(): express.Express {
  const app = express()
  app.use(cors(options))
  app.put('/users', (request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', part => {
      body += part
    })
    request.on('end', () => response.json({ body, cookie: request.headers.cookie ?? null }))
  })
  return app
}

test('an app that does not listen is asked, preflight included, and closed again', async () => {
  const asked: string[] = []
  const app = users()
  const server = http.createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.cookie ?? 'no cookie'}`)
    app(request, response)
  })
  const { readable, cause, report } = await check({
    server,
    url: '/users',
    origin,
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: '{}',
    cookie: 'session=1',
  })
  assert.equal(readable, true, report)
  assert.equal(cause, null)
  assert.deepEqual(asked, ['OPTIONS /users no cookie', 'PUT /users session=1'])
  assert.equal(server.listening, false)
  assert.match(report, /> Cookie: session=…$/m)
})

test('an Express app is taken as it is', async () => {
  const result = await check({
    server: users(),
    url: '/users',
    origin: 'https://other.example',
    method: 'PUT',
  })
  assert.equal(result.readable, false)
  assert.equal(result.cause?.code, 'origin-not-listed')
  assert.match(result.report, /^Blocked: origin-not-listed\.$/m)
  assert.ok(result.exchange.probes && result.exchange.probes.length > 0)
})

test('a server that listens goes on listening', async t => {
  const server = http.createServer(users())
  await listen(t, server)
  assert.equal((await check({ server, url: '/users', origin, method: 'PUT' })).readable, true)
  assert.equal(server.listening, true)
})

test('a URL in another network gets the note that the command prints; a server that is given gets none', async t => {
  const server = http.createServer(users())
  const port = await listen(t, server)
  const codes = async (reached: { url: string; server?: http.Server }) =>
    (await check({ ...reached, origin })).notes.map(({ code }) => code)
  assert.ok((await codes({ url: `http://127.0.0.1:${port}/users` })).includes('local-network-permission'))
  assert.ok(!(await codes({ url: '/users', server })).includes('local-network-permission'))
})

test('an https server that does not listen is asked over https', async () => {
  const pem = readFileSync('test/data/localhost.pem')
  const server = https.createServer({ key: pem, cert: pem }, users())
  const result = await check({ server, url: '/users', origin, method: 'PUT', insecure: true })
  assert.equal(result.readable, true, result.report)
  assert.match(result.exchange.request.url, /^https:/)
})

const handler = withCors(async (request: Request) => new Response(await request.text()), options)

test('a fetch handler is asked without a network', async () => {
  const asked = { fetch: handler, url: 'https://api.example.com/users', method: 'POST', body: 'text' }
  const result = await check({ ...asked, origin })
  assert.equal(result.readable, true, result.report)
  assert.equal((await check({ ...asked, origin: 'https://other.example' })).readable, false)
  assert.equal((await check({ ...asked, url: '/users', origin })).readable, true)
})

test('probe: false sends nothing but what a browser sends', async () => {
  let count = 0
  const result = await check({
    fetch: () => {
      count++
      return new Response(null, { status: 404 })
    },
    url: '/users',
    origin,
    probe: false,
  })
  assert.equal(result.readable, false)
  assert.equal(count, 1)
})

const refused: readonly {
  readonly what: string
  readonly options: Parameters<typeof check>[0]
  readonly says: RegExp
}[] = [
  {
    what: 'a URL for a server',
    options: { server: users(), url: 'https://api.example.com/users', origin },
    says: /`url` is a path such as "\/users"/,
  },
  {
    what: 'a path for the network',
    options: { url: '/users', origin },
    says: /`url` must be an absolute URL/,
  },
  {
    what: 'both a server and a handler',
    options: { server: users(), fetch: handler, url: '/users', origin },
    says: /not both/,
  },
  {
    what: 'an origin that is none',
    options: { fetch: handler, url: '/users', origin: 'app.example.com' },
    says: /pageOrigin must be an origin/,
  },
  {
    what: 'a method that is none',
    options: { fetch: handler, url: '/users', origin, method: 7 as unknown as string },
    says: /request\.method must be a string/,
  },
]

for (const { what, options, says } of refused) {
  test(`check refuses ${what}`, async () => {
    await assert.rejects(check(options), error => error instanceof TypeError && says.test(error.message))
  })
}

test('a server that cannot be asked is an error, and no verdict', async t => {
  const server = http.createServer()
  const port = await listen(t, server)
  await new Promise(closed => server.close(closed))
  await assert.rejects(
    check({ url: `http://127.0.0.1:${port}/`, origin: 'http://localhost:5173' }),
    /^Error: check: GET http:.* connection refused/,
  )
  await assert.rejects(
    check({ fetch: () => 'text' as unknown as Response, url: '/users', origin }),
    /gave no Response/,
  )
})

test('a handler that gives no answer is an error after the time-out', async () => {
  // The handler's promise alone would let the process end.
  const waiting = setTimeout(() => {}, 10_000)
  await assert.rejects(
    check({ fetch: () => new Promise(() => {}), url: '/users', origin, timeout: 50 }),
    /no answer within 50 ms/,
  )
  clearTimeout(waiting)
})
