import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AskedRequest, HeaderLines, Probe } from 'cors-policy/diagnose'
import { ALLOWED, ALLOWED_WITH_COOKIES, COOKIES, ORIGIN, PAGE } from '../support/example-exchange.js'
import { answer, codes, type Parts, verdictOf } from '../support/exchange.js'

// Notes on a response that the page can read.

const one = { [ORIGIN]: PAGE }

/** What another origin is answered, or nobody. */
const asked = (headers: HeaderLines, origin: string | null = 'https://b.example'): Probe => ({
  method: 'GET',
  headers: origin === null ? {} : { Origin: origin },
  response: answer(headers),
})

const vary: readonly {
  readonly what: string
  readonly headers: Record<string, string>
  readonly probes: readonly Probe[]
  readonly request?: Partial<AskedRequest>
  readonly isNoted: boolean
}[] = [
  { what: 'nobody else was answered', headers: one, probes: [], isNoted: false },
  { what: 'another origin gets the same', headers: one, probes: [asked(one)], isNoted: false },
  { what: 'another origin gets nothing', headers: one, probes: [asked({})], isNoted: true },
  {
    what: 'another origin gets its own',
    headers: one,
    probes: [asked({ [ORIGIN]: 'https://b.example' })],
    isNoted: true,
  },
  {
    what: 'only a request without Origin gets nothing',
    headers: one,
    probes: [asked(one), asked({}, null)],
    isNoted: true,
  },
  {
    what: 'only a preflight of another origin gets nothing',
    headers: one,
    probes: [{ method: 'OPTIONS', headers: { Origin: 'https://b.example' }, response: answer() }],
    isNoted: false,
  },
  {
    what: 'Vary lacks Origin',
    headers: { ...one, Vary: 'Accept, X-Origin' },
    probes: [asked({})],
    isNoted: true,
  },
  {
    what: 'Vary names Origin',
    headers: { ...one, Vary: 'Accept, ORIGIN' },
    probes: [asked({})],
    isNoted: false,
  },
  { what: 'Vary is *', headers: { ...one, Vary: '*' }, probes: [asked({})], isNoted: false },
  { what: 'the answer is *', headers: { [ORIGIN]: '*' }, probes: [asked({})], isNoted: false },
  {
    what: 'only the browser may keep it',
    headers: { ...one, 'Cache-Control': 'private, max-age=60' },
    probes: [asked({})],
    isNoted: true,
  },
  {
    what: 'nobody may keep it',
    headers: { ...one, 'Cache-Control': 'max-age=60, No-Store' },
    probes: [asked({})],
    isNoted: false,
  },
  { what: 'it is a HEAD', headers: one, probes: [asked({})], request: { method: 'HEAD' }, isNoted: true },
  { what: 'it is a POST', headers: one, probes: [asked({})], request: { method: 'POST' }, isNoted: false },
]

for (const { what, headers, probes, request = {}, isNoted } of vary) {
  test(`a missing Vary gets ${isNoted ? 'a' : 'no'} note if ${what}`, () => {
    const verdict = verdictOf({ request, response: answer(headers), probes })
    assert.deepEqual(codes(verdict), isNoted ? ['vary-origin-missing'] : [])
    assert.equal(verdict.readable, true)
  })
}

const unseen: readonly { readonly name: string; readonly isNoted: boolean }[] = [
  ...['X-Auth-Token', 'Content-Disposition', 'Content-Range', 'Link', 'X-Total-Count', 'CSRF-Token'].map(
    name => ({ name, isNoted: true }),
  ),
  ...[
    'Server',
    'Content-Type',
    'Date',
    'ETag',
    'X-Powered-By',
    'X-Request-Id',
    'X-Cache',
    'X-Frame-Options',
  ].map(name => ({ name, isNoted: false })),
  ...['X-RateLimit-Limit', 'X-Amz-Cf-Id', 'X-Varnish', 'CF-Ray', 'Strict-Transport-Security'].map(name => ({
    name,
    isNoted: false,
  })),
]

for (const { name, isNoted } of unseen) {
  test(`${name}, if it is not exposed, gets ${isNoted ? 'a' : 'no'} note`, () => {
    const verdict = verdictOf({ response: answer({ ...ALLOWED, [name]: '1' }) })
    assert.deepEqual(codes(verdict), isNoted ? ['not-exposed'] : [])
  })
}

test('a header that is exposed gets no note, nor does one of a same-origin answer or of a blocked one', () => {
  const token = { 'X-Auth-Token': '1' }
  const rows: readonly Parts[] = [
    { response: answer({ ...ALLOWED, ...token, 'Access-Control-Expose-Headers': 'x-auth-token' }) },
    { response: answer({ [ORIGIN]: '*', ...token, 'Access-Control-Expose-Headers': '*' }) },
    { request: { url: `${PAGE}/x` }, response: answer(token) },
    { response: answer(token) },
  ]
  for (const parts of rows) assert.deepEqual(codes(verdictOf(parts)), [])
})

const cookies: readonly {
  readonly what: string
  readonly cookie: string | string[]
  readonly page?: string
  readonly url?: string
  readonly isNoted: boolean
}[] = [
  { what: 'without attributes', cookie: 'a=1', isNoted: true },
  { what: 'SameSite=None alone', cookie: 'a=1; SameSite=None', isNoted: true },
  { what: 'Secure alone', cookie: 'a=1; Secure', isNoted: true },
  { what: 'SameSite=Lax; Secure', cookie: 'a=1; SameSite=Lax; Secure', isNoted: true },
  { what: 'SameSite=None; Secure', cookie: 'a=1; Path=/; samesite = none; SECURE', isNoted: false },
  { what: 'of which one of two is right', cookie: ['a=1; SameSite=None; Secure', 'b=1'], isNoted: true },
  {
    what: 'without attributes, of the same site',
    cookie: 'a=1',
    page: 'https://app.example.com',
    url: 'https://api.example.com/',
    isNoted: false,
  },
  {
    what: 'without attributes, of localhost at another port',
    cookie: 'a=1',
    page: 'http://localhost:5173',
    url: 'http://localhost:3000/',
    isNoted: false,
  },
  {
    what: 'without attributes, of 127.0.0.1 for a page on localhost',
    cookie: 'a=1',
    page: 'http://localhost:5173',
    url: 'http://127.0.0.1:3000/',
    isNoted: true,
  },
  {
    what: 'without attributes, of https for a page over http',
    cookie: 'a=1',
    page: 'http://app.example.com',
    url: 'https://api.example.com/',
    isNoted: true,
  },
  {
    what: 'without attributes, of another address',
    cookie: 'a=1',
    page: 'http://10.0.0.1',
    url: 'http://10.0.1.1/',
    isNoted: true,
  },
]

for (const { what, cookie, page = PAGE, url = 'https://api.other/', isNoted } of cookies) {
  test(`a cookie ${what} is ${isNoted ? 'dropped' : 'kept'}`, () => {
    const verdict = verdictOf({
      pageOrigin: page,
      request: { url, ...COOKIES },
      response: answer({ ...ALLOWED_WITH_COOKIES, [ORIGIN]: page, 'Set-Cookie': cookie }),
    })
    assert.deepEqual(codes(verdict), isNoted ? ['cookie-dropped'] : [])
  })
}

test('a cookie in an answer to a request without credentials is dropped, whatever it says', () => {
  const response = answer({ ...ALLOWED, 'Set-Cookie': 'a=1; SameSite=None; Secure' })
  assert.deepEqual(codes(verdictOf({ response })), ['cookie-dropped'])
})

const ranges = [
  { range: 'bytes=9223372036854775807-', isNoted: false },
  { range: 'bytes=9223372036854775808-', isNoted: true },
  { range: 'bytes=0-99999999999999999999', isNoted: true },
]

for (const { range, isNoted } of ranges) {
  test(`Range ${range} gets ${isNoted ? 'a' : 'no'} note`, () => {
    const verdict = verdictOf({ request: { headers: { Range: range } }, response: answer(ALLOWED) })
    assert.deepEqual(codes(verdict), isNoted ? ['engine-deviation'] : [])
  })
}
