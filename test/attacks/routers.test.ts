import assert from 'node:assert/strict'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { before, type TestContext, test } from 'node:test'
import { getRequestListener } from '@hono/node-server'
import { type CorsOptions, cors, createPolicy, resolve } from 'cors-policy'
import { withCors } from 'cors-policy/web'
import { evil } from '../support/attacker.js'
import { sendAll } from '../support/raw-requests.js'
import { fetchRouters, type Ran, ranBy, routers } from '../support/routers.js'
import { type Answer, corsHeaders, listen } from '../support/servers.js'
import { targets } from '../support/targets.js'

const open = { origins: '*', sendWildcard: true } as const
const shut = { origins: [] }
const all: readonly Ran[] = ['/admin', '/admin/*', '/admin/users', '/admin/users/*']
const users: readonly Ran[] = ['/admin/users', '/admin/users/*']

interface Case {
  readonly resources: NonNullable<CorsOptions['resources']>
  readonly shuts: readonly Ran[]
}

const everyPath = { resources: { '*': open, '/admin': shut, '/admin/*': shut } }

/** Policies that shut some routes and leave everything else open, or the other way round. */
const policies: readonly Case[] = [
  { ...everyPath, shuts: all },
  { resources: { '*': open, '/admin': shut }, shuts: ['/admin'] },
  { resources: { '*': open, '/admin/*': shut }, shuts: all },
  { resources: { '*': open, '/admin/users': shut }, shuts: ['/admin/users'] },
  { resources: { '*': open, '/admin/users/*': shut }, shuts: users },
  { resources: { '*': open, '/admin/*': open, '/admin/users/*': shut }, shuts: users },
  { resources: { '*': open, '/admin/*': shut, '/admin/open/*': open }, shuts: all },
  { resources: { '*': shut, '/open/*': open, '/': open }, shuts: all },
  { resources: { '/open/*': open, '/x/*': open }, shuts: all },
  {
    resources: [
      ['*', open],
      [/^\/admin(?:\/|$)/, shut],
    ],
    shuts: all,
  },
  {
    resources: [
      ['*', open],
      [/^\/admin$/, shut],
    ],
    shuts: ['/admin'],
  },
  {
    resources: [
      ['*', open],
      [/^\/admin\/users(?:\/.*)?$/, shut],
    ],
    shuts: users,
  },
  {
    resources: [
      ['*', shut],
      [/^\/open(?:\/|$)/, open],
      [/^\/(?:x|h|nowhere)?$/, open],
    ],
    shuts: all,
  },
]
const compiled = policies.map(({ resources, shuts }) => ({ policy: createPolicy({ resources }), shuts }))

const request = (target: string) => `GET ${target} HTTP/1.1\r\nHost: api.example\r\nOrigin: ${evil}\r\n\r\n`

/** A server that answers 400 if its router throws, prints nothing and takes any number of requests at once. */
function quiet(listener: http.RequestListener): http.Server {
  const server = http.createServer(async (request, response) => {
    try {
      await (listener(request, response) as unknown)
    } catch {
      if (!response.headersSent) response.writeHead(400).end()
    }
  })
  return server.on('connection', socket => socket.setMaxListeners(0))
}

/** The routes that a policy must shut and yet allows at a target, kept since they are the same for all routers. */
const opened = new Map<string, ReadonlySet<Ran>>()
function openedAt(url: string): ReadonlySet<Ran> {
  const known = opened.get(url)
  if (known) return known
  const request = { method: 'GET', url, headers: { origin: evil } }
  const found = new Set(
    compiled.flatMap(({ policy, shuts }) => (resolve(policy, request).allowed ? shuts : [])),
  )
  opened.set(url, found)
  return found
}

/** The targets that Node's parser accepts: others reach no router. */
let taken: readonly string[] = []
before(async () => {
  // Express and Hono print what they cannot decode.
  process.env.NODE_ENV = 'test'
  console.error = () => {}
  const server = quiet((_, response) => void response.end('taken'))
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const answers = await sendAll(port, targets.map(request))
  server.close()
  taken = targets.filter((_, i) => answers[i]?.body === 'taken')
})

/** Requests every target, and returns those that ran an /admin route. */
async function askEach(
  t: TestContext,
  listener: http.RequestListener,
): Promise<{ url: string; ran: Ran; answer: Answer }[]> {
  const answers = await sendAll(await listen(t, quiet(listener)), taken.map(request))
  return answers.flatMap((answer, i) => {
    const ran = ranBy(answer.body)
    return ran === 'other' ? [] : [{ url: taken[i] as string, ran, answer }]
  })
}

/** A path that is surely shut gets no header, an ambiguous one only Vary. */
function saysNothing(answer: Answer): boolean {
  const headers = corsHeaders(answer)
  return Object.entries(headers).every(([name, value]) => name === 'vary' && value === 'Origin')
}

for (const [name, start] of Object.entries(routers)) {
  test(`${name}: no shut route is readable, however its path is written`, async t => {
    const middleware = cors(everyPath)
    const listener = await start(t)
    const ran = await askEach(t, (incoming, response) =>
      middleware(incoming, response, () => listener(incoming, response)),
    )
    assert.deepEqual(
      ran.filter(({ answer }) => !saysNothing(answer)).map(({ url }) => url),
      [],
    )
    assert.deepEqual(
      ran.filter(({ url, ran }) => openedAt(url).has(ran)).map(({ url, ran }) => `${url} runs ${ran}`),
      [],
    )
    // A test in which no disguise worked would prove nothing.
    assert.ok(ran.length > 20, `${ran.length}`)
  })
}

for (const [name, handler] of Object.entries(fetchRouters)) {
  test(`${name} behind withCors: no shut route is readable, however its path is written`, async t => {
    const seen = new Map<string, string>()
    const guarded = withCors(async (request: Request) => {
      const response = await handler(request)
      const body = await response.text()
      seen.set(request.url, body)
      return new Response(body, { status: response.status })
    }, everyPath)
    const ran = await askEach(t, getRequestListener(guarded))
    assert.deepEqual(
      ran.filter(({ answer }) => !saysNothing(answer)).map(({ url }) => url),
      [],
    )
    // The policy sees a parsed URL here.
    const headers = new Headers({ origin: evil })
    for (const { policy, shuts } of compiled) {
      for (const [url, body] of seen) {
        if (!shuts.includes(ranBy(body))) continue
        assert.equal(resolve(policy, { method: 'GET', url, headers }).allowed, false, `${url} runs ${body}`)
      }
    }
    assert.ok(ran.length > 20, `${ran.length}`)
  })
}
