import assert from 'node:assert/strict'
import http from 'node:http'
import { test } from 'node:test'
import { type CorsOptions, cors, type Decision } from 'cors-policy'
import { A, B, evil, is } from '../support/attacker.js'
import { granted, grantedPreflight, options, put, varies } from '../support/listed-with-credentials.js'
import { type Answer, askHttp, listen, serve, servers } from '../support/servers.js'

/** Ways to write a response's head, each of which would lose `Vary: Origin`. */
const overwriters: Record<string, (response: http.ServerResponse) => void> = {
  'setHeader, then end': response => {
    response.setHeader('Vary', 'Accept')
    response.end()
  },
  'setHeader, then write': response => {
    response.setHeader('Vary', 'Accept')
    response.write('x')
    response.end()
  },
  'setHeader, then flushHeaders': response => {
    response.setHeader('vary', 'Accept')
    response.flushHeaders()
    response.end()
  },
  'writeHead with an object': response => void response.writeHead(200, { vary: 'Accept' }).end(),
  'writeHead with a message and an object': response =>
    void response.writeHead(200, undefined, { Vary: 'Accept' }).end(),
  'writeHead with a flat list': response =>
    void response.writeHead(200, ['VARY', 'Accept', 'X-B', '1']).end(),
  'writeHead with a list of values': response => void response.writeHead(200, { Vary: ['Accept'] }).end(),
}

for (const [name, start] of Object.entries(servers)) {
  test(`${name}: the CORS headers of a response are those for its origin`, async t => {
    const ask = await start(t, cors(options), (_request, response) => response.end('handled'))
    is(await ask({ headers: { origin: A } }), 200, granted, 'handled')
    is(await ask({ headers: { origin: evil } }), 200, varies, 'handled')
    is(await ask(), 200, varies, 'handled')
    is(await ask({ headers: { origin: 'null' } }), 200, varies, 'handled')
    is(await ask({ headers: { origin: '' } }), 200, varies, 'handled')

    await t.test('answers a preflight and no other OPTIONS', async () => {
      const preflight = await ask({ method: 'OPTIONS', headers: { origin: A, ...put } })
      is(preflight, 204, grantedPreflight, '')
      assert.equal(preflight.headers['content-length'], undefined)
      is(await ask({ method: 'OPTIONS', headers: { origin: evil, ...put } }), 204, varies, '')
      is(await ask({ method: 'OPTIONS', headers: { origin: A } }), 200, granted, 'handled')
      is(await ask({ method: 'OPTIONS', headers: put }), 200, varies, 'handled')
    })

    await t.test('ends a preflight of another status with an empty body', async t => {
      const ask = await start(t, cors({ ...options, preflightStatus: 200 }), () => assert.fail('handled'))
      const preflight = await ask({ method: 'OPTIONS', headers: { origin: A, ...put } })
      is(preflight, 200, grantedPreflight, '')
      assert.equal(preflight.headers['content-length'], '0')
    })

    await t.test('passes a preflight on with automaticOptions: false', async t => {
      const ask = await start(t, cors({ ...options, automaticOptions: false }), (_, response) =>
        response.end('handled'),
      )
      is(await ask({ method: 'OPTIONS', headers: { origin: A, ...put } }), 200, grantedPreflight, 'handled')
    })

    await t.test(
      'blockDisallowed answers 403 before the handler, but not to a same-origin request',
      async t => {
        const ask = await start(t, cors({ ...options, blockDisallowed: true }), (_, response) =>
          response.end('handled'),
        )
        const blocks = { vary: 'Origin, Sec-Fetch-Site' }
        is(await ask({ headers: { origin: evil } }), 403, blocks, '')
        is(await ask({ headers: { origin: evil, 'sec-fetch-site': 'same-origin' } }), 200, blocks, 'handled')
        is(await ask({ headers: { origin: A } }), 200, { ...granted, ...blocks }, 'handled')
      },
    )

    await t.test('error responses carry the headers, unless interceptExceptions is false', async t => {
      const fail = (_: unknown, response: http.ServerResponse) => {
        response.statusCode = 503
        response.end('down')
      }
      is(await (await start(t, cors(options), fail))({ headers: { origin: A } }), 503, granted, 'down')
      const without = await start(t, cors({ ...options, interceptExceptions: false }), fail)
      is(await without({ headers: { origin: A } }), 503, varies, 'down')
      const one = await start(t, cors({ origins: A, interceptExceptions: false }), fail)
      is(await one({ headers: { origin: A } }), 503, {}, 'down')
      const fine = await start(t, cors({ ...options, interceptExceptions: false }), (_, r) =>
        r.writeHead(499).end(),
      )
      is(await fine({ headers: { origin: A } }), 499, granted)
    })

    for (const [way, overwrite] of Object.entries(overwriters)) {
      await t.test(`Vary keeps Origin after ${way}`, async t => {
        const ask = await start(t, cors(options), (_, response) => overwrite(response))
        is(await ask({ headers: { origin: A } }), 200, { ...granted, vary: 'Accept, Origin' })
        is(await ask({ headers: { origin: evil } }), 200, { vary: 'Accept, Origin' })
      })
    }

    await t.test('Vary has Origin even if a handler removed it, and * stays *', async t => {
      const remove = await start(t, cors(options), (_, response) => {
        response.removeHeader('Vary')
        response.end()
      })
      is(await remove(), 200, varies)
      const any = await start(t, cors(options), (_, response) => {
        response.setHeader('Vary', '*')
        response.end()
      })
      is(await any(), 200, { vary: '*' })
    })

    await t.test('vary: false leaves Vary to the handler', async t => {
      const ask = await start(t, cors({ ...options, vary: false }), (_, r) => {
        r.setHeader('Vary', 'Accept')
        r.end()
      })
      is(await ask({ headers: { origin: A } }), 200, { ...granted, vary: 'Accept' })
      const silent = await start(t, cors({ ...options, vary: false, interceptExceptions: false }), (_, r) => {
        r.end()
      })
      is(await silent({ headers: { origin: evil } }), 200, {})
    })

    await t.test(
      'the error of a function is passed on once, and the response has no CORS header but Vary',
      async t => {
        const failures: Record<string, Parameters<typeof cors>[0]> = {
          'origins throws': {
            origins: () => {
              throw new Error('broken')
            },
          },
          'origins rejects': { origins: [A, () => Promise.reject(new Error('broken'))] },
          'onDecision throws': {
            origins: A,
            onDecision: () => {
              throw new Error('broken')
            },
          },
          'the function throws': () => {
            throw new Error('broken')
          },
          'origins rejects with nothing': { origins: () => Promise.reject() },
          'origins throws nothing': {
            origins: () => {
              throw undefined
            },
          },
          'the function rejects': () => Promise.reject(new Error('broken')),
        }
        for (const [failure, source] of Object.entries(failures)) {
          let handled = 0
          const ask = await start(t, cors(source as never), () => handled++)
          const answer = await ask({ headers: { origin: B } })
          is(answer, 500, varies)
          assert.match(answer.body, /^failed: (?:broken|a function given to cors\(\) failed with undefined)$/)
          assert.equal(handled, 0, failure)
        }
      },
    )

    await t.test('promises are waited for', async t => {
      const later = async (origin: string) => {
        await new Promise(setImmediate)
        return origin === A
      }
      const ask = await start(t, cors({ ...options, origins: later }), (_, response) =>
        response.end('handled'),
      )
      is(await ask({ headers: { origin: A } }), 200, granted, 'handled')
      is(await ask({ headers: { origin: evil } }), 200, varies, 'handled')
      is(await ask({ method: 'OPTIONS', headers: { origin: A, ...put } }), 204, grantedPreflight, '')
    })

    await t.test('a second policy takes the first one’s headers off', async t => {
      const second =
        (policy: CorsOptions) => (request: http.IncomingMessage, response: http.ServerResponse) =>
          cors(policy)(request, response, () => response.end())
      const loose = cors({ exposeHeaders: 'X-Loose', timing: true, vary: ['X-Loose'] })
      const strict = await start(t, loose, second(options))
      const vary = 'Origin, X-Loose'
      is(await strict({ headers: { origin: evil } }), 200, { vary })
      is(await strict({ headers: { origin: A } }), 200, { ...granted, vary })
      const one = await start(t, loose, second({ origins: A }))
      is(await one({ headers: { origin: evil } }), 200, { 'access-control-allow-origin': A, vary })
      const unconcerned = await start(t, cors(options), second({ resources: '/elsewhere' }))
      is(await unconcerned({ headers: { origin: A } }), 200, granted)
    })
  })
}

test('a second policy that answers a preflight keeps the first one’s Vary, on which something else may rely', async t => {
  const first = cors({ automaticOptions: false })
  const second = cors({ origins: A, methods: 'PUT', allowHeaders: [] })
  const ask = await serve(t, (request, response) =>
    first(request, response, () => second(request, response, () => assert.fail('handled'))),
  )
  is(await ask({ method: 'OPTIONS', headers: { origin: A, ...put } }), 204, {
    'access-control-allow-origin': A,
    'access-control-allow-methods': 'PUT',
    vary: 'Origin, Access-Control-Request-Headers',
  })
})

test('CORS headers that were set before are replaced, and Vary is merged', async t => {
  const ask = await serve(t, (request, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*')
    response.setHeader('Access-Control-Allow-Methods', 'PUT')
    response.setHeader('Vary', 'Accept-Encoding')
    cors(options)(request, response, () => response.end())
  })
  is(await ask({ headers: { origin: A } }), 200, { ...granted, vary: 'Accept-Encoding, Origin' })
  is(await ask({ headers: { origin: evil } }), 200, { vary: 'Accept-Encoding, Origin' })
})

test('nothing is done if the headers were already sent', async t => {
  const decisions: Decision[] = []
  const middleware = cors({ ...options, onDecision: decision => decisions.push(decision) })
  const ask = await serve(t, (request, response) => {
    response.flushHeaders()
    middleware(request, response, error => response.end(String(error)))
  })
  is(await ask({ headers: { origin: A } }), 200, {}, 'undefined')
  assert.deepEqual(decisions, [])
})

test('headers sent while a function is pending have Vary, and nothing is done after them', async t => {
  const slow = cors({ origins: () => new Promise(resolve => setImmediate(resolve, true)) })
  const ask = await serve(t, (request, response) => {
    slow(request, response, error => response.end(String(error)))
    response.flushHeaders()
  })
  is(await ask({ headers: { origin: A } }), 200, varies, 'undefined')
})

test('a malformed request gets a decision', async t => {
  const middleware = cors({ ...options, resources: { '/ok': {}, '/ok/*': {} } })
  const ask = await serve(t, (request, response) =>
    middleware(request, response, error => response.end(String(error))),
  )
  const odd: {
    readonly asked: Parameters<typeof ask>[0]
    readonly headers: Answer['headers']
    readonly status?: number
  }[] = [
    { asked: { path: '/ok', headers: { origin: [A, A] } }, headers: varies },
    { asked: { path: '/ok', headers: { origin: 'x'.repeat(8000) } }, headers: varies },
    { asked: { path: '/ok', headers: { origin: `${A}\xff` } }, headers: varies },
    { asked: { path: '/%E9', headers: { origin: A } }, headers: varies },
    { asked: { path: '/ok/%', headers: { origin: A } }, headers: varies },
    { asked: { path: '*', method: 'OPTIONS', headers: { origin: A } }, headers: {} },
    { asked: { path: `/ok/x${'/'.repeat(8000)}`, headers: { origin: A } }, headers: granted },
    {
      asked: {
        path: '/ok',
        method: 'OPTIONS',
        headers: {
          origin: A,
          'access-control-request-method': '\x80(',
          'access-control-request-headers': `${','.repeat(4000)}x y,é`,
        },
      },
      headers: grantedPreflight,
      status: 204,
    },
  ]
  for (const { asked, headers, status = 200 } of odd) {
    is(await ask(asked), status, headers, status === 204 ? '' : 'undefined')
  }
})

test('a client that disconnects while a function is pending breaks nothing', async t => {
  let isAsked = () => {}
  const asked = new Promise<void>(resolve => {
    isAsked = resolve
  })
  let finish = (_: boolean) => {}
  const middleware = cors({
    origins: () => {
      isAsked()
      return new Promise<boolean>(resolve => {
        finish = resolve
      })
    },
  })
  const passed: unknown[] = []
  const server = http.createServer((request, response) =>
    middleware(request, response, error => {
      passed.push(error)
      response.end()
    }),
  )
  const port = await listen(t, server)
  const request = http.request({ port, host: '127.0.0.1', headers: { origin: A } }).on('error', () => {})
  request.end()
  await asked
  request.destroy()
  finish(true)
  await new Promise(setImmediate)
  assert.deepEqual(passed, [undefined])
  assert.equal((await askHttp(port)).status, 200)
})
