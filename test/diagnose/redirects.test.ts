import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AskedRequest, HeaderLines } from 'cors-policy/diagnose'
import {
  ALLOWED,
  AS_NULL,
  answer,
  checks,
  codes,
  get,
  judge,
  OTHER,
  PAGE,
  type Parts,
  preflighted,
  redirect,
} from '../support/exchange.js'

test('five statuses are redirects', () => {
  const headers = { ...ALLOWED, Location: '/x' }
  for (const status of [301, 302, 303, 307, 308]) {
    assert.deepEqual(checks(get(headers, status)), ['redirect no-response'], String(status))
    assert.deepEqual(checks(preflighted(headers, { uploadListener: true }, status)), [
      'preflight kPreflightDisallowedRedirect',
    ])
  }
  for (const status of [201, 300, 304, 305, 306, 309])
    assert.ok(get(headers, status).readable, String(status))
})

test('a redirect without a Location is a bad status for a preflight', () => {
  for (const status of [301, 308]) {
    assert.deepEqual(checks(preflighted(ALLOWED, { uploadListener: true }, status)), [
      'preflight kPreflightInvalidStatus',
    ])
  }
})

// The second preflight, and with it what the request is after the redirect: no name, no preflight.
const CONTENT = {
  'Content-Type': 'a/b',
  'Content-Encoding': 'x',
  'Content-Language': 'a_b',
  'Content-Location': '/x',
}
const NAMES = Object.keys(CONTENT)
  .map(name => name.toLowerCase())
  .sort()
const after: [what: string, status: number, request: Partial<AskedRequest>, names: string[] | null][] = [
  ...[301, 302, 303].map((status): [string, number, Partial<AskedRequest>, null] => [
    'a POST becomes a GET',
    status,
    { method: 'POST', headers: CONTENT, body: 'x' },
    null,
  ]),
  ...[307, 308].map((status): [string, number, Partial<AskedRequest>, string[]] => [
    'a POST stays',
    status,
    { method: 'POST', headers: CONTENT, body: 'x' },
    NAMES,
  ]),
  ...['GET', 'HEAD'].flatMap(method =>
    [301, 302, 303, 307].map((status): [string, number, Partial<AskedRequest>, string[]] => [
      `a ${method} stays`,
      status,
      { method, headers: CONTENT },
      NAMES,
    ]),
  ),
  ['a PUT becomes a GET', 303, { method: 'PUT', headers: CONTENT, body: 'x' }, null],
  ...[301, 302, 307, 308].map((status): [string, number, Partial<AskedRequest>, string[]] => [
    'a PUT stays',
    status,
    { method: 'PUT', headers: CONTENT, body: 'x' },
    ['PUT', ...NAMES],
  ]),
  ['other headers stay', 302, { method: 'POST', headers: { 'X-A': '1', Content: '2' } }, ['content', 'x-a']],
  ['Authorization stays at its origin', 302, { headers: { AUTHORIZATION: 'x' } }, ['authorization']],
  ['a listener stays', 303, { method: 'POST', uploadListener: true }, []],
  ['a stream stays a reason', 303, { method: 'POST', streamBody: true }, []],
]

for (const [what, status, request, names] of after) {
  test(`${what} after status ${status}: ${names?.join(', ') ?? 'no preflight'}`, () => {
    const preflightResponse = answer({
      ...ALLOWED,
      'Access-Control-Allow-Methods': 'PUT',
      'Access-Control-Allow-Headers': '*, authorization',
    })
    const exchange = { request, redirects: [{ ...redirect('/x', ALLOWED, status), preflightResponse }] }
    const refused = judge({ ...exchange, preflightResponse: answer(ALLOWED), response: answer(ALLOWED) })
    assert.equal(codes(refused).includes('preflight-not-needed'), names === null)
    assert.deepEqual(
      refused.failures.flatMap(({ names, parameter }) => names ?? parameter),
      names ?? [],
    )
  })
}

test('Authorization is dropped at another origin, in whatever case it is written, and nothing else', () => {
  const headers = { AUTHORIZATION: 'x', 'X-Authorization': '1' }
  const preflightResponse = answer({ ...ALLOWED, 'Access-Control-Allow-Headers': '*, authorization' })
  const [failure] = judge({
    request: { headers },
    redirects: [{ ...redirect(OTHER), preflightResponse }],
    preflightResponse: answer(AS_NULL),
    response: answer(AS_NULL),
  }).failures
  assert.deepEqual(failure?.names, ['x-authorization'])
})

const REMOTE = 'https://api.example/start'
const OWN = `${PAGE}/start`
const same = (at: string, headers: HeaderLines = ALLOWED) => ({
  response: answer([...(Object.entries(headers) as [string, string][]), ['Location', at]], 302),
})
const led: [what: string, parts: Parts, expected: string[]][] = [
  [
    'within the own origin CORS has no say',
    { request: { url: OWN }, redirects: [same('/x', {})], response: answer() },
    [],
  ],
  [
    'out of the own origin it has',
    { request: { url: OWN }, redirects: [same(REMOTE, {})], response: answer() },
    ['response kMissingAllowOriginHeader'],
  ],
  [
    'out of the own origin nothing is hidden',
    { request: { url: OWN }, redirects: [same(REMOTE, {})], response: answer(ALLOWED) },
    [],
  ],
  [
    'back to the own origin it still has',
    { redirects: [same(OWN)], response: answer() },
    ['response kMissingAllowOriginHeader'],
  ],
  [
    'back to the own origin the origin is hidden',
    { redirects: [same(OWN)], response: answer(ALLOWED) },
    ['response kAllowOriginMismatch'],
  ],
  [
    'once hidden it stays so',
    { redirects: [same(OTHER), same('/x', AS_NULL)], response: answer(ALLOWED) },
    ['response kAllowOriginMismatch'],
  ],
  [
    'mode no-cors, out of the own origin',
    { request: { url: OWN, mode: 'no-cors' }, redirects: [same(REMOTE, {})], response: answer() },
    ['response opaque-response'],
  ],
  [
    'mode no-cors, back to the own origin',
    { request: { mode: 'no-cors' }, redirects: [same(OWN, {})], response: answer() },
    ['response opaque-response'],
  ],
  [
    'mode no-cors, within the own origin',
    { request: { url: OWN, mode: 'no-cors' }, redirects: [same('/x', {})], response: answer() },
    [],
  ],
  [
    'mode same-origin, within it',
    { request: { url: OWN, mode: 'same-origin' }, redirects: [same('/x', {})], response: answer() },
    [],
  ],
  [
    'mode same-origin, out of it with a password',
    { request: { url: OWN, mode: 'same-origin' }, redirects: [same('https://u:p@api.example/', {})] },
    ['redirect kDisallowedByMode'],
  ],
  [
    'a user without a password',
    { redirects: [same('https://u@api.example/')] },
    ['redirect kRedirectContainsCredentials'],
  ],
  [
    'a password without a user',
    { redirects: [same('https://:p@api.example/')] },
    ['redirect kRedirectContainsCredentials'],
  ],
  [
    'an app within its own origin',
    {
      pageOrigin: 'capacitor://localhost',
      request: { url: 'capacitor://localhost/a' },
      redirects: [same('/b', {})],
    },
    ['redirect unsupported-scheme'],
  ],
  [
    'another scheme in mode cors',
    { redirects: [same('ftp://api.example/')] },
    ['redirect kCorsDisabledScheme'],
  ],
  [
    'a password and another scheme',
    { redirects: [same('foo://u:p@api.example/')] },
    ['redirect kCorsDisabledScheme', 'redirect kRedirectContainsCredentials'],
  ],
  [
    'a stream whose body is dropped before',
    {
      request: { method: 'POST', streamBody: true },
      redirects: [redirect('/a', ALLOWED, 303), redirect('/b', ALLOWED, 307)],
      response: answer(ALLOWED),
    },
    [],
  ],
  [
    'a stream and status 301',
    { request: { method: 'POST', streamBody: true }, redirects: [redirect('/a', ALLOWED, 301)] },
    ['redirect stream-body-redirect'],
  ],
  [
    'a text that is sent again',
    {
      request: { method: 'POST', body: 'x' },
      redirects: [redirect('/a', ALLOWED, 307)],
      response: answer(ALLOWED),
    },
    [],
  ],
  [
    'the 21st redirect to a password',
    { redirects: [...Array(20).fill(redirect('/x')), same('https://u@api.example/')] },
    ['redirect too-many-redirects', 'redirect kRedirectContainsCredentials'],
  ],
  ['what is asked last, without an answer', { redirects: [redirect('/x')] }, ['response no-response']],
  [
    'a failed redirect without a next answer',
    { redirects: [redirect('/x', {})] },
    ['redirect kMissingAllowOriginHeader'],
  ],
  [
    'a final response among the redirects',
    { redirects: [{ response: answer(ALLOWED) }], response: answer() },
    [],
  ],
]

for (const [what, parts, expected] of led) {
  test(`led by a redirect: ${what}`, () => assert.deepEqual(checks(judge(parts)), expected))
}
