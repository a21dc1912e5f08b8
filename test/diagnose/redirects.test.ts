import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AskedRequest, HeaderLines } from 'cors-policy/diagnose'
import { ALLOWED, AS_NULL, HEADERS, METHODS, OTHER, PAGE } from '../support/example-exchange.js'
import {
  answer,
  checks,
  codes,
  get,
  type Parts,
  preflighted,
  redirect,
  verdictOf,
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
const after: readonly {
  readonly what: string
  readonly status: number
  readonly request: Partial<AskedRequest>
  readonly names: string[] | null
}[] = [
  ...[301, 302, 303].map(status => ({
    what: 'a POST becomes a GET',
    status,
    request: { method: 'POST', headers: CONTENT, body: 'x' },
    names: null,
  })),
  ...[307, 308].map(status => ({
    what: 'a POST stays',
    status,
    request: { method: 'POST', headers: CONTENT, body: 'x' },
    names: NAMES,
  })),
  ...['GET', 'HEAD'].flatMap(method =>
    [301, 302, 303, 307].map(status => ({
      what: `a ${method} stays`,
      status,
      request: { method, headers: CONTENT },
      names: NAMES,
    })),
  ),
  {
    what: 'a PUT becomes a GET',
    status: 303,
    request: { method: 'PUT', headers: CONTENT, body: 'x' },
    names: null,
  },
  ...[301, 302, 307, 308].map(status => ({
    what: 'a PUT stays',
    status,
    request: { method: 'PUT', headers: CONTENT, body: 'x' },
    names: ['PUT', ...NAMES],
  })),
  {
    what: 'other headers stay',
    status: 302,
    request: { method: 'POST', headers: { 'X-A': '1', Content: '2' } },
    names: ['content', 'x-a'],
  },
  {
    what: 'Authorization stays at its origin',
    status: 302,
    request: { headers: { AUTHORIZATION: 'x' } },
    names: ['authorization'],
  },
  { what: 'a listener stays', status: 303, request: { method: 'POST', uploadListener: true }, names: [] },
  { what: 'a stream stays a reason', status: 303, request: { method: 'POST', streamBody: true }, names: [] },
]

for (const { what, status, request, names } of after) {
  test(`${what} after status ${status}: ${names?.join(', ') ?? 'no preflight'}`, () => {
    const preflightResponse = answer({
      ...ALLOWED,
      [METHODS]: 'PUT',
      [HEADERS]: '*, authorization',
    })
    const exchange = { request, redirects: [{ ...redirect('/x', ALLOWED, status), preflightResponse }] }
    const refused = verdictOf({ ...exchange, preflightResponse: answer(ALLOWED), response: answer(ALLOWED) })
    assert.equal(codes(refused).includes('preflight-not-needed'), names === null)
    assert.deepEqual(
      refused.failures.flatMap(({ names, parameter }) => names ?? parameter),
      names ?? [],
    )
  })
}

test('Authorization is dropped at another origin, in whatever case it is written, and nothing else', () => {
  const headers = { AUTHORIZATION: 'x', 'X-Authorization': '1' }
  const preflightResponse = answer({ ...ALLOWED, [HEADERS]: '*, authorization' })
  const [failure] = verdictOf({
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
const led: readonly {
  readonly what: string
  readonly parts: Parts
  readonly expected: string[]
}[] = [
  {
    what: 'within the own origin CORS has no say',
    parts: { request: { url: OWN }, redirects: [same('/x', {})], response: answer() },
    expected: [],
  },
  {
    what: 'out of the own origin it has',
    parts: { request: { url: OWN }, redirects: [same(REMOTE, {})], response: answer() },
    expected: ['response kMissingAllowOriginHeader'],
  },
  {
    what: 'out of the own origin nothing is hidden',
    parts: { request: { url: OWN }, redirects: [same(REMOTE, {})], response: answer(ALLOWED) },
    expected: [],
  },
  {
    what: 'back to the own origin it still has',
    parts: { redirects: [same(OWN)], response: answer() },
    expected: ['response kMissingAllowOriginHeader'],
  },
  {
    what: 'back to the own origin the origin is hidden',
    parts: { redirects: [same(OWN)], response: answer(ALLOWED) },
    expected: ['response kAllowOriginMismatch'],
  },
  {
    what: 'once hidden it stays so',
    parts: { redirects: [same(OTHER), same('/x', AS_NULL)], response: answer(ALLOWED) },
    expected: ['response kAllowOriginMismatch'],
  },
  {
    what: 'mode no-cors, out of the own origin',
    parts: { request: { url: OWN, mode: 'no-cors' }, redirects: [same(REMOTE, {})], response: answer() },
    expected: ['response opaque-response'],
  },
  {
    what: 'mode no-cors, back to the own origin',
    parts: { request: { mode: 'no-cors' }, redirects: [same(OWN, {})], response: answer() },
    expected: ['response opaque-response'],
  },
  {
    what: 'mode no-cors, within the own origin',
    parts: { request: { url: OWN, mode: 'no-cors' }, redirects: [same('/x', {})], response: answer() },
    expected: [],
  },
  {
    what: 'mode same-origin, within it',
    parts: { request: { url: OWN, mode: 'same-origin' }, redirects: [same('/x', {})], response: answer() },
    expected: [],
  },
  {
    what: 'mode same-origin, out of it with a password',
    parts: { request: { url: OWN, mode: 'same-origin' }, redirects: [same('https://u:p@api.example/', {})] },
    expected: ['redirect kDisallowedByMode'],
  },
  {
    what: 'a user without a password',
    parts: { redirects: [same('https://u@api.example/')] },
    expected: ['redirect kRedirectContainsCredentials'],
  },
  {
    what: 'a password without a user',
    parts: { redirects: [same('https://:p@api.example/')] },
    expected: ['redirect kRedirectContainsCredentials'],
  },
  {
    what: 'an app within its own origin',
    parts: {
      pageOrigin: 'capacitor://localhost',
      request: { url: 'capacitor://localhost/a' },
      redirects: [same('/b', {})],
    },
    expected: ['redirect unsupported-scheme'],
  },
  {
    what: 'another scheme in mode cors',
    parts: { redirects: [same('ftp://api.example/')] },
    expected: ['redirect kCorsDisabledScheme'],
  },
  {
    what: 'a password and another scheme',
    parts: { redirects: [same('foo://u:p@api.example/')] },
    expected: ['redirect kCorsDisabledScheme', 'redirect kRedirectContainsCredentials'],
  },
  {
    what: 'a stream whose body is dropped before',
    parts: {
      request: { method: 'POST', streamBody: true },
      redirects: [redirect('/a', ALLOWED, 303), redirect('/b', ALLOWED, 307)],
      response: answer(ALLOWED),
    },
    expected: [],
  },
  {
    what: 'a stream and status 301',
    parts: { request: { method: 'POST', streamBody: true }, redirects: [redirect('/a', ALLOWED, 301)] },
    expected: ['redirect stream-body-redirect'],
  },
  {
    what: 'a text that is sent again',
    parts: {
      request: { method: 'POST', body: 'x' },
      redirects: [redirect('/a', ALLOWED, 307)],
      response: answer(ALLOWED),
    },
    expected: [],
  },
  {
    what: 'the 21st redirect to a password',
    parts: { redirects: [...Array(20).fill(redirect('/x')), same('https://u@api.example/')] },
    expected: ['redirect too-many-redirects', 'redirect kRedirectContainsCredentials'],
  },
  {
    what: 'what is asked last, without an answer',
    parts: { redirects: [redirect('/x')] },
    expected: ['response no-response'],
  },
  {
    what: 'a failed redirect without a next answer',
    parts: { redirects: [redirect('/x', {})] },
    expected: ['redirect kMissingAllowOriginHeader'],
  },
  {
    what: 'a final response among the redirects',
    parts: { redirects: [{ response: answer(ALLOWED) }], response: answer() },
    expected: [],
  },
]

for (const { what, parts, expected } of led) {
  test(`led by a redirect: ${what}`, () => assert.deepEqual(checks(verdictOf(parts)), expected))
}
