// Requests, the headers that answer each by hand, and the options with which each middleware answers the same.
import http from 'node:http'
import net from 'node:net'

const A = 'https://app.example.com'
const ALL = 'GET, HEAD, POST, OPTIONS, PUT, PATCH, DELETE'
const names = ['Content-Type', 'X-Request-Id']
const origins = count => [
  ...Array.from({ length: count - 1 }, (_, i) => `https://tenant-${i}.example.net`),
  A,
]

const socket = new net.Socket()
function ask(headers, method = 'GET') {
  const request = new http.IncomingMessage(socket)
  request.method = method
  request.url = '/api/users?page=2'
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

const actual = ask({ origin: A })
const denied = ask({ origin: 'https://evil.example' })
const plain = ask({})
const preflight = ask(
  {
    origin: A,
    'access-control-request-method': 'PUT',
    'access-control-request-headers': 'content-type,x-request-id',
  },
  'OPTIONS',
)

/** Sets these headers by hand, without a look at the request. A status ends the response. */
const byHand = (lines, status) => (_request, response, next) => {
  for (let i = 0; i < lines.length; i += 2) response.setHeader(lines[i], lines[i + 1])
  if (status === undefined) return next()
  response.statusCode = status
  response.end()
}

const allow = ['Access-Control-Allow-Origin', A, 'Access-Control-Allow-Credentials', 'true']
const vary = ['Vary', 'Origin']
const allowed = byHand([...allow, ...vary])
const methods = [...allow, 'Access-Control-Allow-Methods', ALL]
const preflightLines = [...methods, 'Access-Control-Allow-Headers', names.join(', ')]

const listed = { credentials: true, allowHeaders: names }
const list = count => ({ ...listed, origins: origins(count) })
const cors = origin => ({ origin, credentials: true, allowedHeaders: names, methods: ALL.split(', ') })
const corsList = count => cors(origins(count))
const corser = {
  origins: origins(100),
  supportsCredentials: true,
  methods: ALL.split(', '),
  requestHeaders: names,
  endPreflightRequests: true,
}
const regexp = /^https:\/\/[a-z]+\.example\.com$/
const lookUp = async origin => origin === A
const resources = Object.fromEntries(
  Array.from({ length: 50 }, (_, i) => [i === 25 ? '/api/*' : `/part-${i}/*`, { origins: origins(i + 2) }]),
)

/**
 * `most` bounds our time as a multiple of that by hand, `least` the time of others as a multiple of ours. `others` send the
 * same headers, except that `cors` adds one if nothing is allowed and `Content-Length` to preflights, and that
 * @tinyhttp/cors adds the headers of preflights to every response. `kind` is set for rows under Express or with a promise.
 */
export const cases = [
  {
    what: 'any origin, as *',
    most: 1.15,
    request: actual,
    hand: byHand(['Access-Control-Allow-Origin', '*']),
    ours: { origins: '*', sendWildcard: true },
    others: { cors: {}, corser: {}, '@tinyhttp/cors': { allowedHeaders: [] } },
    least: { corser: 1 },
  },
  ...[2, 100, 100_000].flatMap(count => [
    {
      what: `list of ${count}, allowed`,
      most: 1.15,
      request: actual,
      hand: allowed,
      // Made when its row runs, since so large a list in memory slows down every other row.
      get ours() {
        return list(count)
      },
      others: count > 100 ? {} : { cors: corsList(count), '@tinyhttp/cors': corsList(count) },
      least: count === 100 ? { cors: 1.9 } : {},
    },
    {
      what: `list of ${count}, denied`,
      most: 1.2,
      request: denied,
      hand: byHand(vary),
      get ours() {
        return list(count)
      },
      others: count > 100 ? {} : { cors: corsList(count), '@tinyhttp/cors': corsList(count) },
      least: count === 100 ? { cors: 1.9 } : {},
    },
  ]),
  {
    what: 'list of 100, no Origin',
    most: 1.2,
    request: plain,
    hand: byHand(vary),
    ours: list(100),
    others: { cors: corsList(100), '@tinyhttp/cors': corsList(100) },
    least: { cors: 1.9 },
  },
  {
    what: 'list of 100, vary: false',
    request: actual,
    hand: byHand(allow),
    ours: { ...list(100), vary: false },
    others: { corser },
    least: { corser: 1 },
  },
  {
    what: 'pattern',
    most: 1.25,
    request: actual,
    hand: allowed,
    ours: { ...listed, origins: ['https://*.example.com'] },
  },
  {
    what: 'RegExp',
    most: 1.25,
    request: actual,
    hand: allowed,
    ours: { ...listed, origins: regexp },
    others: { cors: cors(regexp), '@tinyhttp/cors': cors(regexp) },
  },
  {
    what: 'async function',
    most: 1.25,
    request: actual,
    kind: 'async',
    hand: async (request, response, next) => {
      await lookUp(request.headers.origin)
      allowed(request, response, next)
    },
    ours: { ...listed, origins: lookUp },
    others: {
      cors: cors((origin, callback) => {
        lookUp(origin).then(answer => callback(null, answer))
      }),
    },
  },
  {
    what: 'resources of 50 paths',
    most: 1.4,
    request: actual,
    hand: allowed,
    ours: { credentials: true, resources },
  },
  {
    what: 'preflight, listed headers',
    most: 0.65,
    request: preflight,
    hand: byHand([...preflightLines, ...vary], 204),
    ours: list(100),
    others: { cors: corsList(100), '@tinyhttp/cors': corsList(100) },
    least: { cors: 1.9 },
  },
  {
    what: 'preflight, vary: false',
    most: 0.65,
    request: preflight,
    hand: byHand(preflightLines, 204),
    ours: { ...list(100), vary: false },
    others: { corser },
    least: { corser: 1 },
  },
  {
    what: 'preflight, repeated headers',
    most: 0.65,
    request: preflight,
    hand: byHand(
      [
        ...methods,
        'Access-Control-Allow-Headers',
        'content-type,x-request-id',
        'Vary',
        'Origin, Access-Control-Request-Headers',
      ],
      204,
    ),
    ours: { ...list(100), allowHeaders: '*' },
    others: { cors: { ...corsList(100), allowedHeaders: undefined } },
    least: { cors: 1.9 },
  },
  {
    what: 'Express: list of 100, allowed',
    most: 1.1,
    request: actual,
    kind: 'express',
    hand: allowed,
    ours: list(100),
    others: { cors: corsList(100), '@tinyhttp/cors': corsList(100) },
  },
  {
    what: 'Express: list of 100, denied',
    most: 1.1,
    request: denied,
    kind: 'express',
    hand: byHand(vary),
    ours: list(100),
    others: { cors: corsList(100), '@tinyhttp/cors': corsList(100) },
  },
  {
    what: 'Express: preflight',
    most: 1.05,
    request: preflight,
    kind: 'express',
    hand: byHand([...preflightLines, ...vary], 204),
    ours: list(100),
    others: { cors: corsList(100), '@tinyhttp/cors': corsList(100) },
  },
]
