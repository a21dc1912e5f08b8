// How time grows with the length of each text that a client, or a server under test, can send: eight times the length
// may take at most twelve times the time. Quadratic work takes sixty-four times.
import { createPolicy, resolve } from 'cors-policy'
import { diagnose, plan } from 'cors-policy/diagnose'
import { atMost } from './race.js'

const A = 'https://a.example'
const FACTOR = 8
const MOST = 12

/** Repeats a text up to a length. */
const fill = text => length => text.repeat(Math.ceil(length / text.length)).slice(0, length)
const texts = {
  'one word': fill('a'),
  words: fill('a b '),
  'white space': fill(' \t'),
  'a list': fill('x-a,'),
  'a list with spaces': fill('x-a , '),
  'a list of different names': length => {
    let list = ''
    for (let i = 0; list.length < length; i++) list += `x-${i},`
    return list.slice(0, -1)
  },
  commas: fill(','),
  stars: fill('*'),
  slashes: fill('/'),
  dots: fill('.'),
  digits: fill('9'),
  'quotes and backslashes': fill('"\\'),
  'almost no-store': fill('no-stor '),
  'almost /login': fill('/logi'),
  'not ASCII': fill('\u00e9'),
  controls: fill('\x01\x7f'),
}
const urls = {
  'a long host': length => `https://${fill('a')(length)}`,
  'many labels': length => `https://${fill('a.')(length)}example`,
  'many labels, almost loopback': length => `https://${fill('localhost.')(length)}x`,
  Punycode: length => `https://xn--${fill('a9')(length)}`,
  'combining marks': length => `https://a${fill('\u0301\u0327')(length)}`,
  'wide letters': length => `https://${fill('\uff41')(length)}`,
  'an escaped host': length => `https://${fill('%61')(length)}`,
  'an IPv6 address': length => `https://[${fill(':0')(length)}]`,
  users: length => `https://${fill('a@')(length)}a.example`,
  ports: length => `https://a.example:${fill('0')(length)}`,
  'a path': length => `https://a.example/${fill('a/')(length)}`,
  'dot segments': length => `https://a.example/${fill('a/../')(length)}`,
  'a query': length => `https://a.example/?${fill('?#')(length)}`,
  data: length => `data:${fill('a')(length)}`,
}
/** A header can hold a URL as well as any other text. */
const all = { ...texts, ...urls }

const request = (headers, more) => ({ method: 'GET', url: '/', headers, ...more })
const preflight = headers =>
  request({ origin: A, 'access-control-request-method': 'PUT', ...headers }, { method: 'OPTIONS' })
const blocking = createPolicy({ origins: [A, 'https://*.b.example'], blockDisallowed: true })
const policies = {
  'any names': createPolicy({ origins: [A], allowHeaders: '*' }),
  'listed names': createPolicy({ origins: [A], allowHeaders: ['X-A', 'X-AB', 'X-ABC'] }),
  RegExps: createPolicy({ origins: [A], allowHeaders: [/^x-.*-.*-.*$/, 'X-A'] }),
  'any method': createPolicy({ origins: [A], methods: '*', credentials: true }),
}
const other = 'https://other.example'

/** Each place of a request that can hold such a text, and the decision to time. */
const asked = {
  'Origin, blocked': text => () => resolve(blocking, request({ origin: text, host: 'b.example' })),
  'Host, blocked': text => {
    const host = text.replace(/^https:\/\//, '')
    return () => resolve(blocking, request({ origin: other, host }))
  },
  'a Fetch URL, blocked': text => {
    const headers = { get: name => (name === 'origin' ? other : null) }
    return () => resolve(blocking, { method: 'GET', url: text, headers })
  },
  'Sec-Fetch-Site, blocked': text => () =>
    resolve(blocking, request({ origin: other, 'sec-fetch-site': text })),
  ...Object.fromEntries(
    Object.entries(policies).flatMap(([name, policy]) => [
      [
        `Access-Control-Request-Headers, ${name}`,
        text => () => resolve(policy, preflight({ 'access-control-request-headers': text })),
      ],
      [
        `Access-Control-Request-Method, ${name}`,
        text => () => resolve(policy, preflight({ 'access-control-request-method': text })),
      ],
    ]),
  ),
}

const page = (headers = [], more) => ({
  pageOrigin: A,
  request: { url: 'https://b.example/', method: 'PUT', credentials: 'include', headers, ...more },
})
const allow = [
  ['Access-Control-Allow-Origin', A],
  ['Access-Control-Allow-Credentials', 'true'],
  ['Access-Control-Allow-Methods', 'PUT'],
]
const answer = (headers, status = 200) => ({ status, headers })
/** Headers that allow the request, but with these values for one name. */
const having = (name, ...values) => [
  ...allow.filter(line => line[0] !== name),
  ...values.map(value => [name, value]),
]
const RESPONSE_HEADERS = [
  'Access-Control-Allow-Origin',
  'Access-Control-Allow-Credentials',
  'Access-Control-Allow-Methods',
  'Access-Control-Allow-Headers',
  'Access-Control-Expose-Headers',
  'Access-Control-Max-Age',
  'Vary',
  'Cache-Control',
  'Cross-Origin-Resource-Policy',
  'Age',
  'X-Cache',
  'Location',
]
const diagnosing = headers => {
  const exchanges = [
    { ...page(), preflightResponse: answer(headers), response: answer(headers) },
    { ...page(), preflightResponse: answer(headers, 302), response: null },
    { ...page(), preflightResponse: answer(allow), response: answer(headers, 302) },
    {
      ...page([], { method: 'GET' }),
      redirects: [{ response: answer([...headers, ['Location', '/b']], 302) }],
      response: answer(headers),
    },
  ]
  return () => exchanges.forEach(diagnose)
}
const lines = (count, line) => Array.from({ length: count }, (_, index) => line(index))

/** Each text in each place that can hold it, and thousands of header lines. */
const growing = [
  ...Object.entries(asked).flatMap(([place, work]) =>
    Object.entries(all).map(([kind, make]) => ({
      what: `${place}: ${kind}`,
      // Shorter, since a list of names beyond 64 KiB is read in another way.
      work: size => work(make(place.startsWith('Access-Control') ? size / 4 : size)),
    })),
  ),
  ...RESPONSE_HEADERS.flatMap(name =>
    Object.entries(all).map(([kind, make]) => ({
      what: `${name} of a response: ${kind}`,
      work: size => diagnosing(having(name, make(size))),
    })),
  ),
  ...RESPONSE_HEADERS.map(name => ({
    what: `lines of ${name}`,
    work: size => diagnosing(having(name, ...lines(size / 16, index => `x-${index}`))),
  })),
  {
    what: 'different headers of a response',
    work: size =>
      diagnosing([
        ...allow,
        ['Access-Control-Expose-Headers', '*'],
        ...lines(size / 16, i => [`X-${i}`, 'a']),
      ]),
  },
  {
    what: 'different CORS headers of a response',
    work: size => diagnosing([...allow, ...lines(size / 16, index => [`Access-Control-${index}`, 'a'])]),
  },
  ...Object.entries({
    'unsafe names beside lines of Accept': index => (index % 2 === 0 ? ['Accept', 'a'] : [`X-${index}`, 'a']),
    'lines of Accept': () => ['Accept', 'a'],
    'unsafe names': index => [`X-${index}`, 'a'],
    'lines of one unsafe name': () => ['X-A', 'a'],
    'invalid names': index => [`é ${index}`, 'a'],
    'forbidden names': index => [`Sec-${index}`, 'a'],
  }).flatMap(([what, line]) =>
    [{}, { api: 'xhr' }, { mode: 'no-cors', method: 'POST' }].map(more => ({
      what: `${what} of a page, ${Object.values(more)[0] ?? 'fetch'}`,
      work: size => {
        const input = page(lines(size / 16, line), more)
        const exchange = { ...input, preflightResponse: answer(allow), response: answer(allow) }
        return () => [plan(input), diagnose(exchange)]
      },
    })),
  ),
  ...Object.entries(texts).flatMap(([kind, make]) =>
    ['X-HTTP-Method-Override', 'Content-Type', 'Range', 'X-A'].map(name => ({
      what: `${name} of a page: ${kind}`,
      work: size => {
        const input = page([[name, make(size)]])
        return () => plan(input)
      },
    })),
  ),
  ...Object.entries(urls).map(([kind, make]) => ({
    what: `URL of a page: ${kind}`,
    work: size => {
      const input = page([], { url: make(size) })
      return () => {
        try {
          plan(input)
        } catch {
          // The text may be no URL.
        }
      }
    },
  })),
]

/** The shortest of several runs, in nanoseconds a call. */
function least(work, calls, runs) {
  let best = Number.POSITIVE_INFINITY
  for (let run = 0; run < runs; run++) {
    const start = process.hrtime.bigint()
    for (let call = 0; call < calls; call++) work()
    best = Math.min(best, Number(process.hrtime.bigint() - start) / calls)
  }
  return best
}

/** The least ratio of several attempts, since other load on the machine can make any of them look slow. */
function growth(make) {
  const size = 16 * 1024
  const [short, long] = [make(size), make(size * FACTOR)]
  // Shorter times are mostly overhead, so they count as this many nanoseconds.
  const floor = 20_000
  let ratio = Number.POSITIVE_INFINITY
  for (let attempt = 0; attempt < 12 && ratio > MOST; attempt++) {
    const calls = 1 + attempt
    // The short text runs more often: if it looked slow, quadratic work would look linear.
    ratio = Math.min(ratio, least(long, calls, 2) / Math.max(floor, least(short, FACTOR * calls, 6)))
    // So large a ratio is no noise, and more attempts would take minutes.
    if (attempt > 0 && ratio > 3 * MOST) break
  }
  return ratio
}

/** The rows that grow most, and all that grow too much. */
export function growthRows() {
  const rows = growing.map(({ what, work }) => {
    const ratio = growth(work)
    return { what, ratio: ratio.toFixed(1), limits: [atMost(`${FACTOR} times the length`, MOST, ratio)] }
  })
  rows.sort((a, b) => b.ratio - a.ratio)
  console.log(`\n${rows.length} texts that a client or a server under test can send`)
  return rows.filter(({ ratio }, index) => index < 10 || ratio > MOST)
}
