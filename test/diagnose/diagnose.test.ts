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
  API,
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
  const { failures, ...rest } = get({ 'Access-Control-Allow-Origin': 'https://www.app.example' })
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
const everything: [what: string, parts: Parts, expected: string[]][] = [
  [
    'no header at all, with credentials',
    { request: { credentials: 'include' }, response: answer() },
    ['response kMissingAllowOriginHeader', 'response kInvalidAllowCredentials'],
  ],
  [
    'a bare 404 to a preflight',
    { request: { method: 'PUT', headers: { 'X-A': '1' } }, preflightResponse: answer({}, 404) },
    [
      'preflight kPreflightMissingAllowOriginHeader',
      'preflight kPreflightInvalidStatus',
      'preflight kMethodDisallowedByPreflightResponse',
      'preflight kHeaderDisallowedByPreflightResponse',
    ],
  ],
  [
    'a redirected preflight, whatever its headers',
    { request: { method: 'PUT' }, preflightResponse: answer({ ...ALLOWED, Location: '/x' }, 301) },
    ['preflight kPreflightDisallowedRedirect', 'preflight kMethodDisallowedByPreflightResponse'],
  ],
  [
    'lists that are none, both',
    {
      request: { method: 'PUT', headers: { 'X-A': '1' } },
      preflightResponse: answer({
        ...ALLOWED,
        'Access-Control-Allow-Methods': '[PUT]',
        'Access-Control-Allow-Headers': '"x-a"',
      }),
    },
    ['preflight kInvalidAllowMethodsPreflightResponse', 'preflight kInvalidAllowHeadersPreflightResponse'],
  ],
  [
    'preflight and response',
    { request: { method: 'PUT' }, preflightResponse: answer(ALLOWED), response: answer() },
    ['preflight kMethodDisallowedByPreflightResponse', 'response kMissingAllowOriginHeader'],
  ],
  [
    'a redirect without the header, and what it leads to',
    { redirects: [redirect('https://other.example/', {})], response: answer(ALLOWED) },
    ['redirect kMissingAllowOriginHeader', 'response kAllowOriginMismatch'],
  ],
  [
    'a redirect with a password that also has the wrong origin',
    { redirects: [redirect('https://u:p@api.example/', {})] },
    ['redirect kMissingAllowOriginHeader', 'redirect kRedirectContainsCredentials'],
  ],
]

for (const [what, parts, expected] of everything) {
  test(`all failures are listed: ${what}`, () => assert.deepEqual(checks(judge(parts)), expected))
}

// The CORS check, beyond the observed cases.
const originValues: [value: string | string[], check: string | null][] = [
  ['*', null],
  [` \t${PAGE}\t `, null],
  ['', 'kInvalidAllowOriginValue'],
  [['', ''], 'kMultipleAllowOriginValues'],
  [[PAGE, PAGE], 'kMultipleAllowOriginValues'],
  ['**', 'kInvalidAllowOriginValue'],
  ['NULL', 'kInvalidAllowOriginValue'],
  [`${PAGE}/`, 'kAllowOriginMismatch'],
  [`${PAGE}?`, 'kAllowOriginMismatch'],
  ['https://app.example\u00a0', 'kInvalidAllowOriginValue'],
  [`'${PAGE}'`, 'kInvalidAllowOriginValue'],
  ['x'.repeat(100_000), 'kInvalidAllowOriginValue'],
]

for (const [value, check] of originValues) {
  test(`Access-Control-Allow-Origin ${JSON.stringify(value).slice(0, 60)}: ${check ?? 'readable'}`, () => {
    const [failure] = get({ 'Access-Control-Allow-Origin': value }).failures
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
    const verdict = preflighted(
      { ...ALLOWED, 'Access-Control-Allow-Methods': 'PUT' },
      { method: 'PUT' },
      status,
    )
    const isOk = status >= 200 && status <= 299
    assert.equal(checks(verdict).includes('preflight kPreflightInvalidStatus'), !isOk, String(status))
  }
})

// methods, headers, credentials, expected first failure
const lists: [
  what: string,
  allow: Record<string, string>,
  request: Partial<AskedRequest>,
  check: string | null,
][] = [
  [
    'GET, HEAD and POST need not be listed',
    { 'Access-Control-Allow-Methods': 'PUT' },
    { method: 'POST' },
    null,
  ],
  ['a listed method', { 'Access-Control-Allow-Methods': ',,PUT,' }, { method: 'PUT' }, null],
  ['* for every method', { 'Access-Control-Allow-Methods': '*' }, { method: 'PUT' }, null],
  [
    'methods compare by case',
    { 'Access-Control-Allow-Methods': 'put' },
    { method: 'PUT' },
    'kMethodDisallowedByPreflightResponse',
  ],
  [
    '* with credentials is a method called *',
    { 'Access-Control-Allow-Methods': '*' },
    { method: 'PUT', credentials: 'include' },
    'kMethodDisallowedByPreflightResponse',
  ],
  [
    'a method called *',
    { 'Access-Control-Allow-Methods': '*' },
    { method: '*', credentials: 'include' },
    null,
  ],
  ['* for every header', { 'Access-Control-Allow-Headers': '*' }, { headers: { 'X-Test': '1' } }, null],
  [
    '* with credentials is a header called *',
    { 'Access-Control-Allow-Headers': '*' },
    { headers: { 'X-Test': '1' }, credentials: 'include' },
    'kHeaderDisallowedByPreflightResponse',
  ],
  [
    'a header called *',
    { 'Access-Control-Allow-Headers': '*' },
    { headers: { '*': '1' }, credentials: 'include' },
    null,
  ],
]

for (const [what, allow, request, check] of lists) {
  test(`in a preflight: ${what}`, () => {
    const headers = { 'X-Preflighted': '1', ...request.headers }
    const allowHeaders = [allow['Access-Control-Allow-Headers'], 'x-preflighted'].filter(Boolean).join(',')
    const verdict = judge({
      request: { ...request, headers },
      preflightResponse: answer({
        ...ALLOWED_WITH_COOKIES,
        ...allow,
        'Access-Control-Allow-Headers': allowHeaders,
      }),
      response: answer(ALLOWED_WITH_COOKIES),
    })
    assert.equal(verdict.failures[0]?.check ?? null, check)
  })
}

test('all the missing headers are named, and none of them is the parameter', () => {
  const headers = { 'X-C': '1', 'X-B': '1', 'X-A': '1' }
  const [failure] = preflighted({ ...ALLOWED, 'Access-Control-Allow-Headers': 'X-A' }, { headers }).failures
  assert.deepEqual(failure?.names, ['x-b', 'x-c'])
  assert.equal(failure?.parameter, undefined)
  assert.match(failure?.message ?? '', /"x-b", "x-c"/)
  assert.match(failure?.fix ?? '', /^Add "x-b", "x-c" to `allowHeaders`\./)
})

// Redirects, beyond the observed cases.
const redirected: [what: string, parts: Parts, expected: string[]][] = [
  [
    'a POST becomes a GET that needs no preflight',
    {
      request: { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' },
      redirects: [redirect('/end', ALLOWED, 301)],
      response: answer(ALLOWED),
    },
    [],
  ],
  [
    'Authorization is dropped at another origin, and its preflight with it',
    {
      request: { headers: { Authorization: 'Bearer t' } },
      redirects: [redirect(OTHER)],
      preflightResponse: answer({}, 404),
      response: answer(AS_NULL),
    },
    [],
  ],
  [
    'a redirect to another port hides the origin',
    {
      redirects: [redirect('https://api.example:8443/')],
      response: answer(ALLOWED),
    },
    ['response kAllowOriginMismatch'],
  ],
  [
    'a redirect from http to https hides the origin',
    {
      pageOrigin: 'https://app.example',
      request: { url: 'http://api.example/' },
      redirects: [redirect('https://api.example/')],
      response: answer(ALLOWED),
    },
    ['response kAllowOriginMismatch'],
  ],
  [
    'a hidden origin is satisfied by *',
    {
      redirects: [redirect(OTHER)],
      response: answer({ 'Access-Control-Allow-Origin': '*' }),
    },
    [],
  ],
  ['300 and 304 lead nowhere', { response: answer({ ...ALLOWED, Location: OTHER }, 300) }, []],
  ['no Location: it is the response', { response: answer(ALLOWED, 307) }, []],
  ['a Location that is no URL', { redirects: [redirect('https://[')] }, ['redirect invalid-location']],
  [
    'two Locations',
    {
      redirects: [{ response: answer({ ...ALLOWED, Location: ['/a', '/a'] }, 302) }],
    },
    ['redirect invalid-location'],
  ],
  [
    'a password on the way back to the page',
    {
      redirects: [redirect(`https://u:p@app.example/`)],
    },
    ['redirect kRedirectContainsCredentials'],
  ],
  [
    'an empty user and password are none',
    {
      redirects: [redirect('https://:@api.example/')],
      response: answer(ALLOWED),
    },
    [],
  ],
  [
    'a password in mode no-cors',
    {
      request: { mode: 'no-cors' },
      redirects: [redirect('https://u:p@other.example/')],
      response: answer(),
    },
    ['response opaque-response'],
  ],
  [
    'a scheme that is not http, from the own origin',
    {
      request: { url: `${PAGE}/start` },
      redirects: [redirect('data:text/plain,x', {})],
    },
    ['redirect kCorsDisabledScheme'],
  ],
  [
    'such a scheme in mode no-cors',
    {
      request: { mode: 'no-cors' },
      redirects: [redirect('ftp://api.example/', {})],
    },
    ['redirect unsupported-scheme'],
  ],
  [
    'out of the own origin in mode same-origin',
    {
      request: { url: `${PAGE}/start`, mode: 'same-origin' },
      redirects: [redirect(API, {})],
    },
    ['redirect kDisallowedByMode'],
  ],
  [
    'redirect mode error, after the CORS check',
    {
      request: { redirect: 'error' },
      redirects: [redirect(OTHER, {})],
    },
    ['redirect kMissingAllowOriginHeader', 'redirect redirect-error'],
  ],
  [
    'redirect mode manual, without a Location',
    {
      request: { redirect: 'manual' },
      response: answer(ALLOWED, 302),
    },
    ['redirect opaque-redirect'],
  ],
  [
    'redirect mode manual at the own origin',
    {
      request: { url: `${PAGE}/start`, redirect: 'manual' },
      response: answer({}, 302),
    },
    ['redirect opaque-redirect'],
  ],
  [
    'a stream that would have to be sent again',
    {
      request: { method: 'POST', streamBody: true },
      redirects: [redirect('/end', ALLOWED, 307)],
    },
    ['redirect stream-body-redirect'],
  ],
  [
    'a stream and status 303',
    {
      request: { method: 'POST', streamBody: true },
      redirects: [redirect('/end', ALLOWED, 303)],
      response: answer(ALLOWED),
    },
    [],
  ],
  ['20 redirects', { redirects: Array(20).fill(redirect('/x')), response: answer(ALLOWED) }, []],
  [
    '21 redirects',
    { redirects: Array(21).fill(redirect('/x')), response: answer(ALLOWED) },
    ['redirect too-many-redirects'],
  ],
  [
    'a redirect that nobody followed',
    { response: answer({ ...ALLOWED, Location: OTHER }, 302) },
    ['redirect no-response'],
  ],
]

for (const [what, parts, expected] of redirected) {
  test(`redirects: ${what}`, () => assert.deepEqual(checks(judge(parts)), expected))
}

test('a failure after a redirect says which URL it is', () => {
  const [failure] = judge({ redirects: [redirect(OTHER)], response: answer() }).failures
  assert.equal(failure?.url, OTHER)
  assert.match(failure?.message ?? '', /^The response from "https:\/\/other\.example" has no /)
})

// What the page may read.
const exposed: [
  what: string,
  headers: Record<string, string | string[]>,
  request: Partial<AskedRequest>,
  names: string[],
][] = [
  [
    'names in any case, of several lines',
    { 'Access-Control-Expose-Headers': ['x-ONE', ',X-Two,'] },
    {},
    ['x-one', 'x-two'],
  ],
  [
    'names that the response does not have are not there',
    { 'Access-Control-Expose-Headers': 'X-Three' },
    {},
    [],
  ],
  ['a list with a bad name exposes nothing', { 'Access-Control-Expose-Headers': 'X-One, b c' }, {}, []],
  ['neither do quotes', { 'Access-Control-Expose-Headers': '"X-One"' }, {}, []],
  ['nor a vertical tab', { 'Access-Control-Expose-Headers': 'X-One\v' }, {}, []],
  ['* with credentials is a name', { 'Access-Control-Expose-Headers': '*' }, { credentials: 'include' }, []],
  ['never cookies', { 'Access-Control-Expose-Headers': 'set-cookie, X-One' }, {}, ['x-one']],
]

for (const [what, headers, request, names] of exposed) {
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
  assert.deepEqual(checks(judge({})), ['response no-response'])
  assert.deepEqual(checks(judge({ request: { method: 'PUT' } })), ['preflight no-response'])
})

const LOOPBACK = { page: 'public', target: 'loopback' } as const
const localNetwork: [what: string, parts: Parts, expected: string[]][] = [
  ['no permission is needed within it', { addressSpaces: { page: 'loopback', target: 'local' } }, []],
  ['a secure page with permission', { addressSpaces: LOOPBACK, permission: 'granted' }, []],
  [
    'a secure page without',
    { addressSpaces: LOOPBACK, permission: 'denied' },
    ['kLocalNetworkAccessPermissionDenied'],
  ],
  ['a secure page before the answer', { addressSpaces: LOOPBACK }, ['local-network-permission']],
  [
    'an insecure page',
    { pageOrigin: 'http://app.example', addressSpaces: { page: 'public', target: 'local' } },
    ['kInsecureLocalNetwork'],
  ],
  [
    'localhost is secure',
    { pageOrigin: 'http://localhost:8080', addressSpaces: LOOPBACK, permission: 'granted' },
    [],
  ],
]

for (const [what, parts, expected] of localNetwork) {
  test(`local network: ${what}`, () => {
    const verdict = judge({ ...parts, response: answer({ 'Access-Control-Allow-Origin': '*' }) })
    assert.deepEqual([...verdict.failures.map(({ check }) => check), ...codes(verdict)], expected)
  })
}
