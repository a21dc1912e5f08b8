import assert from 'node:assert/strict'
import http from 'node:http'
import { type TestContext, test } from 'node:test'
import { type CorsMiddleware, cors } from 'cors-policy'
import express from 'express'
import express4 from 'express4'
import { A, asking, B, evil, is } from '../support/attacker.js'
import { type Answer, askHttp2, listen, serve } from '../support/servers.js'

const fromEvil = { headers: { origin: evil } }

/** An application whose own policy allows everything, with a second policy behind it. */
function app(make: typeof express | typeof express4, second: CorsMiddleware): express.Express {
  const made = (make as typeof express)()
  made.set('env', 'test')
  made.use(cors({ exposeHeaders: ['X-Secret'], timing: true }), second)
  made.use((_request, response) => void response.end('handled'))
  made.use(((error, _request, response, _next) => {
    response.status(500).end(`failed: ${error.message}`)
  }) as express.ErrorRequestHandler)
  return made
}

const fail = () => {
  throw new Error('down')
}
const failing: Record<string, CorsMiddleware> = {
  'an origin function that throws': cors({ origins: fail, credentials: true }),
  'an origin function that rejects': cors({ origins: async () => fail(), credentials: true }),
  'an onDecision that throws': cors({ origins: [A], credentials: true, onDecision: fail }),
  'a choice that throws': cors(fail),
  'a choice that rejects': cors(async () => fail()),
}
for (const { make, version } of [
  { make: express, version: 5 },
  { make: express4, version: 4 },
] as const) {
  for (const [what, second] of Object.entries(failing)) {
    test(`Express ${version}: ${what} leaves nothing of what an earlier policy allowed`, async t => {
      const ask = await serve(t, app(make, second))
      is(await ask(fromEvil), 500, { vary: 'Origin' }, 'failed: down')
    })
  }
}

/** The response to a server that answers 503 while the second policy is pending. */
async function timedOut(t: TestContext, second: CorsMiddleware): Promise<Answer> {
  const first = cors({ exposeHeaders: ['X-Secret'] })
  const ask = await serve(t, (request, response) =>
    first(request, response, () => {
      second(request, response, () => assert.fail('decided'))
      response.writeHead(503).end('too late')
    }),
  )
  return ask(fromEvil)
}

test('while a second policy is pending, the headers of the first are not sent', async t => {
  const never = new Promise<never>(() => {})
  is(await timedOut(t, cors({ origins: () => never })), 503, { vary: 'Origin' }, 'too late')
  is(
    await timedOut(
      t,
      cors(() => never),
    ),
    503,
    { vary: 'Origin' },
    'too late',
  )
})

test('a function that answers the request itself is awaited, and its error is passed on', async t => {
  const errors: unknown[] = []
  for (const fails of [false, true]) {
    const ask = await serve(t, (request, response) => {
      const later = async () => {
        response.end('answered')
        await null
        if (fails) throw new Error('late')
        return { origins: [A] }
      }
      cors()(request, response, () => cors(later)(request, response, error => errors.push(error)))
    })
    is(await ask(fromEvil), 200, { vary: 'Origin' }, 'answered')
  }
  assert.deepEqual(errors.map(String), ['undefined', 'Error: late'])
})

test('nothing of an earlier policy goes out, whatever is thrown', async t => {
  const odd = new Proxy(
    {},
    {
      getPrototypeOf() {
        throw new Error('odd')
      },
    },
  )
  const throws = cors({
    origins() {
      throw odd
    },
  })
  const ask = await serve(t, (request, response) =>
    cors()(request, response, () => throws(request, response, () => response.writeHead(500).end())),
  )
  is(await ask(fromEvil), 500, { vary: 'Origin' })
})

test('an asynchronous policy that does not cover the path leaves the earlier one’s headers', async t => {
  const first = cors({ exposeHeaders: ['X-A', 'X-B'], timing: true })
  const second = cors(async () => ({ resources: '/elsewhere' }))
  const ask = await serve(t, (request, response) =>
    first(request, response, () => second(request, response, () => response.end('handled'))),
  )
  const origin = evil
  const granted = { 'access-control-allow-origin': origin, 'timing-allow-origin': origin, vary: 'Origin' }
  is(await ask(fromEvil), 200, { ...granted, 'access-control-expose-headers': 'X-A, X-B' }, 'handled')
})

test('a head written as pairs over HTTP/2 keeps Vary', async t => {
  const { createServer } = await import('node:http2')
  const policy = cors({ origins: [A, B] })
  const server = createServer((request, response) =>
    policy(request as never, response as never, () => {
      response.writeHead(200, [
        ['Vary', 'Accept'],
        ['X-A', '1'],
      ] as never)
      response.end()
    }),
  )
  const answer = await askHttp2(await listen(t, server), fromEvil, 'http')
  is(answer, 200, { vary: 'Accept, Origin' })
  assert.equal(answer.headers['x-a'], '1')
})

test('a response to a preflight loses a Content-Length and Transfer-Encoding that were set before', async t => {
  for (const { preflightStatus, length } of [
    { preflightStatus: 204, length: undefined },
    { preflightStatus: 200, length: '0' },
  ] as const) {
    const ask = await serve(t, (request, response) => {
      response.setHeader('Content-Length', '5').setHeader('Transfer-Encoding', 'chunked')
      cors({ origins: A, preflightStatus })(request, response, () => assert.fail('handled'))
    })
    const { status, headers } = await ask({
      method: 'OPTIONS',
      headers: asking(A, 'PUT'),
    })
    assert.deepEqual(
      [status, headers['content-length'], headers['transfer-encoding']],
      [preflightStatus, length, undefined],
    )
  }
})

test('cors takes options even if further arguments follow, as from map()', () => {
  const [first, second] = [{ origins: A }, { origins: [] }].map(cors as never) as CorsMiddleware[]
  assert.equal(first?.policy?.allowsOrigin(A), true)
  assert.equal(second?.policy?.allowsOrigin(A), false)
})

test('cors itself as a listener, without next, throws and says to call it', () => {
  const misused = cors as unknown as http.RequestListener
  const request = new http.IncomingMessage(null as never)
  assert.throws(() => misused(request as never, new http.ServerResponse(request) as never), {
    name: 'TypeError',
    message:
      'cors itself is no middleware: call it. Write app.use(cors({ origins: ["https://app.example.com"] })).',
  })
})
