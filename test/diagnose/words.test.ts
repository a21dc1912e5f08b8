import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AskedRequest, Verdict } from 'cors-policy/diagnose'
import {
  ALLOWED,
  ALLOWED_WITH_COOKIES,
  ANY,
  AS_NULL,
  COOKIES,
  HEADERS,
  METHODS,
  ORIGIN,
  OTHER,
  PAGE,
  PUT,
} from '../support/example-exchange.js'
import { answer, codes, get, preflighted, putWith, redirect, verdictOf } from '../support/exchange.js'

// A fix names the option, and the cause where it is commonly elsewhere.
const fixes: readonly {
  readonly what: string
  readonly verdict: Verdict
  readonly fix: RegExp
}[] = [
  {
    what: 'no header',
    verdict: get(),
    fix: /Add "https:\/\/app\.example" to `origins`.*proxy.*Vary: Origin/,
  },
  {
    what: 'no header on a 500',
    verdict: get({}, 500),
    fix: /Look at the status first, 500.*`interceptExceptions`/,
  },
  { what: 'no header on a 401', verdict: get({}, 401), fix: /authentication layer/ },
  {
    what: 'no header, but one of Helmet',
    verdict: get({ 'Cross-Origin-Resource-Policy': 'same-origin' }),
    fix: /Helmet.*not CORS/,
  },
  {
    what: 'no header on a redirect',
    verdict: verdictOf({ redirects: [redirect('/x', {})] }),
    fix: /trailing slash/,
  },
  {
    what: 'no header on a preflight with 401',
    verdict: preflighted({}, PUT, 401),
    fix: /authentication.*exempt OPTIONS/,
  },
  {
    what: 'no header on a preflight with 405',
    verdict: preflighted({}, PUT, 405),
    fix: /router/,
  },
  {
    what: 'no header on a preflight with 429',
    verdict: preflighted({}, PUT, 429),
    fix: /rate limit/,
  },
  {
    what: 'no header on a preflight with 502',
    verdict: preflighted({}, PUT, 502),
    fix: /proxy.*log/,
  },
  {
    what: 'no header on a preflight with 204',
    verdict: preflighted({}, PUT),
    fix: /before routes/,
  },
  {
    what: '* with credentials',
    verdict: get(ANY, 200, COOKIES),
    fix: /`origins`.*`credentials: true`.*`sendWildcard`/,
  },
  {
    what: 'two lines',
    verdict: get({ [ORIGIN]: [PAGE, '*'] }),
    fix: /Two layers.*proxy \(nginx/,
  },
  {
    what: 'a list',
    verdict: get({ [ORIGIN]: `${PAGE}, https://b.example` }),
    fix: /list in `origins`/,
  },
  {
    what: 'no URL',
    verdict: get({ [ORIGIN]: 'app.example' }),
    fix: /scheme, host and port.*`origins`/,
  },
  { what: 'empty', verdict: get({ [ORIGIN]: '' }), fix: /setting that is not set/ },
  {
    what: 'a slash',
    verdict: get({ [ORIGIN]: `${PAGE}/` }),
    fix: /no slash at the end/,
  },
  { what: 'no scheme', verdict: get({ [ORIGIN]: 'localhost:3000' }), fix: /no scheme/ },
  {
    what: 'another scheme',
    verdict: get({ [ORIGIN]: 'http://app.example' }),
    fix: /differ in the scheme/,
  },
  {
    what: 'another port',
    verdict: get({ [ORIGIN]: `${PAGE}:8443` }),
    fix: /differ in the port/,
  },
  {
    what: 'a pattern',
    verdict: get({ [ORIGIN]: 'https://*.example' }),
    fix: /no patterns.*`origins`/,
  },
  {
    what: 'the server itself',
    verdict: get({ [ORIGIN]: 'https://api.example' }),
    fix: /server's own origin/,
  },
  {
    what: '"null"',
    verdict: get(AS_NULL),
    fix: /"null" is an origin of its own/,
  },
  {
    what: 'another origin',
    verdict: get({ [ORIGIN]: 'https://b.example' }),
    fix: /cache.*Vary: Origin/,
  },
  {
    what: 'a sandboxed page',
    verdict: verdictOf({ pageOrigin: 'null', response: answer() }),
    fix: /sandboxed.*file opened from disk/,
  },
  {
    what: 'an origin hidden by a redirect',
    verdict: verdictOf({ redirects: [redirect(OTHER)], response: answer(ALLOWED) }),
    fix: /redirect.*Origin: null.*final URL/,
  },
  {
    what: 'no credentials',
    verdict: get(ALLOWED, 200, COOKIES),
    fix: /`credentials: true`/,
  },
  {
    what: 'a preflight redirected to https',
    verdict: preflighted(
      { Location: 'https://api.example/data' },
      { url: 'http://api.example/data', method: 'PUT' },
      301,
    ),
    fix: /from http to https/,
  },
  {
    what: 'a preflight redirected to a slash',
    verdict: preflighted({ Location: '/data/' }, PUT, 308),
    fix: /path with a slash at the end/,
  },
  {
    what: 'a preflight redirected to a login',
    verdict: preflighted({ Location: '/login' }, PUT, 302),
    fix: /login/,
  },
  {
    what: 'a bad status',
    verdict: preflighted(ALLOWED, PUT, 500),
    fix: /log.*`preflightStatus`/,
  },
  {
    what: 'a bad list of methods',
    verdict: preflighted({ ...ALLOWED, [METHODS]: 'GET PUT' }, PUT),
    fix: /`methods`/,
  },
  {
    what: 'a bad list of headers',
    verdict: preflighted({ ...ALLOWED, [HEADERS]: '["a"]' }, { headers: { A: '1' } }),
    fix: /`allowHeaders`/,
  },
  {
    what: 'a method',
    verdict: preflighted({ ...ALLOWED, Allow: 'PUT' }, PUT),
    fix: /Add "PUT" to `methods`.*Allow header/,
  },
  {
    what: 'a method in lower case',
    verdict: preflighted({ ...ALLOWED, [METHODS]: 'PATCH' }, { method: 'patch' }),
    fix: /write "PATCH"/,
  },
  {
    what: 'any method, with credentials',
    verdict: preflighted(
      { ...ALLOWED_WITH_COOKIES, [METHODS]: '*' },
      { method: 'PUT', credentials: 'include' },
    ),
    fix: /no wildcard/,
  },
  {
    what: 'any header, with credentials',
    verdict: preflighted(
      { ...ALLOWED_WITH_COOKIES, [HEADERS]: '*' },
      { headers: { 'X-A': '1' }, credentials: 'include' },
    ),
    fix: /`allowHeaders`.*no wildcard/,
  },
]

for (const { what, verdict, fix } of fixes) {
  test(`the fix for ${what} says what to change`, () => assert.match(verdict.failures[0]?.fix ?? '', fix))
}

test('the message on a bare 401, 404 or 405 to a preflight has both the header and the status', () => {
  for (const status of [401, 404, 405]) {
    const [failure] = preflighted({}, PUT, status).failures
    assert.match(failure?.message ?? '', new RegExp(`Access-Control-Allow-Origin.* ${status}`))
  }
})

test('doing what the fixes say makes it pass', () => {
  const request: Partial<AskedRequest> = {
    method: 'PUT',
    headers: { 'X-A': '1', Authorization: 'Bearer t' },
    credentials: 'include',
  }
  const bare = verdictOf({ request, preflightResponse: answer({}, 405), response: answer({}, 500) })
  assert.equal(bare.failures.length, 7)
  const mended = verdictOf({
    request,
    preflightResponse: answer(
      {
        ...ALLOWED_WITH_COOKIES,
        [METHODS]: 'PUT',
        [HEADERS]: 'X-A, Authorization',
      },
      204,
    ),
    response: answer(ALLOWED_WITH_COOKIES, 500),
  })
  assert.deepEqual([mended.readable, mended.failures, mended.notes], [true, [], []])
})

const notes: readonly {
  readonly what: string
  readonly verdict: Verdict
  readonly expected: string[]
}[] = [
  {
    what: 'one origin without Vary',
    verdict: get({ [ORIGIN]: PAGE }),
    expected: ['vary-origin-missing'],
  },
  {
    what: 'Vary: Origin in any case',
    verdict: get({ [ORIGIN]: PAGE, Vary: 'Accept, ORIGIN' }),
    expected: [],
  },
  { what: 'Vary: *', verdict: get({ [ORIGIN]: PAGE, Vary: '*' }), expected: [] },
  { what: '* without Vary', verdict: get(ANY), expected: [] },
  {
    what: 'a header in two lines',
    verdict: get({ ...ALLOWED, 'access-control-expose-headers': ['a', 'b'] }),
    expected: ['two-layers'],
  },
  {
    what: 'a doubled origin',
    verdict: get({ ...ALLOWED, [ORIGIN]: [PAGE, PAGE] }),
    expected: ['two-layers'],
  },
  { what: 'Max-Age 600', verdict: putWith({ 'Access-Control-Max-Age': '600' }), expected: [] },
  {
    what: 'Max-Age 601',
    verdict: putWith({ 'Access-Control-Max-Age': '601' }),
    expected: ['max-age-capped'],
  },
  {
    what: 'Max-Age 7201',
    verdict: putWith({ 'Access-Control-Max-Age': '7201' }),
    expected: ['max-age-capped'],
  },
  {
    what: 'Max-Age 86401',
    verdict: putWith({ 'Access-Control-Max-Age': '86401' }),
    expected: ['max-age-capped'],
  },
  { what: 'Max-Age -1', verdict: putWith({ 'Access-Control-Max-Age': '-1' }), expected: [] },
  {
    what: 'Max-Age that is no number',
    verdict: putWith({ 'Access-Control-Max-Age': '1h' }),
    expected: ['max-age-invalid'],
  },
  {
    what: 'Authorization under *',
    verdict: putWith({ [HEADERS]: '*' }, { headers: { Authorization: 'x' } }),
    expected: ['authorization-under-wildcard'],
  },
  {
    what: 'Authorization beside *',
    verdict: putWith({ [HEADERS]: '*, AUTHORIZATION' }, { headers: { Authorization: 'x' } }),
    expected: [],
  },
  {
    what: 'credentials beside *',
    verdict: get({ [ORIGIN]: '*', 'Access-Control-Allow-Credentials': 'true' }),
    expected: ['credentials-under-wildcard'],
  },
  {
    what: 'null with credentials',
    verdict: verdictOf({ pageOrigin: 'null', response: answer({ ...ALLOWED_WITH_COOKIES, ...AS_NULL }) }),
    expected: ['null-origin-allowed'],
  },
  {
    what: 'a bad Expose-Headers',
    verdict: get({ ...ALLOWED, 'Access-Control-Expose-Headers': '"a"' }),
    expected: ['expose-headers-invalid'],
  },
  {
    what: 'Expose-Headers * with credentials',
    verdict: get({ ...ALLOWED_WITH_COOKIES, 'Access-Control-Expose-Headers': '*' }, 200, {
      credentials: 'include',
    }),
    expected: ['expose-wildcard-with-credentials'],
  },
  {
    what: 'Resource-Policy in mode no-cors',
    verdict: get({ 'Cross-Origin-Resource-Policy': 'same-site' }, 200, { mode: 'no-cors' }),
    expected: ['resource-policy'],
  },
  {
    what: 'a private network header',
    verdict: get({ ...ALLOWED, 'Access-Control-Allow-Private-Network': 'true' }),
    expected: ['private-network-header'],
  },
  {
    what: 'a preflight that is not there',
    verdict: verdictOf({ request: PUT, response: answer(ALLOWED) }),
    expected: ['preflight-cached'],
  },
  {
    what: 'a preflight that nobody sends',
    verdict: verdictOf({ preflightResponse: answer({}, 404), response: answer(ALLOWED) }),
    expected: ['preflight-not-needed'],
  },
  {
    what: 'a password in the own origin',
    verdict: verdictOf({
      request: { url: PAGE },
      redirects: [redirect('https://u:p@app.example/', {})],
      response: answer(),
    }),
    expected: ['engine-deviation'],
  },
  {
    what: 'a preflight after the origin is hidden',
    verdict: verdictOf({
      request: PUT,
      redirects: [
        {
          preflightResponse: answer({ ...ALLOWED, [METHODS]: 'PUT' }),
          ...redirect(OTHER, ALLOWED, 307),
        },
      ],
      preflightResponse: answer({ ...AS_NULL, [METHODS]: 'PUT' }),
      response: answer(ANY),
    }),
    expected: ['engine-deviation'],
  },
  {
    what: 'client hints',
    verdict: verdictOf({ request: { headers: { DPR: '2' } } }),
    expected: ['engine-deviation'],
  },
  {
    what: 'a doubled request header',
    verdict: verdictOf({ request: { headers: { X: ['1', '2'] } } }),
    expected: ['engine-deviation'],
  },
  {
    what: 'long Accept headers',
    verdict: verdictOf({ request: { headers: { Accept: Array(9).fill('a'.repeat(128)) } } }),
    expected: ['engine-deviation', 'engine-deviation'],
  },
]

for (const { what, verdict, expected } of notes) {
  test(`noted: ${what}${expected.length > 0 ? '' : ', not'}`, () => {
    assert.deepEqual(codes(verdict), expected)
    for (const { message } of verdict.notes) assert.match(message, /^[A-Z].+\.$/)
  })
}

test('a note stands once, however many answers it is about', () => {
  const headers = { [ORIGIN]: PAGE }
  const verdict = verdictOf({
    redirects: [redirect('/a', headers), redirect('/b', headers)],
    response: answer(headers),
  })
  assert.deepEqual(codes(verdict), ['vary-origin-missing'])
})

test('an origin that differs in two things is told of both', () => {
  const differ = (pageOrigin: string, allowed: string) =>
    verdictOf({ pageOrigin, response: answer({ [ORIGIN]: allowed }) }).failures[0]?.fix
  assert.match(
    differ('http://localhost:3000', 'https://localhost:3001') ?? '',
    /^They differ in the scheme and the port\. /,
  )
  assert.match(
    differ('https://app.example', 'http://app.example:8080') ?? '',
    /^They differ in the scheme and the port\. /,
  )
  assert.match(
    differ('https://app.example', 'http://www.app.example') ?? '',
    /^They differ in the scheme and "www\."\. /,
  )
  assert.match(differ('https://app.example', 'https://www.app.example') ?? '', /^They differ in "www\."\. /)
})
