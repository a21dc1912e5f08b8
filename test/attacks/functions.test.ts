import assert from 'node:assert/strict'
import http from 'node:http'
import { test } from 'node:test'
import { type CorsOptions, cors } from 'cors-policy'
import { A, evil, guarded, is } from '../support/attacker.js'
import { type Answer, askHttp, corsHeaders, listen, serve } from '../support/servers.js'

const nobody = { vary: 'Origin' }
const mine = { 'access-control-allow-origin': A, vary: 'Origin' }

test('a request that is never answered sets nothing and holds up no other', async t => {
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

test('an answer after the server has given up changes nothing and calls nobody twice', async t => {
  let answer = (_: boolean) => {}
  const calls: unknown[] = []
  const middleware = cors({ origins: () => new Promise<boolean>(resolve => (answer = resolve)) })
  const ask = await serve(t, (request, response) => {
    middleware(request, response, error => calls.push(error))
    // A timeout of the application, say.
    setImmediate(() => response.writeHead(503).end('given up'))
    response.once('finish', () => answer(true))
  })
  const given = await ask({ headers: { origin: evil } })
  assert.deepEqual([given.status, given.body, corsHeaders(given)], [503, 'given up', nobody])
  await new Promise(setImmediate)
  assert.deepEqual(calls, [undefined])
})

// What functions do that were not written for this, and what comes of it.
const failed = /^(?:Error: broken|TypeError|CorsConfigError)/
const answers: readonly [
  what: string,
  options: unknown,
  headers: Answer['headers'],
  body: string | RegExp,
][] = [
  ...[1, 'true', A, {}, [], [true], Object(true), 1n, Symbol('x'), () => true, '*', null, undefined].flatMap(
    (value, i): [string, unknown, Answer['headers'], string][] => [
      [`truthy ${i}`, { origins: () => value }, nobody, 'handled'],
      [`truthy ${i}, later`, { origins: async () => value }, nobody, 'handled'],
      [
        `truthy ${i}, by a thenable`,
        // biome-ignore lint/suspicious/noThenProperty: a thenable is meant
        { origins: () => ({ then: (done: (value: unknown) => void) => done(value) }) },
        nobody,
        'handled',
      ],
    ],
  ),
  ['yes by a promise in a promise', { origins: async () => Promise.resolve(true) }, mine, 'handled'],
  [
    'no, then yes',
    {
      origin: (_: string, done: (error: null, allow: boolean) => void) => {
        done(null, false)
        done(null, true)
      },
    },
    nobody,
    'handled',
  ],
  [
    'yes, then no',
    {
      origin: (_: string, done: (error: null, allow: boolean) => void) => {
        done(null, true)
        done(null, false)
      },
    },
    mine,
    'handled',
  ],
  [
    'an error, then yes',
    {
      origin: (_: string, done: (error: Error | null, allow?: boolean) => void) => {
        done(new Error('broken'))
        done(null, true)
      },
    },
    nobody,
    failed,
  ],
  [
    'no, then a throw',
    {
      origin: (_: string, done: (error: null, allow: boolean) => void) => {
        done(null, false)
        throw new Error('broken')
      },
    },
    nobody,
    'handled',
  ],
  ...[1, 'x', '*', {}, /a/].map((value): [string, unknown, Answer['headers'], RegExp] => [
    `${String(value)} by a callback`,
    {
      origin: (_: string, done: (error: null, allow: unknown) => void) => done(null, value),
      credentials: true,
    },
    nobody,
    failed,
  ]),
  [
    'a thenable that fails when it is looked at',
    {
      origins: () => ({
        // biome-ignore lint/suspicious/noThenProperty: a thenable is meant
        get then() {
          throw new Error('broken')
        },
      }),
    },
    nobody,
    failed,
  ],
  [
    'a strict policy, then a loose one',
    (_: unknown, done: (error: null, options: CorsOptions) => void) => {
      done(null, { origins: [] })
      done(null, {})
    },
    nobody,
    'handled',
  ],
]
test('only true allows, the first answer counts, and next is called once', async t => {
  for (const [what, source, headers, body] of answers) {
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
