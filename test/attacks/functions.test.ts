import assert from 'node:assert/strict'
import http from 'node:http'
import { test } from 'node:test'
import { type CorsOptions, cors } from 'cors-policy'
import { A, evil, guarded, is } from '../support/attacker.js'
import { type Answer, askHttp, corsHeaders, listen, serve } from '../support/servers.js'

const nobody = { vary: 'Origin' }
const mine = { 'access-control-allow-origin': A, vary: 'Origin' }

test('a function that never answers sets no header and delays no other request', async t => {
  const waiting = new Set<string>()
  const middleware = cors({
    origins: (origin: string) => (origin === A ? true : new Promise<boolean>(() => void waiting.add(origin))),
    credentials: true,
  })
  let passed = 0
  const server = http.createServer((request, response) =>
    middleware(request, response, () => {
      passed++
      response.end()
    }),
  )
  const port = await listen(t, server)
  const stuck = http.get({ port, host: '127.0.0.1', headers: { origin: evil } }).on('error', () => {})
  stuck.on('response', () => assert.fail('answered'))
  for (let i = 0; i < 20; i++) {
    is(await askHttp(port, { headers: { origin: A } }), 200, {
      ...mine,
      'access-control-allow-credentials': 'true',
    })
  }
  assert.deepEqual([passed, [...waiting]], [20, [evil]])
  stuck.destroy()
})

test('an answer after the application’s own timeout changes nothing, and next is called once', async t => {
  let answer = (_: boolean) => {}
  const calls: unknown[] = []
  const middleware = cors({ origins: () => new Promise<boolean>(resolve => (answer = resolve)) })
  const ask = await serve(t, (request, response) => {
    middleware(request, response, error => calls.push(error))
    // The application's timeout.
    setImmediate(() => response.writeHead(503).end('given up'))
    response.once('finish', () => answer(true))
  })
  const given = await ask({ headers: { origin: evil } })
  assert.deepEqual([given.status, given.body, corsHeaders(given)], [503, 'given up', nobody])
  await new Promise(setImmediate)
  assert.deepEqual(calls, [undefined])
})

type Callback = (error: Error | null, allow?: unknown) => void

const throwBroken = () => {
  throw new Error('broken')
}
const isFailure = /^(?:Error: broken|TypeError|CorsConfigError)/
const notTrue = [
  1,
  'true',
  A,
  {},
  [],
  [true],
  Object(true),
  1n,
  Symbol('x'),
  () => true,
  '*',
  null,
  undefined,
]

/** What careless functions do, and the answer to a request from A. */
const answers: readonly {
  readonly what: string
  readonly source: unknown
  readonly headers: Answer['headers']
  readonly body: string | RegExp
}[] = [
  ...notTrue.flatMap((value, i) =>
    [
      { what: `value ${i}`, source: { origins: () => value } },
      { what: `value ${i}, later`, source: { origins: async () => value } },
      {
        what: `value ${i}, by a thenable`,
        // biome-ignore lint/suspicious/noThenProperty: a thenable is meant
        source: { origins: () => ({ then: (done: (value: unknown) => void) => done(value) }) },
      },
    ].map(row => ({ ...row, headers: nobody, body: 'handled' })),
  ),
  {
    what: 'yes by a promise in a promise',
    source: { origins: async () => Promise.resolve(true) },
    headers: mine,
    body: 'handled',
  },
  {
    what: 'no, then yes',
    source: {
      origin: (_: string, done: Callback) => {
        done(null, false)
        done(null, true)
      },
    },
    headers: nobody,
    body: 'handled',
  },
  {
    what: 'yes, then no',
    source: {
      origin: (_: string, done: Callback) => {
        done(null, true)
        done(null, false)
      },
    },
    headers: mine,
    body: 'handled',
  },
  {
    what: 'an error, then yes',
    source: {
      origin: (_: string, done: Callback) => {
        done(new Error('broken'))
        done(null, true)
      },
    },
    headers: nobody,
    body: isFailure,
  },
  {
    what: 'no, then a throw',
    source: {
      origin: (_: string, done: Callback) => {
        done(null, false)
        throwBroken()
      },
    },
    headers: nobody,
    body: 'handled',
  },
  ...[1, 'x', '*', {}, /a/].map(value => ({
    what: `${String(value)} by a callback`,
    source: { origin: (_: string, done: Callback) => done(null, value), credentials: true },
    headers: nobody,
    body: isFailure,
  })),
  {
    what: 'a thenable whose then throws when it is read',
    source: { origins: () => Object.defineProperty({}, 'then', { get: throwBroken }) },
    headers: nobody,
    body: isFailure,
  },
  {
    what: 'a strict policy, then a loose one',
    source: (_: unknown, done: (error: null, options: CorsOptions) => void) => {
      done(null, { origins: [] })
      done(null, {})
    },
    headers: nobody,
    body: 'handled',
  },
]
test('only true allows, the first answer counts, and next is called once', async t => {
  for (const { what, source, headers, body } of answers) {
    let called = 0
    const listener = guarded(source as never)
    const ask = await serve(t, (request, response) => {
      response.once('finish', () => called++)
      listener(request, response)
    })
    const answer = await ask({ headers: { origin: A } })
    assert.deepEqual([what, answer.status, corsHeaders(answer)], [what, 200, headers])
    if (typeof body === 'string') assert.equal(answer.body, body, what)
    else assert.match(answer.body, body, what)
    assert.equal(called, 1, what)
  }
})
