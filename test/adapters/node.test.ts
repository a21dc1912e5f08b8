import assert from 'node:assert/strict'
import http from 'node:http'
import { test } from 'node:test'
import { type CorsOptions, cors, createPolicy, type Decision, resolve } from 'cors-policy'
import { A, B, evil, is } from '../support/attacker.js'
import { granted, grantedPreflight, options, put, varies } from '../support/listed-with-credentials.js'
import { type Answer, askHttp, corsHeaders, listen, serve, servers } from '../support/servers.js'

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

test('a function chooses a policy for each request, and each object compiles once', async t => {
  let reads = 0
  const get: ProxyHandler<string[]>['get'] = (target, name) => {
    reads++
    return Reflect.get(target, name)
  }
  const tenants: Record<string, CorsOptions> = {
    // Frozen, since options that are not are compared at each request.
    a: Object.freeze({ origins: new Proxy(Object.freeze([A]) as string[], { get }), credentials: true }),
    b: { origins: [] },
  }
  const made = createPolicy({ origins: B })
  const choose = cors(async request => tenants[String(request.headers['x-tenant'])] ?? made)
  const ask = await serve(t, (request, response) =>
    choose(request, response, error => response.end(String(error ?? ''))),
  )
  const as = (tenant: string, origin?: string) =>
    ask({ headers: { 'x-tenant': tenant, ...(origin && { origin }) } })
  let compiled = 0
  for (let i = 0; i < 3; i++) {
    compiled ||= reads
    is(
      await as('a', A),
      200,
      { 'access-control-allow-origin': A, 'access-control-allow-credentials': 'true', vary: 'Origin' },
      '',
    )
  }
  assert.equal(reads, compiled)
  assert.notEqual(compiled, 0)
  // The function may have looked at anything, so no response is the same for all requests.
  is(await as('a', evil), 200, varies)
  is(await as('b', A), 200, varies)
  is(await as('c', B), 200, { 'access-control-allow-origin': B, vary: 'Origin' })
  is(await as('c', evil), 200, varies)
  assert.equal(choose.policy, undefined)
})

const unusable: readonly { readonly answer: unknown; readonly quoted: string }[] = [
  { answer: undefined, quoted: 'undefined' },
  { answer: null, quoted: 'null' },
  { answer: true, quoted: 'true' },
  // As an argument, so that it gets no name.
  { answer: Object(() => {}), quoted: 'a function' },
  { answer: Promise.resolve(5), quoted: '5' },
]
for (const { answer, quoted } of unusable) {
  test(`the error for a function that answers ${quoted} says what to return`, async t => {
    const middleware = cors((() => answer) as never)
    const ask = await serve(t, (request, response) =>
      middleware(request, response, error => response.end(String(error))),
    )
    const { body } = await ask({ headers: { origin: A } })
    assert.equal(
      body,
      `TypeError: the function given to cors() answered ${quoted}. Return options or a policy.`,
    )
  })
}

test('a function that answers synchronously is not awaited', () => {
  for (const choose of [() => ({ origins: A }), (_request: unknown) => ({ origins: A })]) {
    let isNext = false
    const request = { method: 'GET', url: '/', headers: { origin: A } }
    cors(choose)(request, new http.ServerResponse({ method: 'GET' } as never), () => {
      isNext = true
    })
    assert.ok(isNext)
  }
})

test('a function with a callback may return anything but options', async t => {
  for (const returned of [true, undefined, null, 5, [A]]) {
    const choose = (_request: unknown, callback: (error: null, options: object) => void) => {
      setImmediate(callback, null, { origins: A })
      return returned
    }
    const middleware = cors(choose as never)
    const ask = await serve(t, (request, response) => middleware(request, response, () => response.end()))
    is(await ask({ headers: { origin: A } }), 200, { 'access-control-allow-origin': A, vary: 'Origin' })
  }
})

test('cors(null), and wrong options of with(), throw at the call with their path', () => {
  assert.throws(() => cors(null as never), {
    name: 'CorsConfigError',
    message: /^null is not an options object/,
  })
  const chosen = cors(() => ({ origins: A }))
  assert.throws(() => chosen.with({ maxAge: 'x' as never }), {
    name: 'CorsConfigError',
    message: /^maxAge: "x" is not/,
  })
})

test('an answer of a function that is not valid options is an error', async t => {
  for (const answer of [undefined, null, true, 'https://a.example', [], { orgins: A }]) {
    const ask = await serve(t, (request, response) => {
      cors((() => answer) as never)(request, response, error =>
        response.end((error as Error | undefined)?.name),
      )
    })
    const { body, ...rest } = await ask({ headers: { origin: A } })
    is({ ...rest, body }, 200, varies)
    assert.match(body, /^TypeError|CorsConfigError$/)
  }
})

test('with() lays options over those of a middleware, which stays as it is', async t => {
  const base = cors({ ...options, maxAge: 5 })
  const route = base.with({ exposeHeaders: 'X-Route', origin: [B] } as never)
  const ask = await serve(t, (request, response) => {
    const middleware = request.url === '/route' ? route : base
    middleware(request, response, () => response.end())
  })
  const mine = { ...granted, 'access-control-allow-origin': B, 'access-control-expose-headers': 'X-Route' }
  const { vary: _, ...onlyB } = mine
  is(await ask({ path: '/route', headers: { origin: B } }), 200, onlyB)
  is(await ask({ headers: { origin: A } }), 200, granted)
  assert.throws(() => base.with({ origins: '*' }), {
    name: 'CorsConfigError',
    message: /^origins: origins is "\*"/,
  })
  assert.throws(() => cors(() => ({})).with({ orgins: '*' } as never), { name: 'CorsConfigError' })
})

test('with() lays options over those that a function chooses', async t => {
  const chosen = cors(request => (request.url === '/a' ? { origins: A } : createPolicy({ origins: B }))).with(
    { maxAge: 5, allowHeaders: [] },
  )
  const ask = await serve(t, (request, response) => chosen(request, response, () => response.end()))
  const headers = {
    'access-control-allow-methods': grantedPreflight['access-control-allow-methods'],
    'access-control-max-age': '5',
    vary: 'Origin',
  }
  const preflight = (path: string, origin: string) =>
    ask({ method: 'OPTIONS', path, headers: { origin, ...put } })
  is(await preflight('/a', A), 204, { 'access-control-allow-origin': A, ...headers })
  is(await preflight('/b', B), 204, { 'access-control-allow-origin': B, ...headers })
})

test('update() replaces the policy at once, or throws and keeps the old one', async t => {
  const middleware = cors({ origins: A })
  const ask = await serve(t, (request, response) => middleware(request, response, () => response.end()))
  const answer = async () => corsHeaders(await ask({ headers: { origin: B } }))
  assert.deepEqual(await answer(), { 'access-control-allow-origin': A })
  const before = middleware.policy
  assert.throws(() => middleware.update({ origins: 'b.example' }), { name: 'CorsConfigError' })
  assert.equal(middleware.policy, before)
  assert.throws(() => middleware.update(undefined as never), { name: 'CorsConfigError' })
  assert.equal(middleware.policy, before)
  middleware.update({ origins: B })
  assert.deepEqual(await answer(), { 'access-control-allow-origin': B })
  const made = createPolicy({ origins: [] })
  middleware.update(made)
  assert.equal(middleware.policy, made)
  assert.deepEqual(await answer(), {})
})

const anyone = { 'access-control-allow-origin': '*' }
const anyonePreflight = {
  ...anyone,
  'access-control-allow-methods': 'GET',
  'access-control-allow-headers': 'X-A',
}
interface Reported {
  readonly allowed: boolean
  readonly reason: string
  readonly headers: Answer['headers']
}
/** What is reported and sent for a listed origin, for another one and for a malformed one. */
const watched: readonly {
  readonly what: string
  readonly policy: CorsOptions
  readonly actual: readonly Reported[]
  readonly preflight: readonly Reported[]
}[] = [
  {
    what: 'a list',
    policy: options,
    actual: [
      { allowed: true, reason: 'origin-listed', headers: granted },
      { allowed: false, reason: 'origin-not-allowed', headers: varies },
      { allowed: false, reason: 'origin-malformed', headers: varies },
    ],
    preflight: [
      { allowed: true, reason: 'origin-listed', headers: grantedPreflight },
      { allowed: false, reason: 'origin-not-allowed', headers: varies },
      { allowed: false, reason: 'origin-malformed', headers: varies },
    ],
  },
  {
    what: 'one answer for all',
    policy: { origins: '*', sendWildcard: true, methods: 'GET', allowHeaders: 'X-A' },
    actual: [
      { allowed: true, reason: 'any-origin', headers: anyone },
      { allowed: true, reason: 'any-origin', headers: anyone },
      { allowed: false, reason: 'origin-malformed', headers: anyone },
    ],
    preflight: [
      { allowed: false, reason: 'method-not-allowed', headers: anyonePreflight },
      { allowed: false, reason: 'method-not-allowed', headers: anyonePreflight },
      { allowed: false, reason: 'origin-malformed', headers: anyonePreflight },
    ],
  },
]
for (const { what, policy, actual, preflight } of watched) {
  test(`onDecision gets the decision of resolve(), and cannot change it: ${what}`, async t => {
    const reported: unknown[] = []
    const covered: CorsOptions = { ...policy, resources: ['/in/*'] }
    const middleware = cors({
      ...covered,
      onDecision(decision, request) {
        assert.deepEqual(decision, resolve(createPolicy(covered), request))
        assert.throws(() => Object.assign(decision, { status: 500 }), TypeError)
        assert.throws(() => Object.assign(decision.headers, { 'X-A': '1' }), TypeError)
        reported.push([request.url, decision.kind, decision.allowed, decision.reason])
      },
    })
    const ask = await serve(t, (request, response) =>
      middleware(request, response, error => response.end(String(error))),
    )
    const expected: unknown[] = []
    for (const [i, origin] of [A, evil, `${A}/`].entries()) {
      for (const [kind, rows] of [
        ['actual', actual],
        ['preflight', preflight],
      ] as const) {
        const { allowed, reason, headers } = rows[i] as Reported
        const sent =
          kind === 'actual' ? { headers: { origin } } : { method: 'OPTIONS', headers: { origin, ...put } }
        is(await ask({ path: '/in/a', ...sent }), kind === 'actual' ? 200 : 204, headers)
        expected.push(['/in/a', kind, allowed, reason])
      }
    }
    await ask({ path: '/in/b' })
    await ask({ path: '/out', headers: { origin: A } })
    await ask({ path: '/IN/d', headers: { origin: A } })
    await ask({ path: '/IN/e', headers: { origin: `${A}/` } })
    assert.deepEqual(reported, [
      ...expected,
      ['/in/b', 'none', true, 'no-origin'],
      ['/out', 'actual', false, 'no-resource'],
      ['/IN/d', 'actual', false, 'path-ambiguous'],
      ['/IN/e', 'actual', false, 'path-ambiguous'],
    ])
  })
}

const rejections: readonly { readonly reason: unknown; readonly warning: string }[] = [
  { reason: new RangeError('log is full'), warning: 'RangeError: log is full' },
  { reason: 'log is full', warning: 'CorsPolicyWarning: "log is full"' },
  { reason: undefined, warning: 'CorsPolicyWarning: undefined' },
  { reason: Object.create(null), warning: 'CorsPolicyWarning: an object (Object)' },
]

for (const { reason, warning } of rejections) {
  test(`an onDecision that rejects is a warning, not an unhandled rejection: ${warning}`, async t => {
    const warned = new Promise<Error>(resolve => process.once('warning', resolve))
    const middleware = cors({ onDecision: (() => Promise.reject(reason)) as () => void })
    const ask = await serve(t, (request, response) => middleware(request, response, () => response.end()))
    is(await ask(), 200, { 'access-control-allow-origin': '*', vary: 'Origin' })
    const { name, message } = await warned
    assert.equal(`${name}: ${message}`, warning)
  })
}

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
