import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type AskedRequest, diagnose, plan } from 'cors-policy/diagnose'
import { API, ask, PAGE } from '../support/exchange.js'

/** Why a preflight is needed, as `code name`. */
function reasons(request: Partial<AskedRequest>): string[] {
  const { preflight } = ask(request)
  return (preflight?.reasons ?? []).map(reason =>
    'name' in reason ? `${reason.code} ${reason.name}` : reason.code,
  )
}

function refusals(request: Partial<AskedRequest>): string[] {
  return ask(request).refusals.map(({ check, at }) => `${at} ${check}`)
}

/** The page's own headers as they are sent. */
function sent(headers: AskedRequest['headers'], request: Partial<AskedRequest> = {}) {
  return ask({ ...request, headers: headers ?? [] }).request?.headers.filter(([name]) => name !== 'Origin')
}

test('a GET of another origin is sent with Origin and without a preflight', () => {
  assert.deepEqual(ask(), {
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
  const { preflight, request } = ask({ method: 'put', headers, credentials: 'include', url: `${API}?q#part` })
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
  const { preflight } = ask({
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
    assert.equal(ask({ method }).request?.method, method.toUpperCase())
  }
  for (const method of ['patch', 'Chicken', 'query', 'geT2'])
    assert.equal(ask({ method }).request?.method, method)
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
  assert.deepEqual(ask({ headers }), ask())
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
  const own = ask({ url: `${PAGE}/data`, method: 'PUT', headers: { 'X-Test': '1' } })
  assert.equal(own.sameOrigin, true)
  assert.equal(own.preflight, null)
  assert.deepEqual(own.request?.headers, [
    ['X-Test', '1'],
    ['Origin', PAGE],
  ])
  assert.equal(own.request?.sendsCredentials, true)
  assert.deepEqual(ask({ url: `${PAGE}/data`, headers: { 'X-Test': '1' } }).request?.headers, [
    ['X-Test', '1'],
  ])
})

const origins: [page: string, url: string, same: boolean][] = [
  ['https://app.example', 'https://APP.example:443/x', true],
  ['https://app.example', 'https://app.example:8443/', false],
  ['http://app.example', 'https://app.example/', false],
  ['https://app.example', 'https://www.app.example/', false],
  ['capacitor://localhost', 'capacitor://localhost/x', true],
  ['null', 'https://app.example/', false],
  ['https://app.example', 'data:text/plain,x', true],
  ['null', 'data:text/plain,x', true],
]

for (const [page, url, same] of origins) {
  test(`${url} is ${same ? '' : 'not '}same-origin with ${page}`, () => {
    assert.equal(ask({ url }, page).sameOrigin, same)
  })
}

const refused: [what: string, request: Partial<AskedRequest>, expected: string[]][] = [
  ['a URL with a password, to fetch', { url: 'https://u:p@api.example/' }, ['api url-credentials']],
  ['a URL with a password, to XHR', { url: 'https://u:p@api.example/', api: 'xhr' }, []],
  ['TRACE', { method: 'trace' }, ['api forbidden-method']],
  ['CONNECT, to XHR', { method: 'CONNECT', api: 'xhr' }, ['api forbidden-method']],
  ['TRACK', { method: 'Track' }, ['api forbidden-method']],
  ['a method with a space', { method: 'GET IT' }, ['api invalid-method']],
  ['an empty method', { method: '' }, ['api invalid-method']],
  ['PUT in mode no-cors', { method: 'PUT', mode: 'no-cors' }, ['api no-cors-method']],
  ['lower-case post in mode no-cors', { method: 'post', mode: 'no-cors' }, []],
  ['a header name with a space', { headers: [['x test', '1']] }, ['api invalid-header']],
  ['an empty header name', { headers: [['', '1']] }, ['api invalid-header']],
  ['a header value with a line break', { headers: [['x', 'a\nb']] }, ['api invalid-header']],
  ['a header value with a line break at its end', { headers: [['x', 'a\r\n']] }, []],
  ['a header value beyond one byte', { headers: [['x', '\u0100']] }, ['api invalid-header']],
  ['a body with GET, to fetch', { body: 'x' }, ['api body-not-allowed']],
  ['a body with HEAD, to XHR', { method: 'HEAD', body: 'x', api: 'xhr' }, []],
  [
    'a stream in mode no-cors',
    { method: 'POST', streamBody: true, mode: 'no-cors' },
    ['api body-not-allowed'],
  ],
  [
    'all of them at once',
    { url: 'https://u@api.example/', method: 'TRACE', headers: { 'a b': '1' } },
    ['api url-credentials', 'api forbidden-method', 'api invalid-header'],
  ],
  ['another origin in mode same-origin', { mode: 'same-origin' }, ['request kDisallowedByMode']],
  ['its own origin in mode same-origin', { mode: 'same-origin', url: `${PAGE}/x` }, []],
  ['a scheme that is not http', { url: 'foo://api.example/' }, ['request kCorsDisabledScheme']],
  ['such a scheme, to XHR', { url: 'foo:x', api: 'xhr' }, ['request kCorsDisabledScheme']],
  [
    'such a scheme in mode no-cors',
    { url: 'ftp://api.example/', mode: 'no-cors' },
    ['request unsupported-scheme'],
  ],
  [
    'redirect mode manual in mode no-cors',
    { mode: 'no-cors', redirect: 'manual' },
    ['request kNoCorsRedirectModeNotFollow'],
  ],
]

for (const [what, request, expected] of refused) {
  test(`${what} is ${expected.length > 0 ? 'refused' : 'sent'}`, () => {
    assert.deepEqual(refusals(request), expected)
    assert.equal(ask(request).request === null, expected.length > 0)
  })
}

test('no password goes into what is shown', () => {
  assert.doesNotMatch(JSON.stringify(ask({ url: 'https://u:secret@api.example/' })), /secret/)
})

test('mode no-cors drops unsafe headers instead of asking', () => {
  const headers: [string, string][] = [
    ['X-Test', '1'],
    ['Range', 'bytes=0-1'],
    ['Accept', long],
    ['Accept', 'b'],
    ['Content-Type', 'application/json'],
  ]
  const planned = ask({ mode: 'no-cors', headers })
  assert.equal(planned.preflight, null)
  assert.deepEqual(planned.request?.headers, [['Accept', long]])
})

test('mode no-cors sends Origin with POST only, and hides a secure page from an insecure server', () => {
  const origin = (request: Partial<AskedRequest>) =>
    ask({ mode: 'no-cors', ...request }).request?.headers.find(([name]) => name === 'Origin')?.[1]
  assert.equal(origin({}), undefined)
  assert.equal(origin({ method: 'POST' }), PAGE)
  assert.equal(origin({ method: 'POST', url: 'http://api.example/' }), 'null')
})

test('XHR knows no mode and no redirect mode', () => {
  assert.deepEqual(ask({ api: 'xhr', mode: 'same-origin', redirect: 'error' }), ask())
})

test('a page of a WebView that is opened from a file sends Origin: file://', () => {
  const { request } = plan({ pageOrigin: 'file://', request: { url: API } })
  assert.deepEqual(request?.headers, [['Origin', 'file://']])
  const readable = (allowed: string) =>
    diagnose({
      pageOrigin: 'file://',
      request: { url: API },
      response: { status: 200, headers: { 'Access-Control-Allow-Origin': allowed } },
    }).readable
  assert.deepEqual(['*', 'file://', 'file:///', 'null'].map(readable), [true, true, false, false])
})
