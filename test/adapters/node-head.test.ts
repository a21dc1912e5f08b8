import assert from 'node:assert/strict'
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { cors, createPolicy } from 'cors-policy'
import { A, asking, B, evil } from '../support/attacker.js'
import { corsHeaders, serve } from '../support/servers.js'

const fromA = { headers: { origin: A } }
const allowed = { 'access-control-allow-origin': A }

type Respond = (response: ServerResponse) => unknown

// Ways to write a response's head, and what `Vary` and `X-B` are then.
const heads: readonly {
  readonly what: string
  readonly respond: Respond
  readonly vary: string
  readonly b?: string
}[] = [
  { what: 'end', respond: response => response.end(), vary: 'Origin' },
  { what: 'a status', respond: response => response.writeHead(200), vary: 'Origin' },
  { what: 'a message', respond: response => response.writeHead(200, 'Fine'), vary: 'Origin' },
  { what: 'nothing', respond: response => response.writeHead(200, undefined), vary: 'Origin' },
  { what: 'null', respond: response => response.writeHead(200, null as never), vary: 'Origin' },
  {
    what: 'a message and null',
    respond: response => response.writeHead(200, 'Fine', null as never),
    vary: 'Origin',
  },
  { what: 'an object', respond: response => response.writeHead(200, { 'X-B': '1' }), vary: 'Origin', b: '1' },
  {
    what: 'an object after a message',
    respond: response => response.writeHead(200, 'Fine', { 'X-B': '1' }),
    vary: 'Origin',
    b: '1',
  },
  {
    what: 'an object and a Vary that was set',
    respond: response => response.setHeader('Vary', 'Accept').writeHead(200, { 'X-B': '1' }),
    vary: 'Accept, Origin',
    b: '1',
  },
  {
    what: 'an object with Vary wins over one that was set',
    respond: response => response.setHeader('Vary', 'Cookie').writeHead(200, { 'X-B': '1', VARY: 'Accept' }),
    vary: 'Accept, Origin',
    b: '1',
  },
  { what: 'a list', respond: response => response.writeHead(200, ['X-B', '1']), vary: 'Origin', b: '1' },
  {
    what: 'a list after a message',
    respond: response => response.writeHead(200, 'Fine', ['X-B', '1']),
    vary: 'Origin',
    b: '1',
  },
  {
    what: 'a list with Vary twice',
    respond: response => response.writeHead(200, ['Vary', 'Accept', 'X-B', 'Vary', 'vary', 'Cookie']),
    vary: 'Accept, Cookie, Origin',
    b: 'Vary',
  },
  {
    what: 'a Vary that has it',
    respond: response => response.writeHead(200, { Vary: ['Accept', 'origin'], 'X-B': '1' }),
    vary: 'Accept, origin',
    b: '1',
  },
  {
    what: 'a message, a Vary and an object that Node does not look at',
    respond: response =>
      (response as unknown as { writeHead(...all: unknown[]): unknown }).writeHead(
        200,
        'Fine',
        { Vary: 'Accept', 'X-B': '1' },
        {},
      ),
    vary: 'Accept, Origin',
    b: '1',
  },
  { what: 'a Vary of all', respond: response => response.writeHead(200, { Vary: '*' }), vary: '*' },
]

for (const { what, respond, vary, b } of heads) {
  test(`a head written with ${what} has the right Vary`, async t => {
    const middleware = cors({ origins: [A, B] })
    const ask = await serve(t, (request, response) =>
      middleware(request, response, () => {
        respond(response)
        response.end()
      }),
    )
    const answer = await ask(fromA)
    assert.deepEqual([answer.status, corsHeaders(answer)], [200, { ...allowed, vary }])
    assert.equal(answer.headers['x-b'], b)
  })
}

test('with vary: false, the Vary of a handler goes out unchanged', async t => {
  const middleware = cors({ origins: [A, B], vary: false })
  const ask = await serve(t, (request, response) =>
    middleware(request, response, () => response.writeHead(200, { Vary: 'Accept' }).end()),
  )
  assert.deepEqual(corsHeaders(await ask(fromA)), { ...allowed, vary: 'Accept' })
})

test('a chosen policy that does not cover the path leaves the CORS headers of others on errors', async t => {
  const middleware = cors(() => ({ origins: [A, B], resources: '/in', interceptExceptions: false }))
  const own = { 'access-control-allow-origin': 'https://own.example' }
  const ask = await serve(t, (request, response) =>
    middleware(request, response, () => {
      response.setHeader('Access-Control-Allow-Origin', own['access-control-allow-origin'])
      response.writeHead(500).end()
    }),
  )
  assert.deepEqual(corsHeaders(await ask(fromA)), { ...own, vary: 'Origin' })
})

test('a handler can read the merged Vary before any head is written', async t => {
  for (const { before, expected } of [
    { before: undefined, expected: 'Origin' },
    { before: 'Accept', expected: 'Accept, Origin' },
    { before: ['Accept', 'origin'], expected: 'Accept, origin' },
    { before: '*', expected: '*' },
  ] as const) {
    const ask = await serve(t, (request, response) => {
      if (before) response.setHeader('Vary', before)
      cors({ origins: [A, B] })(request, response, () => response.end(String(response.getHeader('Vary'))))
    })
    for (const headers of [{ origin: A }, { origin: evil }, {}]) {
      const answer = await ask({ headers })
      assert.deepEqual([answer.body, String(answer.headers.vary)], [expected, expected])
    }
  }
})

const stacked: readonly {
  /** `Vary` before the first policy. */
  before?: string
  /** Whether something adds X-Theme between the two. */
  added?: boolean
  /** The second policy's option. */
  vary: false | string[]
  expected: string
}[] = [
  { vary: false, expected: 'Origin, X-Tenant' },
  { vary: ['X-Region'], expected: 'Origin, X-Tenant, X-Region' },
  { added: true, vary: false, expected: 'Origin, X-Tenant, X-Theme' },
  { added: true, vary: ['X-Region'], expected: 'Origin, X-Tenant, X-Theme, X-Region' },
  { before: 'Accept', vary: false, expected: 'Accept, Origin, X-Tenant' },
  { before: 'Accept', vary: ['X-Region'], expected: 'Accept, Origin, X-Tenant, X-Region' },
  { before: 'Accept', added: true, vary: false, expected: 'Accept, Origin, X-Tenant, X-Theme' },
  {
    before: 'Accept',
    added: true,
    vary: ['X-Region'],
    expected: 'Accept, Origin, X-Tenant, X-Theme, X-Region',
  },
]
test('with two policies, Vary keeps all names, since something else may rely on those of the first', async t => {
  const outer = cors({ origins: [A, B], vary: ['X-Tenant'] })
  // Twice, since nothing of one response may be left for another.
  for (const { before, added, vary, expected } of [...stacked, ...stacked]) {
    const inner = cors({ origins: [A, B], vary })
    const ask = await serve(t, (request, response) => {
      if (before) response.setHeader('Vary', before)
      outer(request, response, () => {
        if (added) response.setHeader('Vary', `${response.getHeader('Vary')}, X-Theme`)
        inner(request, response, () => response.end())
      })
    })
    const { vary: said, ...others } = corsHeaders(await ask(fromA))
    assert.deepEqual([others, said], [allowed, expected], `${before} ${added} ${vary}`)
  }
})

test('what a policy does on one path does not affect another', async t => {
  const middleware = cors(() => policy)
  const policy = createPolicy({ origins: [A, B], resources: '/in/*', interceptExceptions: false })
  const own = { 'access-control-allow-origin': 'https://own.example' }
  const ask = await serve(t, (request, response) =>
    middleware(request, response, () => {
      response.setHeader('Access-Control-Allow-Origin', own['access-control-allow-origin'])
      response.writeHead(500).end()
    }),
  )
  for (const { path, expected } of [
    { path: '/IN/ambiguous', expected: {} },
    { path: '/out', expected: own },
    { path: '/out', expected: own },
    { path: '/IN/ambiguous', expected: {} },
    { path: '/in/a', expected: {} },
    { path: '/out', expected: own },
  ] as const) {
    assert.deepEqual(corsHeaders(await ask({ ...fromA, path })), { ...expected, vary: 'Origin' }, path)
  }
})

test('with two policies, the second decides whether errors carry the headers', async t => {
  for (const { first, second } of [
    { first: true, second: false },
    { first: false, second: true },
  ]) {
    const outer = cors({ origins: [A, B], interceptExceptions: first as boolean })
    const inner = cors({ origins: [A, B], interceptExceptions: second as boolean })
    const ask = await serve(t, (request, response) =>
      outer(request, response, () => inner(request, response, () => response.writeHead(500).end())),
    )
    assert.deepEqual(corsHeaders(await ask(fromA)), { ...(second && allowed), vary: 'Origin' })
  }
})

test('the second of two policies adds its names to Vary, in a preflight that it answers too', async t => {
  const outer = cors({ origins: [A, B], allowHeaders: [], vary: ['X-Tenant'], automaticOptions: false })
  for (const { vary, expected } of [
    { vary: false, expected: { vary: 'Origin, X-Tenant' } },
    { vary: true, expected: { vary: 'Origin, X-Tenant' } },
    { vary: ['X-Region'], expected: { vary: 'Origin, X-Tenant, X-Region' } },
  ] as const) {
    const inner = cors({ origins: [A, B], methods: [], allowHeaders: [], vary })
    const ask = await serve(t, (request, response) =>
      outer(request, response, () => inner(request, response, () => response.end())),
    )
    assert.deepEqual(corsHeaders(await ask(fromA)), { ...allowed, ...expected })
    const headers = asking(A, 'GET')
    assert.deepEqual(corsHeaders(await ask({ method: 'OPTIONS', headers })), { ...allowed, ...expected })
  }
})

test('a response with a Vary or headers of its own has the CORS headers, unless errors carry none', async t => {
  for (const interceptExceptions of [true, false]) {
    const middleware = cors({ origins: [A, B], interceptExceptions })
    const ask = await serve(t, (request, response) =>
      middleware(request, response, () => {
        if (request.url?.startsWith('/vary')) response.setHeader('Vary', 'Accept')
        response.writeHead(Number(request.headers['x-status']), { 'X-B': '1' }).end()
      }),
    )
    for (const path of ['/', '/vary']) {
      for (const status of [200, 499, 500, 503]) {
        const headers = { origin: A, 'x-status': String(status) }
        const said = status < 500 || interceptExceptions ? allowed : {}
        assert.deepEqual(
          corsHeaders(await ask({ path, headers })),
          { ...said, vary: path === '/' ? 'Origin' : 'Accept, Origin' },
          `${interceptExceptions} ${path} ${status}`,
        )
      }
    }
  }
})

test('a policy that does not cover the path changes nothing between two others, of which the last decides on errors', async t => {
  const first = cors({ origins: [A], vary: ['X-Tenant'], interceptExceptions: false })
  const between = cors(() => ({ origins: [A, B], resources: '/in' }))
  const last = cors({ origins: [A, B] })
  const ask = await serve(t, (request, response) =>
    first(request, response, () =>
      between(request, response, () => last(request, response, () => response.writeHead(500).end())),
    ),
  )
  assert.deepEqual(corsHeaders(await ask(fromA)), { ...allowed, vary: 'X-Tenant, Origin' })
})

test('the Vary of one response is not put on another', async t => {
  const outer = cors({ origins: [A, B], vary: ['X-Tenant'] })
  const inner = cors({ origins: [A, B], vary: false })
  const other = cors({ origins: [A, B] })
  const ask = await serve(t, (request, response) => {
    if (request.url === '/other') return other(request, response, () => response.end())
    if (request.url === '/accept') response.setHeader('Vary', 'Accept')
    outer(request, response, () => inner(request, response, () => response.end()))
  })
  for (const { path, vary } of [
    { path: '/accept', vary: 'Accept, Origin, X-Tenant' },
    { path: '/other', vary: 'Origin' },
    { path: '/other', vary: 'Origin' },
    { path: '/', vary: 'Origin, X-Tenant' },
  ] as const) {
    assert.deepEqual(corsHeaders(await ask({ ...fromA, path })), { ...allowed, vary }, path)
  }
})

test('headers are replaced and merged on a server that keeps the case of their names', () => {
  const lines = new Map<string, string>([
    ['Vary', 'Accept-Encoding'],
    ['Access-Control-Allow-Origin', '*'],
    ['Access-Control-Allow-Credentials', 'true'],
  ])
  const written = (name: string) =>
    [...lines.keys()].find(each => each.toLowerCase() === name.toLowerCase()) ?? name
  const response = {
    statusCode: 200,
    headersSent: false,
    getHeader: (name: string) => lines.get(written(name)),
    getHeaderNames: () => [...lines.keys()],
    setHeader: (name: string, value: string) => lines.set(written(name), value),
    removeHeader: (name: string) => void lines.delete(written(name)),
    writeHead() {},
    end() {},
  }
  cors({ origins: [A, B] })({ method: 'GET', url: '/', ...fromA }, response, () => {})
  assert.deepEqual(Object.fromEntries(lines), {
    Vary: 'Accept-Encoding, Origin',
    'access-control-allow-origin': A,
  })
})

test('responses that are open at the same time each have their own Vary', async t => {
  const middleware = cors({ origins: [A, B] })
  const open: ServerResponse[] = []
  const ask = await serve(t, (request, response) =>
    middleware(request, response, () => {
      response.setHeader('Vary', request.url === '/first' ? 'Accept' : 'Cookie')
      open.push(response)
      if (open.length === 2) for (const each of open) each.end()
    }),
  )
  const [first, second] = await Promise.all([ask({ ...fromA, path: '/first' }), ask(fromA)])
  assert.deepEqual(
    [corsHeaders(first), corsHeaders(second)],
    [
      { ...allowed, vary: 'Accept, Origin' },
      { ...allowed, vary: 'Cookie, Origin' },
    ],
  )
})

test('no response is kept in memory, even if something replaced its writeHead before', async () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const middleware = cors({ origins: [A, B] })
  const answer = (isReplaced: boolean) => {
    const request = Object.assign(new IncomingMessage(new Socket()), { headers: { origin: A } })
    const response = new ServerResponse(request)
    const { writeHead } = response
    if (isReplaced) response.writeHead = ((status: number) => writeHead.call(response, status)) as never
    middleware(request, response, () => response.writeHead(200))
    return new WeakRef(response)
  }
  for (const isReplaced of [false, true]) {
    const kept = answer(isReplaced)
    await setImmediate()
    collect()
    assert.equal(kept.deref(), undefined, `${isReplaced}`)
  }
})

test('if something wraps writeHead between two policies, the response has only the headers of the second', async t => {
  const outer = cors({ origins: [A, B], vary: ['X-Tenant'] })
  const inner = cors({ origins: [B], credentials: true, vary: ['X-Region'] })
  const ask = await serve(t, (request, response) =>
    outer(request, response, () => {
      const { writeHead } = response
      response.writeHead = ((...args: never[]) =>
        Reflect.apply(writeHead, response, args)) as typeof writeHead
      inner(request, response, () => response.end())
    }),
  )
  const answer = corsHeaders(await ask(fromA))
  assert.deepEqual(answer, {
    'access-control-allow-origin': B,
    'access-control-allow-credentials': 'true',
    vary: 'Origin, X-Tenant, X-Region',
  })
})
