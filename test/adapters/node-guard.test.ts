import assert from 'node:assert/strict'
import type http from 'node:http'
import { test } from 'node:test'
import { type CorsMiddleware, type CorsOptions, cors, type PolicySource } from 'cors-policy'
import onHeaders from 'on-headers'
import addToVary from 'vary'
import { A, asking, B, evil, is } from '../support/attacker.js'
import { type Answer, type Asked, servers } from '../support/servers.js'

type Response = http.ServerResponse
type Source = CorsOptions | PolicySource

const from = { headers: { origin: A } }
const preflight = { method: 'OPTIONS', headers: asking(A, 'PUT') }
const allowed = { 'access-control-allow-origin': A }
const varies = { vary: 'Origin' }
const list: CorsOptions = { origins: [A, B], methods: 'PUT', allowHeaders: [] }

const kinds = ['http', 'http2 without TLS', 'Express 4', 'Express 5'] as const

/** One after the other, as an application uses them. */
function inTurn(...steps: (CorsMiddleware | ((response: Response) => unknown))[]): CorsMiddleware {
  return ((request: never, response: never, next: (error?: unknown) => void) => {
    const run = (index: number) => {
      const step = steps[index]
      if (step === undefined) next()
      else if (step.length > 1)
        (step as CorsMiddleware)(request, response, e => (e ? next(e) : run(index + 1)))
      else {
        ;(step as (response: Response) => unknown)(response)
        run(index + 1)
      }
    }
    run(0)
  }) as unknown as CorsMiddleware
}

const listens = (listener: (this: Response) => void) => (response: Response) => onHeaders(response, listener)
const wrap = listens(() => {})

interface Row {
  what: string
  middleware: CorsMiddleware
  asked?: Asked
  handler?: (response: Response) => unknown
  expected: [status: number, headers: Answer['headers'], body?: string]
}

/** Each row on each kind of server. */
function on(rows: readonly Row[]): void {
  for (const kind of kinds) {
    for (const { what, middleware, asked = from, handler, expected } of rows) {
      test(`${kind}: ${what}`, async t => {
        const ask = await servers[kind]?.(t, middleware, (_request, response) => {
          if (handler) handler(response)
          else response.end('handled')
        })
        assert.ok(ask)
        // Twice: nothing of one response is left for another.
        is(await ask(asked), ...expected)
        is(await ask(asked), ...expected)
      })
    }
  }
}

/** What `Vary` says after two policies and somebody between them. */
const everyone: CorsOptions = { origins: '*', sendWildcard: true, methods: 'PUT', allowHeaders: [] }
const anyone = { 'access-control-allow-origin': '*' }
on([
  {
    what: 'a name that others add to Vary stays where it was already there',
    middleware: inTurn(cors(list), (response: Response) => addToVary(response, 'Origin'), cors(everyone)),
    expected: [200, { ...anyone, vary: 'Origin' }, 'handled'],
  },
  {
    what: 'a name that others found in Vary, and so did not add, stays',
    middleware: inTurn(cors({ ...list, vary: ['X-Tenant'] }), cors({ origins: A })),
    expected: [200, { ...allowed, vary: 'Origin, X-Tenant' }, 'handled'],
  },
  {
    what: 'a name that others add to Vary stays under vary: false',
    middleware: inTurn(
      cors(list),
      (response: Response) => addToVary(response, 'Origin'),
      cors({ ...list, vary: false }),
    ),
    expected: [200, { ...allowed, vary: 'Origin' }, 'handled'],
  },
  {
    what: 'a name that others add to Vary stays in a preflight that a later policy answers',
    middleware: inTurn(
      cors({ ...list, automaticOptions: false }),
      (response: Response) => addToVary(response, 'Origin'),
      cors(everyone),
    ),
    asked: preflight,
    expected: [204, { ...anyone, 'access-control-allow-methods': 'PUT', vary: 'Origin' }, ''],
  },
])

const fails = () => {
  throw new Error('down')
}
const never = () => new Promise<never>(() => {})
const failed = (headers: Answer['headers']): Row['expected'] => [500, headers, 'failed: down']
const failing: readonly { what: string; source: Source; expected?: Answer['headers'] }[] = [
  { what: 'an origin function that throws', source: { origins: fails } },
  { what: 'an origin function that rejects', source: { origins: async () => fails() } },
  {
    what: 'a second origin function that rejects',
    source: { origins: [async () => false, async () => fails()] },
  },
  {
    what: 'an origin function that throws and looks at another header',
    source: { origins: fails, vary: ['X-Tenant'] },
    expected: { vary: 'Origin, X-Tenant' },
  },
  {
    what: 'an origin function that throws before others are blocked',
    source: { origins: fails, blockDisallowed: true },
    expected: { vary: 'Origin, Sec-Fetch-Site' },
  },
  {
    what: 'an origin function that throws under vary: false',
    source: { origins: fails, vary: false },
    expected: {},
  },
  { what: 'a choice that throws', source: fails },
  { what: 'a choice that rejects', source: async () => fails() },
  { what: 'a choice that is no policy', source: async () => ({ origins: fails }) },
  { what: 'onDecision that throws', source: { origins: [A, B], onDecision: fails } },
  { what: 'onDecision that throws though one answer fits all', source: { origins: A, onDecision: fails } },
  { what: 'onDecision that throws on another path', source: { resources: '/in', onDecision: fails } },
  {
    what: 'onDecision that throws under vary: false',
    source: { origins: [A, B], onDecision: fails, vary: false },
    expected: {},
  },
]
on(
  failing.flatMap(({ what, source, expected = varies }) => [
    { what, middleware: cors(source as never), expected: failed(expected) },
    {
      what: `${what}, behind a policy that allows everything`,
      middleware: inTurn(cors({ ...everyone, exposeHeaders: 'X-A', timing: true }), cors(source as never)),
      expected: failed(expected),
    },
  ]),
)

/** Goes out while a policy is still waiting for a function. */
function timeout(middleware: CorsMiddleware, answer: (response: Response) => unknown): CorsMiddleware {
  return ((request: never, response: Response) => {
    middleware(request, response as never, () => assert.fail('decided'))
    setImmediate(answer, response)
  }) as unknown as CorsMiddleware
}
const isPublic = { 'Cache-Control': 'public, max-age=60' }
const answers: readonly { how: string; answer: (response: Response) => unknown; accepts?: true }[] = [
  { how: 'by writeHead', answer: response => response.writeHead(503, isPublic).end('late') },
  {
    how: 'by setHeader, which overwrites Vary',
    answer: response => {
      response.statusCode = 503
      response.setHeader('Vary', 'Accept')
      response.end('late')
    },
    accepts: true,
  },
  {
    how: 'by writeHead, which overwrites Vary',
    answer: response => response.writeHead(503, { ...isPublic, Vary: 'Accept' }).end('late'),
    accepts: true,
  },
]
const waiting: readonly { what: string; source: Source; vary?: string }[] = [
  { what: 'an origin function', source: { origins: never } },
  { what: 'an origin function and a header', source: { origins: never, vary: ['X-A'] }, vary: 'Origin, X-A' },
  { what: 'a choice', source: never },
  {
    what: 'an origin function of what was chosen',
    source: () => ({ origins: never, vary: ['X-A'] }),
    vary: 'Origin, X-A',
  },
  { what: 'an origin function under vary: false', source: { origins: never, vary: false }, vary: '' },
]
on(
  waiting.flatMap(({ what, source, vary = 'Origin' }) =>
    answers.flatMap(({ how, answer, accepts }) => {
      const said = [...(accepts ? ['Accept'] : []), ...(vary === '' ? [] : [vary])].join(', ')
      const expected: Row['expected'] = [503, said === '' ? {} : { vary: said }, 'late']
      return [
        {
          what: `a timeout answers ${how} while ${what} is waited for`,
          middleware: timeout(cors(source as never), answer),
          expected,
        },
        {
          what: `a timeout answers ${how} while ${what} is waited for, behind a policy that allows everything`,
          middleware: timeout(inTurn(cors({ ...everyone, timing: true }), cors(source as never)), answer),
          expected,
        },
      ]
    }),
  ),
)

const own = (response: Response) => {
  response.setHeader('Access-Control-Allow-Origin', A)
  response.writeHead(500).end('down')
}
on([
  {
    what: 'a timeout’s own headers do not go out on errors where the policy wants none',
    middleware: timeout(cors({ origins: never, interceptExceptions: false }), own),
    expected: [500, varies, 'down'],
  },
  {
    what: 'a timeout’s own headers do not go out on errors where an earlier policy wants none, while another is chosen',
    middleware: timeout(inTurn(cors({ ...list, interceptExceptions: false }), cors(never)), own),
    expected: [500, varies, 'down'],
  },
])

on([
  {
    what: 'a chosen policy with vary: false leaves Vary alone',
    middleware: cors(() => ({ ...list, vary: false })),
    expected: [200, allowed, 'handled'],
  },
  {
    what: 'a policy with vary: false that is chosen later leaves Vary alone',
    middleware: cors(async () => ({ ...list, vary: false })),
    handler: response => response.writeHead(200, { Vary: 'Accept' }).end(),
    expected: [200, { ...allowed, vary: 'Accept' }, ''],
  },
  {
    what: 'a chosen policy with vary: false that does not cover the path leaves the answer of an earlier one',
    middleware: inTurn(
      cors(everyone),
      cors(async () => ({ resources: '/in', vary: false })),
    ),
    expected: [200, anyone, 'handled'],
  },
  {
    what: 'a chosen policy that does not cover the path leaves what errors have to an earlier one',
    middleware: inTurn(
      cors({ ...list, vary: ['X-A'], interceptExceptions: false }),
      cors(async () => ({ resources: '/in', vary: ['X-B'] })),
    ),
    handler: response => {
      response.setHeader('Vary', 'Accept')
      response.writeHead(500).end()
    },
    expected: [500, { vary: 'Accept, Origin, X-A, X-B' }, ''],
  },
  {
    what: 'a choice that was waited for, and the origin then',
    middleware: cors(async () => ({ ...list, origins: async origin => origin === A })),
    expected: [200, { ...allowed, vary: 'Origin' }, 'handled'],
  },
])

/** Ways to write a head, beside `end`. */
const heads: Record<string, (response: Response) => unknown> = {
  end: response => response.end('handled'),
  write: response => {
    response.write('han')
    response.end('dled')
  },
  flushHeaders: response => {
    response.flushHeaders()
    response.end('handled')
  },
  'writeHead with headers': response =>
    response.writeHead(200, { 'X-A': '1', Vary: 'Cookie' }).end('handled'),
}
on(
  Object.entries(heads).flatMap(([how, handler]): Row[] => {
    const names = how.startsWith('writeHead') ? 'Cookie, ' : ''
    return [
      {
        what: `a listener from before that overwrites Vary does not have the last word: ${how}`,
        middleware: inTurn(
          listens(function () {
            this.setHeader('Vary', 'Accept')
          }),
          cors(list),
        ),
        handler,
        expected: [200, { ...allowed, vary: 'Accept, Origin' }, 'handled'],
      },
      {
        what: `a listener from before that removes Vary does not have the last word: ${how}`,
        middleware: inTurn(
          listens(function () {
            this.removeHeader('Vary')
          }),
          cors({ ...list, vary: ['X-Tenant'] }),
        ),
        handler,
        expected: [200, { ...allowed, vary: 'Origin, X-Tenant' }, 'handled'],
      },
      {
        what: `a listener from before that makes an error of a response makes it bare where the policy says so: ${how}`,
        middleware: inTurn(
          listens(function () {
            this.statusCode = 503
            this.setHeader('Access-Control-Expose-Headers', 'X-A')
          }),
          cors({ ...list, interceptExceptions: false }),
        ),
        handler,
        expected: [503, { vary: `${names}Origin` }, 'handled'],
      },
      {
        what: `listeners from before, between and after two policies that overwrite Vary: ${how}`,
        middleware: inTurn(
          listens(function () {
            this.setHeader('Vary', 'X-Before')
          }),
          cors(list),
          listens(function () {
            this.setHeader('Vary', 'X-Between')
          }),
          cors({ ...list, vary: ['X-Tenant'] }),
          listens(function () {
            this.setHeader('Vary', 'X-After')
          }),
        ),
        handler,
        expected: [200, { ...allowed, vary: 'X-Before, Origin, X-Tenant' }, 'handled'],
      },
    ]
  }),
)
on([
  {
    what: 'a listener from before that overwrites Vary does not have the last word on a preflight',
    middleware: inTurn(
      listens(function () {
        this.setHeader('Vary', 'Accept')
      }),
      cors(list),
    ),
    asked: preflight,
    expected: [204, { ...allowed, 'access-control-allow-methods': 'PUT', vary: 'Accept, Origin' }, ''],
  },
  {
    what: 'a listener from before that overwrites Vary does not have the last word where a function fails',
    middleware: inTurn(
      listens(function () {
        this.setHeader('Vary', 'Accept')
      }),
      cors({ origins: fails }),
    ),
    expected: failed({ vary: 'Accept, Origin' }),
  },
  {
    what: 'a listener from before says what Vary is where the answer does not vary',
    middleware: inTurn(
      listens(function () {
        this.setHeader('Vary', 'Accept')
      }),
      cors(everyone),
    ),
    expected: [200, { ...anyone, vary: 'Accept' }, 'handled'],
  },
])

const down = (response: Response) => response.writeHead(503).end('down')
const bare: CorsOptions = { ...list, interceptExceptions: false }
on([
  {
    what: 'the last policy says that errors keep the headers, whatever wraps an earlier one that says no',
    middleware: inTurn(cors(bare), wrap, cors(list)),
    handler: down,
    expected: [503, { ...allowed, ...varies }, 'down'],
  },
  {
    what: 'the last policy says that errors keep the headers though its answer is the same for all',
    middleware: inTurn(cors(bare), wrap, cors(everyone), wrap),
    handler: down,
    expected: [503, { ...anyone, ...varies }, 'down'],
  },
  {
    what: 'the last policy says that errors are bare, whatever wraps an earlier one that keeps the headers',
    middleware: inTurn(cors(list), wrap, cors(bare)),
    handler: down,
    expected: [503, varies, 'down'],
  },
  {
    what: 'the last of three policies says what errors have, with wrappers around all of them',
    middleware: inTurn(wrap, cors(bare), wrap, cors(bare), wrap, cors(list), wrap),
    handler: down,
    expected: [503, { ...allowed, ...varies }, 'down'],
  },
  {
    what: 'a chosen policy that does not cover the path leaves errors to an earlier one in a wrapper',
    middleware: inTurn(
      cors(bare),
      wrap,
      cors(() => ({ resources: '/in' })),
    ),
    handler: down,
    expected: [503, varies, 'down'],
  },
])

const blocking: CorsOptions = { ...list, blockDisallowed: true, automaticOptions: false }
const blocked = { vary: 'Origin, Sec-Fetch-Site' }
on([
  {
    what: 'a denied preflight does not reach a handler that a blocked origin may not reach',
    middleware: cors(blocking),
    asked: { method: 'OPTIONS', headers: { ...asking(evil, 'PUT'), 'sec-fetch-site': 'cross-site' } },
    expected: [403, blocked, ''],
  },
  {
    what: 'a denied preflight is told apart by its origin alone',
    middleware: cors(blocking),
    asked: { method: 'OPTIONS', headers: { ...asking(evil, 'PUT'), 'sec-fetch-site': 'same-origin' } },
    expected: [403, blocked, ''],
  },
  {
    what: 'a denied preflight that is answered here has its own status',
    middleware: cors({ ...blocking, automaticOptions: true }),
    asked: { method: 'OPTIONS', headers: asking(evil, 'PUT') },
    expected: [204, blocked, ''],
  },
  {
    what: 'an allowed preflight reaches the handler',
    middleware: cors(blocking),
    asked: preflight,
    expected: [200, { ...allowed, 'access-control-allow-methods': 'PUT', ...blocked }, 'handled'],
  },
  {
    what: 'what a blocked origin is answered depends on Sec-Fetch-Site, so that Vary names it',
    middleware: cors({ ...blocking, origins: A }),
    expected: [200, { ...allowed, ...blocked }, 'handled'],
  },
  {
    what: 'an ambiguous path is blocked, and Vary says what that depends on',
    middleware: cors({ ...list, resources: { '/api/*': { blockDisallowed: true }, '*': {} } }),
    asked: { path: '/API/x', headers: { origin: evil } },
    expected: [403, blocked, ''],
  },
])

test('lists of headers keep the lines that stand in them twice', async t => {
  for (const kind of ['http', 'http2 without TLS', 'Express 5']) {
    const ask = await servers[kind]?.(t, cors(list), (_request, response) =>
      response.writeHead(200, ['Set-Cookie', 'a=1', 'X-A', '1', 'set-cookie', 'b=2']).end(),
    )
    const { headers } = (await ask?.(from)) ?? assert.fail()
    const expected = kind === 'http2 without TLS' ? 'a=1,b=2' : ['a=1', 'b=2']
    assert.deepEqual([headers['set-cookie'], headers['x-a']], [expected, '1'], kind)
  }
})

test('what is wrong with a head is still Node’s to say', async t => {
  const codes: unknown[] = []
  const attempt = (write: () => void) => {
    try {
      write()
    } catch (error) {
      codes.push((error as NodeJS.ErrnoException).code)
    }
  }
  for (const middleware of [cors(list), inTurn(wrap, cors(list))]) {
    const ask = await servers.http?.(t, middleware, (_request, response) => {
      attempt(() => response.writeHead(200, ['X-A', '1', 'X-B']))
      attempt(() => response.writeHead(200, { 'X-A': 'a\nb' }))
      attempt(() => response.writeHead(99))
      response.writeHead(200)
      attempt(() => response.writeHead(200, { 'X-A': '1' }))
      attempt(() => response.writeHead(200))
      response.end('handled')
    })
    is((await ask?.(from)) ?? assert.fail(), 200, { ...allowed, ...varies }, 'handled')
  }
  const sent = 'ERR_HTTP_HEADERS_SENT'
  const expected = ['ERR_INVALID_ARG_VALUE', 'ERR_INVALID_CHAR', 'ERR_HTTP_INVALID_STATUS_CODE', sent, sent]
  assert.deepEqual(codes, [...expected, undefined, ...expected.slice(1)])
})
