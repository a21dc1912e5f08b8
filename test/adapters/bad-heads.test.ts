import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { type CorsMiddleware, type CorsOptions, cors } from 'cors-policy'
import { A, B, evil } from '../support/attacker.js'
import { type Ask, corsHeaders, servers } from '../support/servers.js'

const kinds = ['http', 'http2 without TLS', 'Express 5'] as const
const start = (kind: (typeof kinds)[number]) => servers[kind] ?? assert.fail()
type Start = ReturnType<typeof start>

type WriteHead = (...args: unknown[]) => unknown

/** Arguments of `writeHead` that Node refuses, or makes something of. */
const nonsense: Record<string, readonly unknown[]> = {
  'no status': [],
  'a status below 100': [99],
  'a status below 100, and headers': [99, { 'X-A': '1' }],
  'a status above 999': [1000],
  'a status that is text': ['abc'],
  'a reason with a line break': [200, 'Fine\nX-A: 1'],
  'a value with a line break': [200, { 'X-A': '1\nX-B: 2' }],
  'a value that is undefined': [200, { 'X-A': undefined }],
  'a value that is undefined, in a list': [200, ['X-A', undefined]],
  'a name with a space': [200, { 'X A': '1' }],
  'a name with a line break': [200, ['X-A\nX-B', '1']],
  'a name that is a number': [200, [5, '1']],
  'a list of odd length': [200, ['X-A', '1', 'X-B']],
  'headers that are a number': [200, 5],
  'headers that are true': [200, true],
  'headers that are a symbol': [200, Symbol('X-A')],
  'headers that are null': [200, null],
  'headers that are a function': [200, () => {}],
  'headers that are a Map': [200, new Map([['X-A', '1']])],
  'headers that are an empty list': [200, []],
}

/** Node 26 has two checks that refuse this. The guard meets the other one first, so only the kind of error is the same. */
const byTwoChecks = new Set(['a name that is a number'])

const through = ((_request: unknown, _response: unknown, next: () => void) =>
  next()) as unknown as CorsMiddleware

/** Answers what `writeHead` threw, if it did, with the head that can still be sent. */
function serveNonsense(start: Start, t: TestContext, middleware: CorsMiddleware): Promise<Ask> {
  return start(t, middleware, (request, response) => {
    const args = Object.values(nonsense)[Number(request.headers['x-case'])] ?? assert.fail()
    // Node takes other ways where no header was set before.
    response.setHeader('X-First', '1')
    let said = 'written'
    try {
      ;(response.writeHead as WriteHead)(...args)
    } catch (error) {
      const { name, code, message } = error as NodeJS.ErrnoException
      said = `${name} ${code}: ${message}`
      response.statusCode = 500
      response.statusMessage = ''
    }
    response.end(said)
  })
}

for (const kind of ['http', 'Express 5'] as const) {
  test(`${kind}: what Node says of nonsense in writeHead, it also says under the policy`, async t => {
    const without = await serveNonsense(start(kind), t, through)
    const under = await serveNonsense(start(kind), t, cors({ origins: [A, B] }))
    for (const [index, what] of Object.keys(nonsense).entries()) {
      const asked = { headers: { origin: A, 'x-case': String(index) } }
      const [expected, answer] = await Promise.all([without(asked), under(asked)])
      const [said, right] = [answer.body, expected.body].map(body =>
        byTwoChecks.has(what) ? body.split(' ')[0] : body,
      )
      assert.deepEqual([answer.status, said], [expected.status, right], what)
      const allowed = { 'access-control-allow-origin': A, vary: 'Origin' }
      assert.deepEqual(corsHeaders(answer), allowed, what)
    }
  })
}

const junk = [
  'junk',
  'https://junk.example/',
  'https://junk.example:99999',
  'https://JUNK.example',
  'junk://"><script>',
  'https://junk.example, https://junk.example',
  `https://${'junk'.repeat(200)}.example`,
  'null, junk',
]
const open: Record<string, CorsOptions> = {
  everyone: { origins: '*', timing: true },
  'everyone with credentials': {
    origins: '*',
    credentials: true,
    dangerouslyAllow: ['any-origin-with-credentials'],
  },
  'an origin': { origins: A },
  'two origins': { origins: [A, B], timing: true },
  'what a function allows': { origins: () => true },
}
for (const kind of kinds) {
  for (const [who, options] of Object.entries(open)) {
    test(`${kind}: junk in Origin is in no header where the policy allows ${who}`, async t => {
      const ask = await start(kind)(t, cors(options), (_request, response) => {
        response.setHeader('Access-Control-Allow-Origin', evil)
        response.writeHead(404).end('handled')
      })
      for (const origin of junk) {
        for (const method of ['GET', 'OPTIONS']) {
          const answer = await ask({ method, headers: { origin, 'access-control-request-method': 'PUT' } })
          assert.doesNotMatch(JSON.stringify(answer.headers), /junk|evil/i)
        }
      }
    })
  }
}
