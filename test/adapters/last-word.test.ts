import assert from 'node:assert/strict'
import type http from 'node:http'
import { test } from 'node:test'
import { cors } from 'cors-policy'
import onHeaders from 'on-headers'
import { A, B, evil } from '../support/attacker.js'
import { type Answer, corsHeaders, servers } from '../support/servers.js'

type Response = http.ServerResponse
type Lines = Answer['headers']

const kinds = ['http', 'https', 'http2 without TLS', 'Connect', 'Express 4', 'Express 5'] as const

/** The path says which rules hold; none do on `/out`. */
const middleware = cors({
  origins: [A, B],
  credentials: true,
  exposeHeaders: 'ETag',
  resources: {
    '/plain': {},
    '/timing': { timing: true },
    '/bare': { interceptExceptions: false },
  },
})

const ORIGIN = 'Access-Control-Allow-Origin'
const CREDENTIALS = 'Access-Control-Allow-Credentials'
const EXPOSE = 'Access-Control-Expose-Headers'
const TIMING = 'Timing-Allow-Origin'

/** What a handler wants for a page that the policy denies. */
const grant = {
  [ORIGIN]: evil,
  [CREDENTIALS]: 'true',
  [EXPOSE]: 'X-Route',
  [TIMING]: '*',
  Vary: 'Accept',
}
const granted = {
  'access-control-allow-origin': evil,
  'access-control-allow-credentials': 'true',
  'access-control-expose-headers': 'X-Route',
  'timing-allow-origin': '*',
  vary: 'Accept',
}
/** The same as a server does that is open to everyone. */
const open = { ...grant, [ORIGIN]: '*' }
const opened = { ...granted, 'access-control-allow-origin': '*' }

interface Row {
  what: string
  write: (response: Response) => unknown
  /** What goes out where no policy covers the path, so what the handler says. */
  own: Lines
  /** What is exposed to an allowed page. Default: the policy's names and the handler's. */
  exposed?: string
  /** What `Vary` is under the policy. Default: the handler's and the policy's. */
  vary?: string
  /** Default 200. */
  status?: number
  /** Skips servers and paths on which Node itself refuses this way of writing the head. */
  skip?: (kind: string, path: string) => boolean
}

function setAll(response: Response, headers: Record<string, string>): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
}

function clear(response: Response): void {
  for (const name of response.getHeaderNames()) response.removeHeader(name)
}

const flat = (headers: Record<string, string>) => Object.entries(headers).flat()
const upper = Object.fromEntries(Object.entries(grant).map(([name, value]) => [name.toUpperCase(), value]))
const isHttp2 = (kind: string) => kind.startsWith('http2')
/** Express sets a header before every handler; then Node 20 takes no pairs. */
const hasHeaders = (kind: string, path: string) => path === '/out' && kind.startsWith('Express')

const rows: readonly Row[] = [
  { what: 'grants nothing', write: response => response.end(), own: {}, exposed: 'ETag', vary: 'Origin' },
  {
    what: 'sets headers',
    write: response => {
      setAll(response, grant)
      response.end('handled')
    },
    own: granted,
  },
  {
    what: 'sets headers for everyone',
    write: response => {
      setAll(response, open)
      response.end('handled')
    },
    own: opened,
  },
  {
    what: 'sets headers and writes a body',
    write: response => {
      setAll(response, grant)
      response.write('han')
      response.end('dled')
    },
    own: granted,
  },
  {
    what: 'sets headers and flushes them',
    write: response => {
      setAll(response, grant)
      response.flushHeaders()
      response.end('handled')
    },
    own: granted,
  },
  {
    what: 'sets lists of values',
    write: response => {
      response.setHeader(ORIGIN, [evil, '*'])
      response.setHeader(EXPOSE, ['X-Route', 'etag'])
      response.setHeader(TIMING, [evil, '*'])
      response.setHeader('Vary', ['Accept', 'Cookie'])
      response.end('handled')
    },
    own: {
      'access-control-allow-origin': [evil, '*'],
      'access-control-expose-headers': ['X-Route', 'etag'],
      'timing-allow-origin': [evil, '*'],
      vary: ['Accept', 'Cookie'],
    },
    vary: 'Accept, Cookie, Origin',
  },
  {
    what: 'appends headers',
    write: response => {
      for (const [name, value] of Object.entries(grant)) response.appendHeader(name, value)
      response.end('handled')
    },
    own: granted,
    vary: 'Origin, Accept',
  },
  {
    what: 'sets a Headers object',
    write: response => response.setHeaders(new Headers(grant)).end('handled'),
    own: granted,
    skip: isHttp2,
  },
  {
    what: 'sets a Map',
    write: response => response.setHeaders(new Map(Object.entries(grant))).end('handled'),
    own: granted,
    skip: isHttp2,
  },
  {
    what: 'removes who may read, and Vary',
    write: response => {
      for (const name of Object.keys(grant)) response.removeHeader(name)
      response.end('handled')
    },
    own: {},
    exposed: 'ETag',
    vary: 'Origin',
  },
  {
    what: 'removes every header',
    write: response => {
      clear(response)
      response.end('handled')
    },
    own: {},
    exposed: 'ETag',
    vary: 'Origin',
  },
  {
    what: 'removes every header, then sets its own',
    write: response => {
      clear(response)
      setAll(response, open)
      response.end('handled')
    },
    own: opened,
  },
  {
    what: 'removes every header and flushes',
    write: response => {
      clear(response)
      response.flushHeaders()
      response.end('handled')
    },
    own: {},
    exposed: 'ETag',
    vary: 'Origin',
  },
  {
    what: 'writes a head with an object',
    write: response => response.writeHead(200, grant).end('handled'),
    own: granted,
  },
  {
    what: 'removes every header and writes a head with an object',
    write: response => {
      clear(response)
      response.writeHead(200, open).end('handled')
    },
    own: opened,
  },
  {
    what: 'writes a head with a reason alone',
    write: response => {
      clear(response)
      response.writeHead(200, 'Fine').end('handled')
    },
    own: {},
    exposed: 'ETag',
    vary: 'Origin',
  },
  {
    what: 'writes a head with a reason and an object',
    write: response => response.writeHead(200, 'Fine', grant).end('handled'),
    own: granted,
  },
  {
    what: 'writes a head with names in upper case',
    write: response => response.writeHead(200, upper).end('handled'),
    own: granted,
  },
  {
    what: 'writes a head with lists of values',
    write: response => {
      response.writeHead(200, { [ORIGIN]: [evil, '*'], [EXPOSE]: ['X-Route'], Vary: ['Accept', 'Cookie'] })
      response.end('handled')
    },
    own: {
      'access-control-allow-origin': [evil, '*'],
      'access-control-expose-headers': 'X-Route',
      vary: ['Accept', 'Cookie'],
    },
    vary: 'Accept, Cookie, Origin',
  },
  {
    what: 'writes a head with a flat list',
    write: response => response.writeHead(200, flat(grant)).end('handled'),
    own: granted,
  },
  {
    what: 'writes a head with a reason and a flat list',
    write: response => response.writeHead(200, 'Fine', flat(open)).end('handled'),
    own: opened,
  },
  {
    what: 'writes a head with a flat list that has a name twice',
    write: response => response.writeHead(200, [...flat(grant), ORIGIN.toLowerCase(), '*']).end('handled'),
    own: { ...granted, 'access-control-allow-origin': [evil, '*'] },
    skip: hasHeaders,
  },
  {
    what: 'writes a head with a list of pairs',
    write: response => response.writeHead(200, Object.entries(grant) as never).end('handled'),
    own: granted,
    skip: hasHeaders,
  },
  {
    what: 'writes a head with a function that has headers for properties',
    write: response => response.writeHead(200, Object.assign(() => {}, grant) as never).end('handled'),
    own: granted,
    skip: isHttp2,
  },
  {
    what: 'sets headers, and others by the head',
    write: response => {
      setAll(response, open)
      response.writeHead(200, { [ORIGIN]: evil }).end('handled')
    },
    own: granted,
  },
  {
    what: 'sets headers as the head goes out',
    write: response => {
      onHeaders(response, () => setAll(response, grant))
      response.end('handled')
    },
    own: granted,
  },
  {
    what: 'fails and sets headers',
    write: response => {
      setAll(response, grant)
      response.statusCode = 503
      response.end('handled')
    },
    own: granted,
    status: 503,
  },
  {
    what: 'fails and removes every header',
    write: response => {
      clear(response)
      response.statusCode = 503
      response.end('handled')
    },
    own: {},
    exposed: 'ETag',
    vary: 'Origin',
    status: 503,
  },
  {
    what: 'fails by the head, with an object',
    write: response => response.writeHead(503, grant).end('handled'),
    own: granted,
    status: 503,
  },
]

const askers: readonly { who: string; origin?: string; allowed?: true }[] = [
  { who: 'an allowed page', origin: A, allowed: true },
  { who: 'a denied page', origin: evil },
  { who: 'a request with junk for an origin', origin: '"><script>junk' },
  { who: 'a request without Origin' },
]

/** The CORS headers that are to go out, all of them. */
function expected(row: Row, path: string, allowed: boolean): Lines {
  const { own, exposed = 'ETag, X-Route', vary = 'Accept, Origin', status = 200 } = row
  if (path === '/out') return own
  const timing = own['timing-allow-origin']
  const kept = path === '/timing' || timing === undefined ? {} : { 'timing-allow-origin': timing }
  if (!allowed || (path === '/bare' && status >= 500)) return { ...kept, vary }
  return {
    ...kept,
    'access-control-allow-origin': A,
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': exposed,
    ...(path === '/timing' && { 'timing-allow-origin': A }),
    vary,
  }
}

/** HTTP/2 joins lines of one name. */
function onWire(kind: string, headers: Lines): Lines {
  if (!isHttp2(kind)) return headers
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')]))
}

for (const kind of kinds) {
  for (const row of rows) {
    test(`${kind}: the policy holds where a handler ${row.what}`, async t => {
      const ask = await servers[kind]?.(t, middleware, (_request, response) => row.write(response))
      assert.ok(ask)
      for (const path of ['/plain', '/timing', '/bare', '/out']) {
        if (row.skip?.(kind, path)) continue
        for (const { who, origin, allowed = false } of askers) {
          const answer: Answer = await ask({ path, headers: origin === undefined ? {} : { origin } })
          const seen: unknown = [answer.status, corsHeaders(answer)]
          assert.deepEqual(
            seen,
            [row.status ?? 200, onWire(kind, expected(row, path, allowed))],
            `${path}, ${who}`,
          )
          assert.doesNotMatch(JSON.stringify(answer.headers), /junk/)
        }
      }
    })
  }
}
