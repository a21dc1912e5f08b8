import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { test } from 'node:test'
import type { AskedRequest } from 'cors-policy/diagnose'
import * as entry from 'cors-policy/diagnose'
import {
  ALLOWED,
  ALLOWED_WITH_COOKIES,
  ANY,
  API,
  AS_NULL,
  COOKIES,
  HEADERS,
  METHODS,
  ORIGIN,
  OTHER,
  PAGE,
  PUT,
} from '../support/example-exchange.js'
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

test('the entry has plan and diagnose, and nothing else, for import and require', () => {
  assert.deepEqual(Object.keys(entry).sort(), ['diagnose', 'plan'])
  const required = createRequire(join(process.cwd(), 'package.json'))('cors-policy/diagnose')
  assert.deepEqual(Object.keys(required).sort(), ['diagnose', 'plan'])
})

test("the browser's side imports only itself, the protocol, and how objects are read", () => {
  const files = readdirSync('src/diagnose', { recursive: true, encoding: 'utf8' })
  for (const file of files.filter(name => name.endsWith('.ts'))) {
    const source = readFileSync(join('src/diagnose', file), 'utf8')
    for (const [, target = ''] of source.matchAll(/(?:from|import\()\s*'([^']+)'/g)) {
      const resolved = join('src/diagnose', file, '..', target)
      assert.match(resolved, /^src\/(?:diagnose\/.+|(?:own|protocol)\.js)$/, `${file} imports ${target}`)
    }
  }
})

test('a verdict has the shape of the documentation', () => {
  assert.deepEqual(get({ ...ALLOWED, 'Content-Type': 'a/b', 'X-Other': '1' }), {
    readable: true,
    failures: [],
    exposedHeaders: ['content-type'],
    notes: [],
  })
  const { failures, ...rest } = get({ [ORIGIN]: 'https://www.app.example' })
  assert.deepEqual(failures, [
    {
      check: 'kAllowOriginMismatch',
      at: 'response',
      parameter: 'https://www.app.example',
      url: API,
      message:
        'The response allows the origin "https://www.app.example", but the request comes from "https://app.example".',
      fix: 'They differ in "www.". Add "https://app.example" to `origins`.',
    },
  ])
  assert.deepEqual([rest.readable, rest.exposedHeaders], [false, []])
})

// All failures of an exchange, the browser's first one first.
const everything: readonly {
  readonly what: string
  readonly parts: Parts
  readonly expected: string[]
}[] = [
  {
    what: 'no header at all, with credentials',
    parts: { request: COOKIES, response: answer() },
    expected: ['response kMissingAllowOriginHeader', 'response kInvalidAllowCredentials'],
  },
  {
    what: 'a bare 404 to a preflight',
    parts: { request: { method: 'PUT', headers: { 'X-A': '1' } }, preflightResponse: answer({}, 404) },
    expected: [
      'preflight kPreflightMissingAllowOriginHeader',
      'preflight kPreflightInvalidStatus',
      'preflight kMethodDisallowedByPreflightResponse',
      'preflight kHeaderDisallowedByPreflightResponse',
    ],
  },
  {
    what: 'a redirected preflight, whatever its headers',
    parts: { request: PUT, preflightResponse: answer({ ...ALLOWED, Location: '/x' }, 301) },
    expected: ['preflight kPreflightDisallowedRedirect', 'preflight kMethodDisallowedByPreflightResponse'],
  },
  {
    what: 'lists that are none, both',
    parts: {
      request: { method: 'PUT', headers: { 'X-A': '1' } },
      preflightResponse: answer({
        ...ALLOWED,
        [METHODS]: '[PUT]',
        [HEADERS]: '"x-a"',
      }),
    },
    expected: [
      'preflight kInvalidAllowMethodsPreflightResponse',
      'preflight kInvalidAllowHeadersPreflightResponse',
    ],
  },
  {
    what: 'preflight and response',
    parts: { request: PUT, preflightResponse: answer(ALLOWED), response: answer() },
    expected: ['preflight kMethodDisallowedByPreflightResponse', 'response kMissingAllowOriginHeader'],
  },
  {
    what: 'a redirect without the header, and what it leads to',
    parts: { redirects: [redirect('https://other.example/', {})], response: answer(ALLOWED) },
    expected: ['redirect kMissingAllowOriginHeader', 'response kAllowOriginMismatch'],
  },
  {
    what: 'a redirect with a password that also has the wrong origin',
    parts: { redirects: [redirect('https://u:p@api.example/', {})] },
    expected: ['redirect kMissingAllowOriginHeader', 'redirect kRedirectContainsCredentials'],
  },
]

for (const { what, parts, expected } of everything) {
  test(`all failures are listed: ${what}`, () => assert.deepEqual(checks(verdictOf(parts)), expected))
}

// The CORS check, beyond the observed cases.
const originValues: readonly {
  readonly value: string | string[]
  readonly check: string | null
}[] = [
  { value: '*', check: null },
  { value: ` \t${PAGE}\t `, check: null },
  { value: '', check: 'kInvalidAllowOriginValue' },
  { value: ['', ''], check: 'kMultipleAllowOriginValues' },
  { value: [PAGE, PAGE], check: 'kMultipleAllowOriginValues' },
  { value: '**', check: 'kInvalidAllowOriginValue' },
  { value: 'NULL', check: 'kInvalidAllowOriginValue' },
  { value: `${PAGE}/`, check: 'kAllowOriginMismatch' },
  { value: `${PAGE}?`, check: 'kAllowOriginMismatch' },
  { value: 'https://app.example\u00a0', check: 'kInvalidAllowOriginValue' },
  { value: `'${PAGE}'`, check: 'kInvalidAllowOriginValue' },
  { value: 'x'.repeat(100_000), check: 'kInvalidAllowOriginValue' },
]

for (const { value, check } of originValues) {
  test(`Access-Control-Allow-Origin ${JSON.stringify(value).slice(0, 60)}: ${check ?? 'readable'}`, () => {
    const [failure] = get({ [ORIGIN]: value }).failures
    assert.equal(failure?.check ?? null, check)
    if (failure) assert.equal(failure.parameter, Array.isArray(value) ? value.join(', ') : value)
  })
}

test('credentials need exactly one "true"', () => {
  const failed = (value: string | string[]) =>
    get({ ...ALLOWED, 'Access-Control-Allow-Credentials': value }, 200, {
      credentials: 'include',
    }).failures.map(({ check, parameter }) => `${check} ${parameter}`)
  assert.deepEqual(failed(' true '), [])
  assert.deepEqual(failed(['true', 'true']), ['kInvalidAllowCredentials true, true'])
  assert.deepEqual(failed('True'), ['kInvalidAllowCredentials True'])
})

test('every status of a preflight but 200 to 299 fails', () => {
  for (const status of [0, -1, Number.NaN, 199, 200.5, 299, 300, 304, 418, 999, Number.POSITIVE_INFINITY]) {
    const verdict = preflighted({ ...ALLOWED, [METHODS]: 'PUT' }, PUT, status)
    const isOk = status >= 200 && status <= 299
    assert.equal(checks(verdict).includes('preflight kPreflightInvalidStatus'), !isOk, String(status))
  }
})

// methods, headers, credentials, expected first failure
const lists: readonly {
  readonly what: string
  readonly allow: Record<string, string>
  readonly request: Partial<AskedRequest>
  readonly check: string | null
}[] = [
  {
    what: 'GET, HEAD and POST need not be listed',
    allow: { [METHODS]: 'PUT' },
    request: { method: 'POST' },
    check: null,
  },
  {
    what: 'a listed method',
    allow: { [METHODS]: ',,PUT,' },
    request: PUT,
    check: null,
  },
  {
    what: '* for every method',
    allow: { [METHODS]: '*' },
    request: PUT,
    check: null,
  },
  {
    what: 'methods compare by case',
    allow: { [METHODS]: 'put' },
    request: PUT,
    check: 'kMethodDisallowedByPreflightResponse',
  },
  {
    what: '* with credentials is a method called *',
    allow: { [METHODS]: '*' },
    request: { method: 'PUT', credentials: 'include' },
    check: 'kMethodDisallowedByPreflightResponse',
  },
  {
    what: 'a method called *',
    allow: { [METHODS]: '*' },
    request: { method: '*', credentials: 'include' },
    check: null,
  },
  {
    what: '* for every header',
    allow: { [HEADERS]: '*' },
    request: { headers: { 'X-Test': '1' } },
    check: null,
  },
  {
    what: '* with credentials is a header called *',
    allow: { [HEADERS]: '*' },
    request: { headers: { 'X-Test': '1' }, credentials: 'include' },
    check: 'kHeaderDisallowedByPreflightResponse',
  },
  {
    what: 'a header called *',
    allow: { [HEADERS]: '*' },
    request: { headers: { '*': '1' }, credentials: 'include' },
    check: null,
  },
]

for (const { what, allow, request, check } of lists) {
  test(`in a preflight: ${what}`, () => {
    const headers = { 'X-Preflighted': '1', ...request.headers }
    const allowHeaders = [allow['Access-Control-Allow-Headers'], 'x-preflighted'].filter(Boolean).join(',')
    const verdict = verdictOf({
      request: { ...request, headers },
      preflightResponse: answer({
        ...ALLOWED_WITH_COOKIES,
        ...allow,
        [HEADERS]: allowHeaders,
      }),
      response: answer(ALLOWED_WITH_COOKIES),
    })
    assert.equal(verdict.failures[0]?.check ?? null, check)
  })
}

test('all the missing headers are named, and none of them is the parameter', () => {
  const headers = { 'X-C': '1', 'X-B': '1', 'X-A': '1' }
  const [failure] = preflighted({ ...ALLOWED, [HEADERS]: 'X-A' }, { headers }).failures
  assert.deepEqual(failure?.names, ['x-b', 'x-c'])
  assert.equal(failure?.parameter, undefined)
  assert.match(failure?.message ?? '', /"x-b", "x-c"/)
  assert.match(failure?.fix ?? '', /^Add "x-b", "x-c" to `allowHeaders`\./)
})

// Redirects, beyond the observed cases.
const redirected: readonly {
  readonly what: string
  readonly parts: Parts
  readonly expected: string[]
}[] = [
  {
    what: 'a POST becomes a GET that needs no preflight',
    parts: {
      request: { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' },
      redirects: [redirect('/end', ALLOWED, 301)],
      response: answer(ALLOWED),
    },
    expected: [],
  },
  {
    what: 'Authorization is dropped at another origin, and its preflight with it',
    parts: {
      request: { headers: { Authorization: 'Bearer t' } },
      redirects: [redirect(OTHER)],
      preflightResponse: answer({}, 404),
      response: answer(AS_NULL),
    },
    expected: [],
  },
  {
    what: 'a redirect to another port hides the origin',
    parts: {
      redirects: [redirect('https://api.example:8443/')],
      response: answer(ALLOWED),
    },
    expected: ['response kAllowOriginMismatch'],
  },
  {
    what: 'a redirect from http to https hides the origin',
    parts: {
      pageOrigin: 'https://app.example',
      request: { url: 'http://api.example/' },
      redirects: [redirect('https://api.example/')],
      response: answer(ALLOWED),
    },
    expected: ['response kAllowOriginMismatch'],
  },
  {
    what: 'a hidden origin is satisfied by *',
    parts: {
      redirects: [redirect(OTHER)],
      response: answer(ANY),
    },
    expected: [],
  },
  {
    what: '300 and 304 lead nowhere',
    parts: { response: answer({ ...ALLOWED, Location: OTHER }, 300) },
    expected: [],
  },
  { what: 'no Location: it is the response', parts: { response: answer(ALLOWED, 307) }, expected: [] },
  {
    what: 'a Location that is no URL',
    parts: { redirects: [redirect('https://[')] },
    expected: ['redirect invalid-location'],
  },
  {
    what: 'two Locations',
    parts: {
      redirects: [{ response: answer({ ...ALLOWED, Location: ['/a', '/a'] }, 302) }],
    },
    expected: ['redirect invalid-location'],
  },
  {
    what: 'a password on the way back to the page',
    parts: {
      redirects: [redirect(`https://u:p@app.example/`)],
    },
    expected: ['redirect kRedirectContainsCredentials'],
  },
  {
    what: 'an empty user and password are none',
    parts: {
      redirects: [redirect('https://:@api.example/')],
      response: answer(ALLOWED),
    },
    expected: [],
  },
  {
    what: 'a password in mode no-cors',
    parts: {
      request: { mode: 'no-cors' },
      redirects: [redirect('https://u:p@other.example/')],
      response: answer(),
    },
    expected: ['response opaque-response'],
  },
  {
    what: 'a scheme that is not http, from the own origin',
    parts: {
      request: { url: `${PAGE}/start` },
      redirects: [redirect('data:text/plain,x', {})],
    },
    expected: ['redirect kCorsDisabledScheme'],
  },
  {
    what: 'such a scheme in mode no-cors',
    parts: {
      request: { mode: 'no-cors' },
      redirects: [redirect('ftp://api.example/', {})],
    },
    expected: ['redirect unsupported-scheme'],
  },
  {
    what: 'out of the own origin in mode same-origin',
    parts: {
      request: { url: `${PAGE}/start`, mode: 'same-origin' },
      redirects: [redirect(API, {})],
    },
    expected: ['redirect kDisallowedByMode'],
  },
  {
    what: 'redirect mode error, after the CORS check',
    parts: {
      request: { redirect: 'error' },
      redirects: [redirect(OTHER, {})],
    },
    expected: ['redirect kMissingAllowOriginHeader', 'redirect redirect-error'],
  },
  {
    what: 'redirect mode manual, without a Location',
    parts: {
      request: { redirect: 'manual' },
      response: answer(ALLOWED, 302),
    },
    expected: ['redirect opaque-redirect'],
  },
  {
    what: 'redirect mode manual at the own origin',
    parts: {
      request: { url: `${PAGE}/start`, redirect: 'manual' },
      response: answer({}, 302),
    },
    expected: ['redirect opaque-redirect'],
  },
  {
    what: 'a stream that would have to be sent again',
    parts: {
      request: { method: 'POST', streamBody: true },
      redirects: [redirect('/end', ALLOWED, 307)],
    },
    expected: ['redirect stream-body-redirect'],
  },
  {
    what: 'a stream and status 303',
    parts: {
      request: { method: 'POST', streamBody: true },
      redirects: [redirect('/end', ALLOWED, 303)],
      response: answer(ALLOWED),
    },
    expected: [],
  },
  {
    what: '20 redirects',
    parts: { redirects: Array(20).fill(redirect('/x')), response: answer(ALLOWED) },
    expected: [],
  },
  {
    what: '21 redirects',
    parts: { redirects: Array(21).fill(redirect('/x')), response: answer(ALLOWED) },
    expected: ['redirect too-many-redirects'],
  },
  {
    what: 'a redirect that nobody followed',
    parts: { response: answer({ ...ALLOWED, Location: OTHER }, 302) },
    expected: ['redirect no-response'],
  },
]

for (const { what, parts, expected } of redirected) {
  test(`redirects: ${what}`, () => assert.deepEqual(checks(verdictOf(parts)), expected))
}

test('a failure after a redirect says which URL it is', () => {
  const [failure] = verdictOf({ redirects: [redirect(OTHER)], response: answer() }).failures
  assert.equal(failure?.url, OTHER)
  assert.match(failure?.message ?? '', /^The response from "https:\/\/other\.example" has no /)
})

// What the page may read.
const exposed: readonly {
  readonly what: string
  readonly headers: Record<string, string | string[]>
  readonly request: Partial<AskedRequest>
  readonly names: string[]
}[] = [
  {
    what: 'names in any case, of several lines',
    headers: { 'Access-Control-Expose-Headers': ['x-ONE', ',X-Two,'] },
    request: {},
    names: ['x-one', 'x-two'],
  },
  {
    what: 'names that the response does not have are not there',
    headers: { 'Access-Control-Expose-Headers': 'X-Three' },
    request: {},
    names: [],
  },
  {
    what: 'a list with a bad name exposes nothing',
    headers: { 'Access-Control-Expose-Headers': 'X-One, b c' },
    request: {},
    names: [],
  },
  {
    what: 'neither do quotes',
    headers: { 'Access-Control-Expose-Headers': '"X-One"' },
    request: {},
    names: [],
  },
  {
    what: 'nor a vertical tab',
    headers: { 'Access-Control-Expose-Headers': 'X-One\v' },
    request: {},
    names: [],
  },
  {
    what: '* with credentials is a name',
    headers: { 'Access-Control-Expose-Headers': '*' },
    request: COOKIES,
    names: [],
  },
  {
    what: 'never cookies',
    headers: { 'Access-Control-Expose-Headers': 'set-cookie, X-One' },
    request: {},
    names: ['x-one'],
  },
]

for (const { what, headers, request, names } of exposed) {
  test(`exposed: ${what}`, () => {
    const all = { 'X-One': '1', 'X-Two': '2', 'Set-Cookie': 'a=b', ...ALLOWED_WITH_COOKIES, ...headers }
    assert.deepEqual(get(all, 200, request).exposedHeaders, names)
  })
}

test('a page reads every header of its own origin but cookies', () => {
  const headers = { 'X-One': '1', 'Set-Cookie': 'a=b', ETag: '"x"' }
  assert.deepEqual(get(headers, 200, { url: PAGE }).exposedHeaders, ['etag', 'x-one'])
})

test('Cross-Origin-Resource-Policy has no say in mode cors', () => {
  assert.ok(get({ ...ALLOWED, 'Cross-Origin-Resource-Policy': 'same-origin' }).readable)
})

test('mode no-cors reads nothing of another origin, and everything of its own', () => {
  assert.deepEqual(checks(get(ALLOWED, 200, { mode: 'no-cors' })), ['response opaque-response'])
  assert.ok(get({}, 200, { mode: 'no-cors', url: PAGE }).readable)
})

test('an exchange without an answer fails where it ends', () => {
  assert.deepEqual(checks(verdictOf({})), ['response no-response'])
  assert.deepEqual(checks(verdictOf({ request: PUT })), ['preflight no-response'])
})

const LOOPBACK = { page: 'public', target: 'loopback' } as const
const localNetwork: readonly {
  readonly what: string
  readonly parts: Parts
  readonly expected: string[]
}[] = [
  {
    what: 'no permission is needed within it',
    parts: { addressSpaces: { page: 'loopback', target: 'local' } },
    expected: [],
  },
  {
    what: 'a secure page with permission',
    parts: { addressSpaces: LOOPBACK, permission: 'granted' },
    expected: [],
  },
  {
    what: 'a secure page without',
    parts: { addressSpaces: LOOPBACK, permission: 'denied' },
    expected: ['kLocalNetworkAccessPermissionDenied'],
  },
  {
    what: 'a secure page before the answer',
    parts: { addressSpaces: LOOPBACK },
    expected: ['local-network-permission'],
  },
  {
    what: 'an insecure page',
    parts: { pageOrigin: 'http://app.example', addressSpaces: { page: 'public', target: 'local' } },
    expected: ['kInsecureLocalNetwork'],
  },
  {
    what: 'localhost is secure',
    parts: { pageOrigin: 'http://localhost:8080', addressSpaces: LOOPBACK, permission: 'granted' },
    expected: [],
  },
]

for (const { what, parts, expected } of localNetwork) {
  test(`local network: ${what}`, () => {
    const verdict = verdictOf({ ...parts, response: answer(ANY) })
    assert.deepEqual([...verdict.failures.map(({ check }) => check), ...codes(verdict)], expected)
  })
}

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
