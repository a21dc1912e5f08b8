// A middleware with a real `http.ServerResponse`, its head written, against the same headers set by hand. Each pair
// has a process of its own, as a server has one middleware: what others left to the compiler would count too.
// `--pair CASE BASE OTHER ROUNDS` is such a process.
import { execFileSync } from 'node:child_process'
import http from 'node:http'
import net from 'node:net'
import { fileURLToPath } from 'node:url'
import expressCors from 'cors'
import { cors } from 'cors-policy'
import corser from 'corser'
import express from 'express'
import { race } from './race.js'

const A = 'https://app.example.com'
const ALL = 'GET, HEAD, POST, OPTIONS, PUT, PATCH, DELETE'
const origins = count => [
  ...Array.from({ length: count - 1 }, (_, i) => `https://tenant-${i}.example.net`),
  A,
]

const socket = new net.Socket()
function ask(headers, method = 'GET', url = '/api/users?page=2') {
  const request = new http.IncomingMessage(socket)
  request.method = method
  request.url = url
  request.headers = {
    host: 'api.example.com',
    connection: 'keep-alive',
    'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36',
    accept: '*/*',
    referer: 'https://app.example.com/',
    'accept-encoding': 'gzip, deflate, br',
    'accept-language': 'en-GB,en;q=0.9',
    ...headers,
  }
  return request
}
const preflight = (names, more) =>
  ask(
    { origin: A, 'access-control-request-method': 'PUT', 'access-control-request-headers': names, ...more },
    'OPTIONS',
  )

const actual = ask({ origin: A })
const denied = ask({ origin: 'https://evil.example' })
const plain = ask({})

/** By hand: these lines, with no look at the request. A status ends the response. */
const byHand = (lines, status) => (_request, response, next) => {
  for (let i = 0; i < lines.length; i += 2) response.setHeader(lines[i], lines[i + 1])
  if (status === undefined) return next()
  response.statusCode = status
  response.end()
}

const allow = ['Access-Control-Allow-Origin', A]
const withCookies = [...allow, 'Access-Control-Allow-Credentials', 'true']
const vary = ['Vary', 'Origin']
const preflightLines = [
  ...withCookies,
  'Access-Control-Allow-Methods',
  ALL,
  'Access-Control-Allow-Headers',
  'Content-Type, X-Request-Id',
]
const listed = { credentials: true, allowHeaders: ['Content-Type', 'X-Request-Id'] }
const list = count => ({ ...listed, origins: origins(count) })
const theirs = count => ({
  origin: origins(count),
  credentials: true,
  allowedHeaders: ['Content-Type', 'X-Request-Id'],
  methods: ALL.split(', '),
})
const corserList = count => ({
  origins: origins(count),
  supportsCredentials: true,
  methods: ALL.split(', '),
  requestHeaders: ['Content-Type', 'X-Request-Id'],
  endPreflightRequests: true,
})
const resources = {
  credentials: true,
  resources: Object.fromEntries(
    Array.from({ length: 50 }, (_, i) => [i === 25 ? '/api/*' : `/part-${i}/*`, { origins: origins(i + 2) }]),
  ),
}

/** `bound`: at most, of what is set by hand. `others` send the same headers, but for what their note says. */
const cases = [
  {
    what: 'any, as *',
    bound: 1.1,
    request: actual,
    hand: byHand(['Access-Control-Allow-Origin', '*']),
    ours: { origins: '*', sendWildcard: true },
    others: { cors: {}, corser: {} },
  },
  ...[2, 100, 100_000].flatMap(count => [
    {
      what: `list of ${count}, allowed`,
      bound: 1.1,
      request: actual,
      hand: byHand([...withCookies, ...vary]),
      ours: list(count),
      others: count > 100 ? {} : { cors: theirs(count) },
    },
    {
      what: `list of ${count}, denied`,
      bound: 1.1,
      request: denied,
      hand: byHand(vary),
      ours: list(count),
      others: count > 100 ? {} : { cors: theirs(count) },
    },
  ]),
  {
    what: 'list of 100, no Origin',
    bound: 1.1,
    request: plain,
    hand: byHand(vary),
    ours: list(100),
    others: { cors: theirs(100) },
  },
  {
    what: 'list of 100, vary: false',
    request: actual,
    hand: byHand(withCookies),
    ours: { ...list(100), vary: false },
    others: { corser: corserList(100) },
  },
  {
    what: 'pattern',
    bound: 1.25,
    request: actual,
    hand: byHand([...withCookies, ...vary]),
    ours: { ...listed, origins: ['https://*.example.com'] },
  },
  {
    what: 'RegExp',
    bound: 1.25,
    request: actual,
    hand: byHand([...withCookies, ...vary]),
    ours: { ...listed, origins: /^https:\/\/[a-z]+\.example\.com$/ },
    others: { cors: { ...theirs(2), origin: /^https:\/\/[a-z]+\.example\.com$/ } },
  },
  {
    what: 'resources of 50 paths',
    request: actual,
    hand: byHand([...withCookies, ...vary]),
    ours: resources,
  },
  {
    what: 'preflight, listed headers',
    bound: 0.6,
    request: preflight('content-type,x-request-id'),
    hand: byHand([...preflightLines, ...vary], 204),
    ours: list(100),
    others: { cors: theirs(100) },
  },
  {
    what: 'preflight, vary: false',
    request: preflight('content-type,x-request-id'),
    hand: byHand(preflightLines, 204),
    ours: { ...list(100), vary: false },
    others: { corser: corserList(100) },
  },
  {
    what: 'preflight, repeated headers',
    request: preflight('content-type,x-request-id'),
    hand: byHand(
      [
        ...withCookies,
        'Access-Control-Allow-Methods',
        ALL,
        'Access-Control-Allow-Headers',
        'content-type, x-request-id',
        'Vary',
        'Origin, Access-Control-Request-Headers',
      ],
      204,
    ),
    ours: { ...list(100), allowHeaders: '*' },
    others: { cors: { ...theirs(100), allowedHeaders: undefined } },
  },
  {
    what: 'Express: list of 100',
    bound: 1.1,
    request: actual,
    express: true,
    hand: byHand([...withCookies, ...vary]),
    ours: list(100),
    others: { cors: theirs(100) },
  },
  {
    what: 'Express: preflight',
    bound: 1.05,
    request: preflight('content-type,x-request-id'),
    express: true,
    hand: byHand([...preflightLines, ...vary], 204),
    ours: list(100),
    others: { cors: theirs(100) },
  },
]

const make = { cors: expressCors, corser: corser.create }

/** Answers a request once, whose response must have its head by then. */
function run(middleware, request, inExpress) {
  const finish = response => {
    response.setHeader('Content-Type', 'application/json')
    response.writeHead(200)
  }
  if (!inExpress) {
    return () => {
      const response = new http.ServerResponse(request)
      middleware(request, response, () => finish(response))
      if (!response.headersSent) throw new Error('no head was written')
    }
  }
  const app = express()
  app.use(middleware)
  app.use((_request, response) => finish(response))
  return () => {
    const response = new http.ServerResponse(request)
    app(request, response)
    if (!response.headersSent) throw new Error('no head was written')
  }
}

function contestant({ hand, ours, others, request, express: inExpress }, name) {
  if (name === 'hand') return run(hand, request, inExpress)
  return run(name === 'ours' ? cors(ours) : make[name](others[name]), request, inExpress)
}

/** In a process of their own. */
function racePair(number, base, other, rounds) {
  const args = [fileURLToPath(import.meta.url), '--pair', String(number), base, other, String(rounds)]
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }))
}

export function middlewareRows(rounds) {
  return cases.map(({ what, bound, others = {} }, number) => {
    const { hand, ours } = racePair(number, 'hand', 'ours', rounds)
    const timesOurs = name =>
      name in others ? racePair(number, 'ours', name, rounds)[name].ratio.toFixed(2) : ''
    return {
      what,
      'by hand, ns': Math.round(hand.nanoseconds),
      'x by hand': ours.ratio.toFixed(2),
      quartiles: ours.spread.map(ratio => ratio.toFixed(2)).join(' to '),
      'cors, x ours': timesOurs('cors'),
      'corser, x ours': timesOurs('corser'),
      bound,
      measured: ours.ratio,
    }
  })
}

if (process.argv[2] === '--pair') {
  const [number, base, other, rounds] = process.argv.slice(3)
  const pair = Object.fromEntries([base, other].map(name => [name, contestant(cases[number], name)]))
  const measured = race(pair, { rounds: Number(rounds), calls: cases[number].express ? 30 : 200 })
  console.log(JSON.stringify(measured))
}
