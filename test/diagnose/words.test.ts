import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AskedRequest, Verdict } from 'cors-policy/diagnose'
import {
  ALLOWED,
  ALLOWED_WITH_COOKIES,
  AS_NULL,
  answer,
  codes,
  get,
  judge,
  OTHER,
  PAGE,
  preflighted,
  redirect,
} from '../support/exchange.js'

// A fix names the option, and the cause where it is commonly elsewhere.
const fixes: [what: string, verdict: Verdict, fix: RegExp][] = [
  ['no header', get(), /Add "https:\/\/app\.example" to `origins`.*proxy.*Vary: Origin/],
  ['no header on a 500', get({}, 500), /Look at the status first, 500.*`interceptExceptions`/],
  ['no header on a 401', get({}, 401), /authentication layer/],
  [
    'no header, but one of Helmet',
    get({ 'Cross-Origin-Resource-Policy': 'same-origin' }),
    /Helmet.*not CORS/,
  ],
  ['no header on a redirect', judge({ redirects: [redirect('/x', {})] }), /trailing slash/],
  [
    'no header on a preflight with 401',
    preflighted({}, { method: 'PUT' }, 401),
    /authentication.*exempt OPTIONS/,
  ],
  ['no header on a preflight with 405', preflighted({}, { method: 'PUT' }, 405), /router/],
  ['no header on a preflight with 429', preflighted({}, { method: 'PUT' }, 429), /rate limit/],
  ['no header on a preflight with 502', preflighted({}, { method: 'PUT' }, 502), /proxy.*log/],
  ['no header on a preflight with 204', preflighted({}, { method: 'PUT' }), /before routes/],
  [
    '* with credentials',
    get({ 'Access-Control-Allow-Origin': '*' }, 200, { credentials: 'include' }),
    /`origins`.*`credentials: true`.*`sendWildcard`/,
  ],
  ['two lines', get({ 'Access-Control-Allow-Origin': [PAGE, '*'] }), /Two layers.*proxy \(nginx/],
  ['a list', get({ 'Access-Control-Allow-Origin': `${PAGE}, https://b.example` }), /list in `origins`/],
  ['no URL', get({ 'Access-Control-Allow-Origin': 'app.example' }), /scheme, host and port.*`origins`/],
  ['empty', get({ 'Access-Control-Allow-Origin': '' }), /setting that is not set/],
  ['a slash', get({ 'Access-Control-Allow-Origin': `${PAGE}/` }), /no slash at the end/],
  ['no scheme', get({ 'Access-Control-Allow-Origin': 'localhost:3000' }), /no scheme/],
  ['another scheme', get({ 'Access-Control-Allow-Origin': 'http://app.example' }), /differ in the scheme/],
  ['another port', get({ 'Access-Control-Allow-Origin': `${PAGE}:8443` }), /differ in the port/],
  ['a pattern', get({ 'Access-Control-Allow-Origin': 'https://*.example' }), /no patterns.*`origins`/],
  ['the server itself', get({ 'Access-Control-Allow-Origin': 'https://api.example' }), /server's own origin/],
  ['"null"', get({ 'Access-Control-Allow-Origin': 'null' }), /"null" is an origin of its own/],
  ['another origin', get({ 'Access-Control-Allow-Origin': 'https://b.example' }), /cache.*Vary: Origin/],
  ['a sandboxed page', judge({ pageOrigin: 'null', response: answer() }), /sandboxed.*file opened from disk/],
  [
    'an origin hidden by a redirect',
    judge({ redirects: [redirect(OTHER)], response: answer(ALLOWED) }),
    /redirect.*Origin: null.*final URL/,
  ],
  ['no credentials', get(ALLOWED, 200, { credentials: 'include' }), /`credentials: true`/],
  [
    'a preflight redirected to https',
    preflighted(
      { Location: 'https://api.example/data' },
      { url: 'http://api.example/data', method: 'PUT' },
      301,
    ),
    /from http to https/,
  ],
  [
    'a preflight redirected to a slash',
    preflighted({ Location: '/data/' }, { method: 'PUT' }, 308),
    /path with a slash at the end/,
  ],
  ['a preflight redirected to a login', preflighted({ Location: '/login' }, { method: 'PUT' }, 302), /login/],
  ['a bad status', preflighted(ALLOWED, { method: 'PUT' }, 500), /log.*`preflightStatus`/],
  [
    'a bad list of methods',
    preflighted({ ...ALLOWED, 'Access-Control-Allow-Methods': 'GET PUT' }, { method: 'PUT' }),
    /`methods`/,
  ],
  [
    'a bad list of headers',
    preflighted({ ...ALLOWED, 'Access-Control-Allow-Headers': '["a"]' }, { headers: { A: '1' } }),
    /`allowHeaders`/,
  ],
  [
    'a method',
    preflighted({ ...ALLOWED, Allow: 'PUT' }, { method: 'PUT' }),
    /Add "PUT" to `methods`.*Allow header/,
  ],
  [
    'a method in lower case',
    preflighted({ ...ALLOWED, 'Access-Control-Allow-Methods': 'PATCH' }, { method: 'patch' }),
    /write "PATCH"/,
  ],
  [
    'any method, with credentials',
    preflighted(
      { ...ALLOWED_WITH_COOKIES, 'Access-Control-Allow-Methods': '*' },
      { method: 'PUT', credentials: 'include' },
    ),
    /no wildcard/,
  ],
  [
    'any header, with credentials',
    preflighted(
      { ...ALLOWED_WITH_COOKIES, 'Access-Control-Allow-Headers': '*' },
      { headers: { 'X-A': '1' }, credentials: 'include' },
    ),
    /`allowHeaders`.*no wildcard/,
  ],
]

for (const [what, verdict, fix] of fixes) {
  test(`the fix for ${what} says what to change`, () => assert.match(verdict.failures[0]?.fix ?? '', fix))
}

test('the message on a bare 401, 404 or 405 to a preflight has both the header and the status', () => {
  for (const status of [401, 404, 405]) {
    const [failure] = preflighted({}, { method: 'PUT' }, status).failures
    assert.match(failure?.message ?? '', new RegExp(`Access-Control-Allow-Origin.* ${status}`))
  }
})

test('doing what the fixes say makes it pass', () => {
  const request: Partial<AskedRequest> = {
    method: 'PUT',
    headers: { 'X-A': '1', Authorization: 'Bearer t' },
    credentials: 'include',
  }
  const bare = judge({ request, preflightResponse: answer({}, 405), response: answer({}, 500) })
  assert.equal(bare.failures.length, 7)
  const mended = judge({
    request,
    preflightResponse: answer(
      {
        ...ALLOWED_WITH_COOKIES,
        'Access-Control-Allow-Methods': 'PUT',
        'Access-Control-Allow-Headers': 'X-A, Authorization',
      },
      204,
    ),
    response: answer(ALLOWED_WITH_COOKIES, 500),
  })
  assert.deepEqual([mended.readable, mended.failures, mended.notes], [true, [], []])
})

const withPut = (headers: Record<string, string | string[]>, request: Partial<AskedRequest> = {}) =>
  judge({
    request: { method: 'PUT', ...request },
    preflightResponse: answer({ ...ALLOWED, 'Access-Control-Allow-Methods': 'PUT', ...headers }),
    response: answer(ALLOWED),
  })

const notes: [what: string, verdict: Verdict, expected: string[]][] = [
  ['one origin without Vary', get({ 'Access-Control-Allow-Origin': PAGE }), ['vary-origin-missing']],
  ['Vary: Origin in any case', get({ 'Access-Control-Allow-Origin': PAGE, Vary: 'Accept, ORIGIN' }), []],
  ['Vary: *', get({ 'Access-Control-Allow-Origin': PAGE, Vary: '*' }), []],
  ['* without Vary', get({ 'Access-Control-Allow-Origin': '*' }), []],
  ['a header in two lines', get({ ...ALLOWED, 'access-control-expose-headers': ['a', 'b'] }), ['two-layers']],
  ['a doubled origin', get({ ...ALLOWED, 'Access-Control-Allow-Origin': [PAGE, PAGE] }), ['two-layers']],
  ['Max-Age 600', withPut({ 'Access-Control-Max-Age': '600' }), []],
  ['Max-Age 601', withPut({ 'Access-Control-Max-Age': '601' }), ['max-age-capped']],
  ['Max-Age 7201', withPut({ 'Access-Control-Max-Age': '7201' }), ['max-age-capped']],
  ['Max-Age 86401', withPut({ 'Access-Control-Max-Age': '86401' }), ['max-age-capped']],
  ['Max-Age -1', withPut({ 'Access-Control-Max-Age': '-1' }), []],
  ['Max-Age that is no number', withPut({ 'Access-Control-Max-Age': '1h' }), ['max-age-invalid']],
  [
    'Authorization under *',
    withPut({ 'Access-Control-Allow-Headers': '*' }, { headers: { Authorization: 'x' } }),
    ['authorization-under-wildcard'],
  ],
  [
    'Authorization beside *',
    withPut({ 'Access-Control-Allow-Headers': '*, AUTHORIZATION' }, { headers: { Authorization: 'x' } }),
    [],
  ],
  [
    'credentials beside *',
    get({ 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Credentials': 'true' }),
    ['credentials-under-wildcard'],
  ],
  [
    'null with credentials',
    judge({ pageOrigin: 'null', response: answer({ ...ALLOWED_WITH_COOKIES, ...AS_NULL }) }),
    ['null-origin-allowed'],
  ],
  [
    'a bad Expose-Headers',
    get({ ...ALLOWED, 'Access-Control-Expose-Headers': '"a"' }),
    ['expose-headers-invalid'],
  ],
  [
    'Expose-Headers * with credentials',
    get({ ...ALLOWED_WITH_COOKIES, 'Access-Control-Expose-Headers': '*' }, 200, { credentials: 'include' }),
    ['expose-wildcard-with-credentials'],
  ],
  [
    'Resource-Policy in mode no-cors',
    get({ 'Cross-Origin-Resource-Policy': 'same-site' }, 200, { mode: 'no-cors' }),
    ['resource-policy'],
  ],
  [
    'a private network header',
    get({ ...ALLOWED, 'Access-Control-Allow-Private-Network': 'true' }),
    ['private-network-header'],
  ],
  [
    'a preflight that is not there',
    judge({ request: { method: 'PUT' }, response: answer(ALLOWED) }),
    ['preflight-cached'],
  ],
  [
    'a preflight that nobody sends',
    judge({ preflightResponse: answer({}, 404), response: answer(ALLOWED) }),
    ['preflight-not-needed'],
  ],
  [
    'a password in the own origin',
    judge({
      request: { url: PAGE },
      redirects: [redirect('https://u:p@app.example/', {})],
      response: answer(),
    }),
    ['engine-deviation'],
  ],
  [
    'a preflight after the origin is hidden',
    judge({
      request: { method: 'PUT' },
      redirects: [
        {
          preflightResponse: answer({ ...ALLOWED, 'Access-Control-Allow-Methods': 'PUT' }),
          ...redirect(OTHER, ALLOWED, 307),
        },
      ],
      preflightResponse: answer({ ...AS_NULL, 'Access-Control-Allow-Methods': 'PUT' }),
      response: answer({ 'Access-Control-Allow-Origin': '*' }),
    }),
    ['engine-deviation'],
  ],
  ['client hints', judge({ request: { headers: { DPR: '2' } } }), ['engine-deviation']],
  ['a doubled request header', judge({ request: { headers: { X: ['1', '2'] } } }), ['engine-deviation']],
  [
    'long Accept headers',
    judge({ request: { headers: { Accept: Array(9).fill('a'.repeat(128)) } } }),
    ['engine-deviation', 'engine-deviation'],
  ],
]

for (const [what, verdict, expected] of notes) {
  test(`noted: ${what}${expected.length > 0 ? '' : ', not'}`, () => {
    assert.deepEqual(codes(verdict), expected)
    for (const { message } of verdict.notes) assert.match(message, /^[A-Z].+\.$/)
  })
}

test('a note stands once, however many answers it is about', () => {
  const headers = { 'Access-Control-Allow-Origin': PAGE }
  const verdict = judge({
    redirects: [redirect('/a', headers), redirect('/b', headers)],
    response: answer(headers),
  })
  assert.deepEqual(codes(verdict), ['vary-origin-missing'])
})

test('an origin that differs in two things is told of both', () => {
  const differ = (pageOrigin: string, allowed: string) =>
    judge({ pageOrigin, response: answer({ 'Access-Control-Allow-Origin': allowed }) }).failures[0]?.fix
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
