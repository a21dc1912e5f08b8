import assert from 'node:assert/strict'
import type http from 'node:http'
import { type TestContext, test } from 'node:test'
import { APP, command, file, type Outcome, serve } from '../support/command.js'

// Requests that no browser sends, which tell causes apart.

type Headers = Record<string, string>

/** What a server answers to a request: a status, and headers. */
type Answer = (request: http.IncomingMessage) => readonly [status: number, headers?: Headers]

interface Checked extends Outcome {
  /** The requests that arrived, in their order: method, origin, and what a preflight asks for. */
  readonly seen: readonly string[]
  readonly requests: readonly http.IncomingMessage[]
}

async function check(
  t: TestContext,
  answer: Answer,
  args: readonly string[] = [],
  origin = APP,
): Promise<Checked> {
  const requests: http.IncomingMessage[] = []
  const at = await serve(t, (request, response) => {
    requests.push(request)
    const [status, headers = {}] = answer(request)
    response.writeHead(status, headers).end()
  })
  const outcome = await command(['check', `${at}/users?a=1`, '-o', origin, ...args])
  return { ...outcome, requests, seen: requests.map(line) }
}

function line({ method, headers }: http.IncomingMessage): string {
  const asked = headers['access-control-request-method']
  const names = headers['access-control-request-headers']
  return [method, headers.origin ?? 'no origin', asked && `for ${asked}`, names && `with ${names}`]
    .filter(part => part !== undefined)
    .join(' ')
}

const PUT = ['-X', 'PUT', '-H', 'X-Token: 1']
const allow = { 'Access-Control-Allow-Origin': APP }
const STRANGER = 'https://not-listed.example'
const NEAR = ['http://app.example.com', 'https://www.app.example.com', 'https://example.com']

const table: readonly {
  readonly what: string
  readonly answer: Answer
  readonly args?: readonly string[]
  readonly origin?: string
  /** What a browser sends. */
  readonly sent: readonly string[]
  readonly probes: readonly string[]
}[] = [
  {
    what: 'a response without headers is followed by a preflight and by GETs of other origins',
    answer: () => [200],
    sent: [`GET ${APP}`],
    probes: [
      `OPTIONS ${APP} for GET`,
      `GET ${APP}`,
      'GET no origin',
      ...[STRANGER, ...NEAR].map(origin => `GET ${origin}`),
    ],
  },
  {
    what: 'HEAD is followed by HEAD',
    answer: () => [200],
    args: ['-X', 'HEAD'],
    sent: [`HEAD ${APP}`],
    probes: [
      `OPTIONS ${APP} for HEAD`,
      `HEAD ${APP}`,
      'HEAD no origin',
      ...[STRANGER, ...NEAR].map(origin => `HEAD ${origin}`),
    ],
  },
  {
    what: 'a POST without headers is followed by a preflight alone',
    answer: () => [200],
    args: ['-X', 'POST'],
    sent: [`POST ${APP}`],
    probes: [`OPTIONS ${APP} for POST`],
  },
  {
    what: 'a failed preflight is followed by GETs, lesser preflights and those of other origins, eight at most',
    answer: () => [404],
    args: PUT,
    sent: [`OPTIONS ${APP} for PUT with x-token`],
    probes: [
      `GET ${APP}`,
      'GET no origin',
      `OPTIONS ${APP} for GET`,
      `OPTIONS ${APP} for PUT`,
      ...[STRANGER, ...NEAR].map(origin => `OPTIONS ${origin} for PUT with x-token`),
    ],
  },
  {
    what: 'a page on www. asks for the host without it too',
    answer: () => [200],
    args: ['-X', 'POST', '-H', 'X-Token: 1'],
    origin: 'https://www.example.com',
    sent: ['OPTIONS https://www.example.com for POST with x-token'],
    probes: [
      'GET https://www.example.com',
      'GET no origin',
      'OPTIONS https://www.example.com for GET',
      'OPTIONS https://www.example.com for POST',
      ...[STRANGER, 'http://www.example.com', 'https://example.com'].map(
        origin => `OPTIONS ${origin} for POST with x-token`,
      ),
    ],
  },
  {
    what: 'a page on localhost asks for 127.0.0.1 and the usual ports too',
    answer: () => [200],
    origin: 'http://localhost:8080',
    sent: ['GET http://localhost:8080'],
    probes: [
      'OPTIONS http://localhost:8080 for GET',
      'GET http://localhost:8080',
      'GET no origin',
      ...[STRANGER, 'http://127.0.0.1:8080', 'http://localhost:3000', 'http://localhost:5173'].map(
        origin => `GET ${origin}`,
      ),
    ],
  },
  {
    what: 'a failed preflight of a page on localhost is followed by eight too',
    answer: () => [404],
    args: PUT,
    origin: 'http://localhost:8080',
    sent: ['OPTIONS http://localhost:8080 for PUT with x-token'],
    probes: [
      'GET http://localhost:8080',
      'GET no origin',
      'OPTIONS http://localhost:8080 for GET',
      'OPTIONS http://localhost:8080 for PUT',
      ...[STRANGER, 'http://127.0.0.1:8080', 'http://localhost:3000', 'http://localhost:5173'].map(
        origin => `OPTIONS ${origin} for PUT with x-token`,
      ),
    ],
  },
  ...['203.0.113.7', '[2001:db8::7]'].map(host => ({
    what: `a page on the address ${host} has no "www." and no parent domain`,
    answer: (): readonly [number] => [200],
    origin: `https://${host}`,
    sent: [`GET https://${host}`],
    probes: [
      `OPTIONS https://${host} for GET`,
      `GET https://${host}`,
      'GET no origin',
      `GET ${STRANGER}`,
      `GET http://${host}`,
    ],
  })),
  {
    what: 'a page whose origin is null has no others near',
    answer: () => [200],
    origin: 'null',
    sent: ['GET null'],
    probes: ['OPTIONS null for GET', 'GET null', 'GET no origin', `GET ${STRANGER}`],
  },
  {
    what: 'a response for one origin without Vary is followed by one of another',
    answer: () => [200, allow],
    sent: [`GET ${APP}`],
    probes: [`GET ${STRANGER}`],
  },
  {
    what: 'a response for one origin with Vary: Origin tells all',
    answer: () => [200, { ...allow, Vary: 'Origin' }],
    sent: [`GET ${APP}`],
    probes: [],
  },
  {
    what: 'a response for all origins tells all',
    answer: () => [200, { 'Access-Control-Allow-Origin': '*' }],
    sent: [`GET ${APP}`],
    probes: [],
  },
  {
    what: 'a POST for one origin without Vary is not repeated',
    answer: () => [200, allow],
    args: ['-X', 'POST'],
    sent: [`POST ${APP}`],
    probes: [],
  },
  {
    what: '* with credentials tells all',
    answer: () => [200, { 'Access-Control-Allow-Origin': '*' }],
    args: ['--credentials'],
    sent: [`GET ${APP}`],
    probes: [],
  },
  {
    what: 'a list without the method is followed by the request, which may show who does CORS',
    answer: () => [204, allow],
    args: ['-X', 'PUT'],
    sent: [`OPTIONS ${APP} for PUT`],
    probes: [`GET ${APP}`],
  },
  {
    what: 'a list without the method by an application that shows tells all',
    answer: () => [204, { ...allow, 'X-Powered-By': 'Express' }],
    args: ['-X', 'PUT'],
    sent: [`OPTIONS ${APP} for PUT`],
    probes: [],
  },
  {
    what: 'a list without the method by a proxy is followed by the request, which may show what is behind',
    answer: () => [204, { ...allow, Server: 'nginx' }],
    args: ['-X', 'PUT'],
    sent: [`OPTIONS ${APP} for PUT`],
    probes: [`GET ${APP}`],
  },
  {
    what: 'a preflight that does not allow credentials is followed by the request, which may show who does CORS',
    answer: () => [204, { ...allow, 'Access-Control-Allow-Methods': 'PUT' }],
    args: ['-X', 'PUT', '--credentials'],
    sent: [`OPTIONS ${APP} for PUT`],
    probes: [`GET ${APP}`],
  },
  {
    what: 'a misspelt header tells all',
    answer: () => [200, { 'Access-Control-Allow-Origin': `${APP}/` }],
    sent: [`GET ${APP}`],
    probes: [],
  },
  {
    what: 'a redirect tells all',
    answer: () => [308, { Location: '/login' }],
    sent: [`GET ${APP}`],
    probes: [],
  },
  {
    what: 'what fails after a redirect is not asked for, for its URL may be another host’s',
    answer: ({ url }) => (url === '/x' ? [200] : [302, { ...allow, Location: '/x' }]),
    sent: [`GET ${APP}`, `GET ${APP}`],
    probes: [],
  },
  {
    what: 'a server that says "too many requests" is asked no more',
    answer: () => [429],
    sent: [`GET ${APP}`],
    probes: [],
  },
  {
    what: 'a server that says "too many requests" to a preflight is asked no more',
    answer: () => [429],
    args: PUT,
    sent: [`OPTIONS ${APP} for PUT with x-token`],
    probes: [],
  },
]

for (const { what, answer, args = [], origin = APP, sent, probes } of table) {
  test(what, async t => {
    const { seen, requests, stdout } = await check(t, answer, args, origin)
    assert.deepEqual(seen, [...sent, ...probes], stdout)
    assert.ok(probes.length <= 8)
    const own = requests.slice(sent.length)
    assert.deepEqual(new Set(own.map(({ url }) => url)), new Set(own.length > 0 ? ['/users?a=1'] : []))
    for (const { method = '' } of own) assert.match(method, /^(?:GET|HEAD|OPTIONS)$/)
    const said = stdout.match(/^\d+ more, to tell causes apart \(--no-probe sends none\)$/m)?.[0]
    assert.equal(said?.split(' ')[0], own.length > 0 ? `${own.length}` : undefined)
    assert.equal(stdout.match(/^ {3}> \S+ with(?:out)? Origin.* < \d+$/gm)?.length ?? 0, own.length)
  })

  test(`--no-probe: ${what}, or would be`, async t => {
    const { seen, stdout } = await check(t, answer, [...args, '--no-probe'], origin)
    assert.deepEqual(seen, sent)
    assert.doesNotMatch(stdout, /to tell causes apart/)
  })
}

test('--policy sends nothing, so it probes nothing', async t => {
  const policy = file(t, 'cors.json', '{ "origins": ["https://b.example"] }')
  const { seen, stdout, status } = await check(t, () => [200], ['--policy', policy])
  assert.deepEqual([seen, status], [[], 1])
  assert.doesNotMatch(stdout, /to tell causes apart/)
})

test('a GET past the cache has Cache-Control, and no other probe has', async t => {
  const { requests } = await check(t, () => [200])
  assert.deepEqual(
    requests.flatMap((request, index) => (request.headers['cache-control'] ? [index, line(request)] : [])),
    [2, `GET ${APP}`],
  )
})

test('a cookie goes with GET and HEAD alone, and so do the headers of the page', async t => {
  const args = [...PUT, '--cookie', 'session=secret', '-H', 'Authorization: Bearer x', '--body', 'x']
  const { requests, stdout } = await check(t, () => [404], args)
  assert.ok(
    requests.some(({ method }) => method === 'GET') && requests.some(({ method }) => method === 'OPTIONS'),
  )
  for (const { method, headers } of requests) {
    const isGet = method === 'GET'
    assert.equal(headers.cookie, isGet ? 'session=secret' : undefined)
    assert.equal(headers.authorization, isGet ? 'Bearer x' : undefined)
    assert.equal(headers['content-type'], undefined)
    assert.equal(headers['content-length'], undefined)
  }
  assert.doesNotMatch(stdout, /session=secret/)
})

test('a probe that gets no answer does no harm, and the others are sent', async t => {
  let count = 0
  const requests: string[] = []
  const at = await serve(t, (request, response) => {
    requests.push(line(request))
    if (count++ === 1) request.socket.destroy()
    else if (count !== 3) response.end()
  })
  const { status, stdout, stderr } = await command(['check', `${at}/`, '-o', APP, '--timeout', '500'])
  assert.deepEqual([status, stderr], [1, ''])
  assert.equal(requests.length, 8)
  assert.match(stdout, /^Blocked: no-cors-layer\.$/m)
  assert.match(stdout, /^5 more, to tell causes apart/m)
})

test('--json has the probes in the exchange, without secrets', async t => {
  const { stdout } = await check(t, () => [200], ['--json', '--cookie', 'session=secret'])
  const { exchange } = JSON.parse(stdout)
  assert.equal(exchange.probes.length, 7)
  assert.deepEqual(Object.keys(exchange.probes[0]).sort(), ['headers', 'method', 'response'])
  assert.deepEqual([exchange.probes[0].method, exchange.probes[0].response.status], ['OPTIONS', 200])
  assert.doesNotMatch(stdout, /session=secret/)
})

const told: readonly {
  readonly what: string
  readonly answer: Answer
  readonly args?: string[]
  cause: string
}[] = [
  {
    what: 'a layer that says nothing to others is told from none by what it says to the origin that it lists',
    answer: ({ headers }) => [200, headers.origin === 'http://app.example.com' ? { Vary: 'Origin' } : {}],
    cause: 'origin-not-listed',
  },
  {
    what: 'an OPTIONS that a router answers is told from no CORS by the request itself',
    answer: ({ method }) => (method === 'OPTIONS' ? [404] : [200, allow]),
    args: PUT,
    cause: 'preflight-not-routed',
  },
  {
    what: 'a layer that refuses a whole preflight for a header is told by a preflight without it',
    answer: ({ method, headers }) =>
      method === 'OPTIONS' && !headers['access-control-request-headers'] ? [204, allow] : [400],
    args: PUT,
    cause: 'header-not-listed',
  },
  {
    what: 'a layer that refuses a whole preflight for POST is told by a preflight for GET',
    answer: ({ method, headers }) =>
      method === 'OPTIONS' && headers['access-control-request-method'] !== 'GET' ? [403] : [200, allow],
    args: ['-X', 'POST', '-H', 'X-Token: 1'],
    cause: 'method-not-listed',
  },
  {
    what: 'a copy is told by the response past the cache',
    answer: ({ headers }) => [
      200,
      headers['cache-control'] ? allow : { 'Access-Control-Allow-Origin': STRANGER },
    ],
    cause: 'cached-copy',
  },
  {
    what: 'a server that refuses origins is told by a request without one',
    answer: ({ headers }) => [headers.origin ? 403 : 200],
    cause: 'origin-not-listed',
  },
]

for (const { what, answer, args = [], cause } of told) {
  test(what, async t => {
    const { stdout, status } = await check(t, answer, args)
    assert.match(stdout, new RegExp(`^Blocked: ${cause}\\.$`, 'm'))
    assert.equal(status, 1)
  })
}

test('a response that differs by origin without Vary is noted, and one that is the same for all is not', async t => {
  const differs = await check(t, ({ headers }) => [200, headers.origin === APP ? allow : {}])
  assert.match(differs.stdout, /^! The answer differs by origin but has no "Vary: Origin"/m)
  assert.equal(differs.status, 0)
  const same = await check(t, () => [200, allow])
  assert.doesNotMatch(same.stdout, /Vary/)
})
