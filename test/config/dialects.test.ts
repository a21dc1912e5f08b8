import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type AnyOptions, type CorsOptions, cors, createPolicy, resolve } from 'cors-policy'
import express from 'express'
import { corsHeaders, serve } from '../support/servers.js'

const A = 'https://a.example'
const B = 'https://b.example'

type Callback = (error: Error | null, allow?: unknown) => void
type Ask = (origin: string, callback: Callback) => unknown

function allowed(origin: Ask, from = A): boolean {
  return resolve(createPolicy({ origin: origin as never }), { headers: { origin: from } }).allowed
}

interface AtOnce {
  readonly sentence: string
  readonly origin: Ask
  readonly toA: boolean
  readonly toB: boolean
}

const atOnce: readonly AtOnce[] = [
  { sentence: 'true', origin: (_, answer) => answer(null, true), toA: true, toB: true },
  { sentence: 'false', origin: (_, answer) => answer(null, false), toA: false, toB: false },
  { sentence: 'an origin', origin: (_, answer) => answer(null, A), toA: true, toB: false },
  { sentence: 'a comparison', origin: (o, answer) => answer(null, o === A), toA: true, toB: false },
  { sentence: '*', origin: (_, answer) => answer(null, '*'), toA: true, toB: true },
  { sentence: 'a list with *', origin: (_, answer) => answer(null, ['*']), toA: true, toB: true },
  { sentence: 'the first answer', origin: (_, a) => [a(null, false), a(null, true)], toA: false, toB: false },
  {
    sentence: 'a list with an unset variable',
    origin: (_, answer) => answer(null, [undefined, A, '', null, false]),
    toA: true,
    toB: false,
  },
  { sentence: 'an unset variable', origin: (_, a) => a(null, [undefined]), toA: false, toB: false },
  { sentence: 'an empty string', origin: (_, answer) => answer(null, ''), toA: false, toB: false },
]
for (const { sentence, origin, toA, toB } of atOnce) {
  test(`a callback that is called at once is an answer to resolve: ${sentence}`, () => {
    assert.deepEqual([allowed(origin), allowed(origin, B)], [toA, toB])
  })
}

test('what a callback gets as an error, at once, resolve throws', () => {
  const error = new Error('no')
  assert.throws(() => allowed((_, answer) => answer(error)), error)
  assert.throws(() => allowed((_, answer) => [answer(error), answer(null, true)]), error)
  const thrown = () => {
    throw error
  }
  assert.throws(() => allowed(thrown), error)
  // It has answered, so what it does afterwards changes nothing.
  assert.equal(
    allowed((_, answer) => [answer(null, true), thrown()]),
    true,
  )
})

test('a promise that fails after the callback was called rejects nowhere', async () => {
  const origin: Ask = async (_, answer) => {
    answer(null, true)
    throw new Error('late')
  }
  assert.equal(allowed(origin), true)
  await new Promise(setImmediate)
})

test('a callback that is called later makes resolve throw, not allow', () => {
  assert.throws(() => allowed((_, answer) => setImmediate(answer, null, true)), {
    message: /answered with a promise/,
  })
})

test('a callback may answer * or empty entries over a socket; beside credentials * is refused', async t => {
  const answers: readonly unknown[] = ['*', [B, undefined], [A, undefined, '']]
  for (const [credentials, statuses] of [
    [false, [200, 200, 200]],
    [true, [500, 200, 200]],
  ] as const) {
    for (const [i, answer] of answers.entries()) {
      const app = express().set('env', 'test')
      app.use(cors({ origin: (_o: unknown, a: Callback) => a(null, answer), credentials } as CorsOptions))
      app.get('/', (_request, response) => void response.end())
      const ask = await serve(t, app)
      const sent = await ask({ headers: { origin: A } })
      const granted = {
        'access-control-allow-origin': A,
        ...(credentials && { 'access-control-allow-credentials': 'true' }),
      }
      assert.equal(sent.status, statuses[i])
      const isGranted = sent.status === 200 && i !== 1
      assert.deepEqual(corsHeaders(sent), { ...(isGranted && granted), vary: 'Origin' })
    }
  }
})

test('beside credentials the error for * says what a callback answers', () => {
  const origin = (_: unknown, answer: Callback) => answer(null, '*')
  const policy = createPolicy({ origin, credentials: true } as CorsOptions)
  assert.throws(() => resolve(policy, { headers: { origin: A } }), {
    message: 'origin(): a callback answers for one origin. Answer true or false.',
  })
})

test('headers is expressjs/cors’ other name of allowedHeaders', () => {
  const options: AnyOptions<unknown> = { origin: A, headers: ['X-A'] }
  const headers = {
    origin: A,
    'access-control-request-method': 'PUT',
    'access-control-request-headers': 'x-a',
  }
  const decision = resolve(createPolicy(options as CorsOptions), { method: 'OPTIONS', headers })
  assert.equal(decision.headers['Access-Control-Allow-Headers'], 'X-A')
  assert.throws(() => createPolicy({ headers: 'X-A', allowedHeaders: 'X-A' } as never), {
    issues: [
      {
        code: 'duplicate-option',
        path: 'allowedHeaders',
        value: 'X-A',
        message: '"headers" and "allowedHeaders" are the same option. Write one of them.',
      },
    ],
  })
})
