import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AskedRequest } from 'cors-policy/diagnose'
import { API, PAGE } from '../support/example-exchange.js'
import { planOf } from '../support/exchange.js'

/** Why a preflight is needed, as `code name`. */
function reasons(request: Partial<AskedRequest>): string[] {
  const { preflight } = planOf(request)
  return (preflight?.reasons ?? []).map(reason =>
    'name' in reason ? `${reason.code} ${reason.name}` : reason.code,
  )
}

function refusals(request: Partial<AskedRequest>): string[] {
  return planOf(request).refusals.map(({ check, at }) => `${at} ${check}`)
}

/** The page's own headers as they are sent. */
function sent(headers: AskedRequest['headers'], request: Partial<AskedRequest> = {}) {
  return planOf({ ...request, headers: headers ?? [] }).request?.headers.filter(([name]) => name !== 'Origin')
}

test('a GET of another origin is sent with Origin and without a preflight', () => {
  assert.deepEqual(planOf(), {
    sameOrigin: false,
    refusals: [],
    preflight: null,
    request: { url: API, method: 'GET', headers: [['Origin', PAGE]], sendsCredentials: false },
  })
})

test('a preflight has exactly the headers of the standard, the names in lower case, sorted, once', () => {
  const headers: [string, string][] = [
    ['X-B', '1'],
    ['x-a', '1'],
    ['X-b', '2'],
    ['Accept', '*/*'],
    ['Authorization', 'Bearer t'],
  ]
  const { preflight, request } = planOf({
    method: 'put',
    headers,
    credentials: 'include',
    url: `${API}?q#part`,
  })
  assert.equal(preflight?.url, `${API}?q`)
  assert.deepEqual(preflight?.headers, [
    ['Accept', '*/*'],
    ['Access-Control-Request-Method', 'PUT'],
    ['Access-Control-Request-Headers', 'authorization,x-a,x-b'],
    ['Origin', PAGE],
  ])
  assert.deepEqual(request, {
    url: `${API}?q`,
    method: 'PUT',
    headers: [...headers, ['Origin', PAGE]],
    sendsCredentials: true,
  })
})

test('every reason for a preflight is told, with words', () => {
  const { preflight } = planOf({
    api: 'xhr',
    method: 'PATCH',
    headers: { 'Content-Type': 'application/json', 'X-Test': '1' },
    body: '{}',
    uploadListener: true,
    streamBody: true,
  })
  assert.deepEqual(
    preflight?.reasons.map(({ message, ...reason }) => reason),
    [
      { code: 'method', name: 'PATCH' },
      { code: 'header', name: 'content-type' },
      { code: 'header', name: 'x-test' },
      { code: 'upload-listener' },
      { code: 'stream-body' },
    ],
  )
  for (const { message } of preflight?.reasons ?? []) assert.match(message, /^[A-Z].+\.$/)
})

test('only the six methods of the standard are upper-cased', () => {
  for (const method of ['delete', 'Get', 'hEAD', 'options', 'post', 'put']) {
    assert.equal(planOf({ method }).request?.method, method.toUpperCase())
  }
  for (const method of ['patch', 'Chicken', 'query', 'geT2'])
    assert.equal(planOf({ method }).request?.method, method)
})

const long = 'a'.repeat(128)

const safelisted: [name: string, value: string][] = [
  ['Accept', ''],
  ['Accept', 'text/html;q=0.9, */*'],
  ['Accept', 'caf\xe9\ttab'],
  ['Accept', long],
  ['ACCEPT-LANGUAGE', 'nb-NO, en;q=0.8, *'],
  ['Content-Language', 'de, en.x=1'],
  ['Content-Type', 'text/plain'],
  ['Content-Type', ' text/plain\t'],
  ['Content-Type', 'TEXT/Plain ; charset=\xe9'],
  ['Content-Type', 'multipart/form-data; boundary=x'],
  ['Content-Type', 'application/x-www-form-urlencoded;charset=UTF-8'],
  ['Range', 'bytes=0-'],
  ['Range', 'bytes=100-100'],
  ['Range', 'bytes=9007199254740992-9007199254740993'],
  ['Range', `bytes=${'9'.repeat(60)}-${'9'.repeat(61)}`],
]

for (const [name, value] of safelisted) {
  test(`${name}: ${JSON.stringify(value.slice(0, 60))} needs no preflight`, () => {
    assert.deepEqual(reasons({ headers: [[name, value]] }), [])
  })
}

const unsafe: [name: string, value: string][] = [
  ...[...'"():<>?@[\\]{}\x7f\x01\x1f'].map((byte): [string, string] => ['Accept', `a${byte}b`]),
  ['Accept', `${long}a`],
  ['Accept-Language', 'nb_NO'],
  ['Accept-Language', 'caf\xe9'],
  ['Content-Language', 'a\tb'],
  ['Content-Type', ''],
  ['Content-Type', 'text'],
  ['Content-Type', 'text/'],
  ['Content-Type', '/plain'],
  ['Content-Type', 'text /plain'],
  ['Content-Type', 'text/ plain'],
  ['Content-Type', 'text/plain,text/plain'],
  ['Content-Type', 'text/plain/x'],
  ['Content-Type', 'application/json'],
  ['Content-Type', 'text/plain; charset="utf-8"; x=@'],
  ['Range', 'bytes=-500'],
  ['Range', 'bytes=-'],
  ['Range', 'bytes=200-100'],
  ['Range', 'bytes=9007199254740993-9007199254740992'],
  ['Range', 'bytes=0-1, 5-6'],
  ['Range', 'bytes = 0-1'],
  ['Range', 'Bytes=0-1'],
  ['Range', 'items=0-1'],
  ['Authorization', 'x'],
  ['Cache-Control', 'no-cache'],
  ['If-None-Match', '"x"'],
  ['Save-Data', 'on'],
  ['X-Requested-With', 'XMLHttpRequest'],
]

for (const [name, value] of unsafe) {
  test(`${name}: ${JSON.stringify(value.slice(0, 60))} needs a preflight`, () => {
    assert.deepEqual(reasons({ headers: [[name, value]] }), [`header ${name.toLowerCase()}`])
  })
}

test('safelisted headers longer than 1024 bytes together need a preflight, all of them', () => {
  const accepts = Array.from({ length: 8 }, (): [string, string] => ['Accept', long])
  assert.deepEqual(reasons({ headers: accepts }), [])
  assert.deepEqual(reasons({ headers: [...accepts, ['Accept-Language', 'e']] }), ['headers-too-long'])
})

test('XHR joins the lines of one header, so that they are too long sooner', () => {
  const headers: [string, string][] = [
    ['Accept', long],
    ['accept', 'b'],
  ]
  assert.deepEqual(reasons({ headers }), [])
  assert.deepEqual(reasons({ api: 'xhr', headers }), ['header accept'])
  assert.deepEqual(sent(headers, { api: 'xhr' }), [['Accept', `${long}, b`]])
})

test('forbidden headers are dropped, and cause no preflight', () => {
  const forbidden =
    'Accept-Charset Accept-Encoding Access-Control-Request-Headers Access-Control-Request-Method Connection Content-Length Cookie Cookie2 Date DNT Expect Host Keep-Alive Origin Referer Set-Cookie TE Trailer Transfer-Encoding Upgrade Via Proxy-X Sec-Fetch-Mode'
  const headers = forbidden.split(' ').map((name): [string, string] => [name, '1'])
  assert.deepEqual(planOf({ headers }), planOf())
})

test('the headers that override a method are dropped only with a forbidden one', () => {
  for (const name of ['X-HTTP-Method', 'X-HTTP-Method-Override', 'x-method-override']) {
    assert.deepEqual(sent([[name, 'PUT, connect']]), [])
    assert.deepEqual(sent([[name, 'PUT, CONNECTED']]), [[name, 'PUT, CONNECTED']])
  }
})

test('a text body without a Content-Type gets one, a stream and an XHR without body do not', () => {
  const typed = [['Content-Type', 'text/plain;charset=UTF-8']]
  assert.deepEqual(sent([], { method: 'POST', body: '' }), typed)
  assert.deepEqual(sent([], { method: 'POST', body: 'x', api: 'xhr' }), typed)
  assert.deepEqual(sent([['content-type', 'a/b']], { method: 'POST', body: 'x' }), [['content-type', 'a/b']])
  assert.deepEqual(sent([], { method: 'POST', streamBody: true }), [])
  assert.deepEqual(sent([], { api: 'xhr', body: 'x' }), [])
})

test('a request to its own origin has no preflight, and Origin only where it is not GET or HEAD', () => {
  const own = planOf({ url: `${PAGE}/data`, method: 'PUT', headers: { 'X-Test': '1' } })
  assert.equal(own.sameOrigin, true)
  assert.equal(own.preflight, null)
  assert.deepEqual(own.request?.headers, [
    ['X-Test', '1'],
    ['Origin', PAGE],
  ])
  assert.equal(own.request?.sendsCredentials, true)
  assert.deepEqual(planOf({ url: `${PAGE}/data`, headers: { 'X-Test': '1' } }).request?.headers, [
    ['X-Test', '1'],
  ])
})

const origins: readonly {
  readonly page: string
  readonly url: string
  readonly same: boolean
}[] = [
  { page: 'https://app.example', url: 'https://APP.example:443/x', same: true },
  { page: 'https://app.example', url: 'https://app.example:8443/', same: false },
  { page: 'http://app.example', url: 'https://app.example/', same: false },
  { page: 'https://app.example', url: 'https://www.app.example/', same: false },
  { page: 'capacitor://localhost', url: 'capacitor://localhost/x', same: true },
  { page: 'null', url: 'https://app.example/', same: false },
  { page: 'https://app.example', url: 'data:text/plain,x', same: true },
  { page: 'null', url: 'data:text/plain,x', same: true },
]

for (const { page, url, same } of origins) {
  test(`${url} is ${same ? '' : 'not '}same-origin with ${page}`, () => {
    assert.equal(planOf({ url }, page).sameOrigin, same)
  })
}

const refused: readonly {
  readonly what: string
  readonly request: Partial<AskedRequest>
  readonly expected: string[]
}[] = [
  {
    what: 'a URL with a password, to fetch',
    request: { url: 'https://u:p@api.example/' },
    expected: ['api url-credentials'],
  },
  {
    what: 'a URL with a password, to XHR',
    request: { url: 'https://u:p@api.example/', api: 'xhr' },
    expected: [],
  },
  { what: 'TRACE', request: { method: 'trace' }, expected: ['api forbidden-method'] },
  { what: 'CONNECT, to XHR', request: { method: 'CONNECT', api: 'xhr' }, expected: ['api forbidden-method'] },
  { what: 'TRACK', request: { method: 'Track' }, expected: ['api forbidden-method'] },
  { what: 'a method with a space', request: { method: 'GET IT' }, expected: ['api invalid-method'] },
  { what: 'an empty method', request: { method: '' }, expected: ['api invalid-method'] },
  {
    what: 'PUT in mode no-cors',
    request: { method: 'PUT', mode: 'no-cors' },
    expected: ['api no-cors-method'],
  },
  { what: 'lower-case post in mode no-cors', request: { method: 'post', mode: 'no-cors' }, expected: [] },
  {
    what: 'a header name with a space',
    request: { headers: [['x test', '1']] },
    expected: ['api invalid-header'],
  },
  { what: 'an empty header name', request: { headers: [['', '1']] }, expected: ['api invalid-header'] },
  {
    what: 'a header value with a line break',
    request: { headers: [['x', 'a\nb']] },
    expected: ['api invalid-header'],
  },
  {
    what: 'a header value with a line break at its end',
    request: { headers: [['x', 'a\r\n']] },
    expected: [],
  },
  {
    what: 'a header value beyond one byte',
    request: { headers: [['x', '\u0100']] },
    expected: ['api invalid-header'],
  },
  { what: 'a body with GET, to fetch', request: { body: 'x' }, expected: ['api body-not-allowed'] },
  { what: 'a body with HEAD, to XHR', request: { method: 'HEAD', body: 'x', api: 'xhr' }, expected: [] },
  {
    what: 'a stream in mode no-cors',
    request: { method: 'POST', streamBody: true, mode: 'no-cors' },
    expected: ['api body-not-allowed'],
  },
  {
    what: 'all of them at once',
    request: { url: 'https://u@api.example/', method: 'TRACE', headers: { 'a b': '1' } },
    expected: ['api url-credentials', 'api forbidden-method', 'api invalid-header'],
  },
  {
    what: 'another origin in mode same-origin',
    request: { mode: 'same-origin' },
    expected: ['request kDisallowedByMode'],
  },
  {
    what: 'its own origin in mode same-origin',
    request: { mode: 'same-origin', url: `${PAGE}/x` },
    expected: [],
  },
  {
    what: 'a scheme that is not http',
    request: { url: 'foo://api.example/' },
    expected: ['request kCorsDisabledScheme'],
  },
  {
    what: 'such a scheme, to XHR',
    request: { url: 'foo:x', api: 'xhr' },
    expected: ['request kCorsDisabledScheme'],
  },
  {
    what: 'such a scheme in mode no-cors',
    request: { url: 'ftp://api.example/', mode: 'no-cors' },
    expected: ['request unsupported-scheme'],
  },
  {
    what: 'redirect mode manual in mode no-cors',
    request: { mode: 'no-cors', redirect: 'manual' },
    expected: ['request kNoCorsRedirectModeNotFollow'],
  },
]

for (const { what, request, expected } of refused) {
  test(`${what} is ${expected.length > 0 ? 'refused' : 'sent'}`, () => {
    assert.deepEqual(refusals(request), expected)
    assert.equal(planOf(request).request === null, expected.length > 0)
  })
}

test('no password goes into what is shown', () => {
  assert.doesNotMatch(JSON.stringify(planOf({ url: 'https://u:secret@api.example/' })), /secret/)
})

test('mode no-cors drops unsafe headers instead of asking', () => {
  const headers: [string, string][] = [
    ['X-Test', '1'],
    ['Range', 'bytes=0-1'],
    ['Accept', long],
    ['Accept', 'b'],
    ['Content-Type', 'application/json'],
  ]
  const planned = planOf({ mode: 'no-cors', headers })
  assert.equal(planned.preflight, null)
  assert.deepEqual(planned.request?.headers, [['Accept', long]])
})

test('mode no-cors sends Origin with POST only, and hides a secure page from an insecure server', () => {
  const origin = (request: Partial<AskedRequest>) =>
    planOf({ mode: 'no-cors', ...request }).request?.headers.find(([name]) => name === 'Origin')?.[1]
  assert.equal(origin({}), undefined)
  assert.equal(origin({ method: 'POST' }), PAGE)
  assert.equal(origin({ method: 'POST', url: 'http://api.example/' }), 'null')
})

test('XHR knows no mode and no redirect mode', () => {
  assert.deepEqual(planOf({ api: 'xhr', mode: 'same-origin', redirect: 'error' }), planOf())
})
