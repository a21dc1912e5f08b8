import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AskedRequest } from 'cors-policy/diagnose'
import { PAGE } from '../support/example-exchange.js'
import { planOf } from '../support/exchange.js'

const refusals = (request: Partial<AskedRequest>) =>
  planOf(request).refusals.map(({ at, check, names }) => [at, check, ...(names ?? [])].join(' '))

const refused: readonly {
  readonly what: string
  readonly request: Partial<AskedRequest>
  readonly expected: string[]
}[] = [
  {
    what: 'a URL with a user and a password, by fetch,',
    request: { url: 'https://u:p@api.example/' },
    expected: ['api url-credentials'],
  },
  {
    what: 'a URL with a user and a password, by XHR,',
    request: { url: 'https://u:p@api.example/', api: 'xhr' },
    expected: [],
  },
  {
    what: 'a URL with a user only',
    request: { url: 'https://u@api.example/' },
    expected: ['api url-credentials'],
  },
  {
    what: 'a URL with a password only',
    request: { url: 'https://:p@api.example/' },
    expected: ['api url-credentials'],
  },
  { what: 'a URL with @ in its path', request: { url: 'https://api.example/@' }, expected: [] },
  { what: 'TRACE', request: { method: 'trace' }, expected: ['api forbidden-method'] },
  {
    what: 'TRACE in mode no-cors',
    request: { method: 'TRACE', mode: 'no-cors' },
    expected: ['api forbidden-method'],
  },
  { what: 'CONNECT by XHR', request: { method: 'CONNECT', api: 'xhr' }, expected: ['api forbidden-method'] },
  { what: 'TRACK', request: { method: 'Track' }, expected: ['api forbidden-method'] },
  { what: 'a method with a space', request: { method: 'GET IT' }, expected: ['api invalid-method'] },
  { what: 'an empty method', request: { method: '' }, expected: ['api invalid-method'] },
  {
    what: 'PUT in mode no-cors',
    request: { method: 'PUT', mode: 'no-cors' },
    expected: ['api no-cors-method'],
  },
  { what: 'lower-case post in mode no-cors', request: { method: 'post', mode: 'no-cors' }, expected: [] },
  { what: 'upper-case POST in mode no-cors', request: { method: 'POST', mode: 'no-cors' }, expected: [] },
  {
    what: 'a header name with a space',
    request: { headers: [['x test', '1']] },
    expected: ['api invalid-header x test'],
  },
  { what: 'an empty header name', request: { headers: [['', '1']] }, expected: ['api invalid-header '] },
  {
    what: 'a header value with a line break',
    request: { headers: [['x', 'a\nb']] },
    expected: ['api invalid-header x'],
  },
  {
    what: 'a header value with a line break at its end',
    request: { headers: [['x', 'a\r\n']] },
    expected: [],
  },
  {
    what: 'a header value beyond one byte',
    request: { headers: [['x', '\u0100']] },
    expected: ['api invalid-header x'],
  },
  {
    what: 'a request with two invalid headers of three',
    request: { headers: { 'a b': '1', 'X-A': '1', 'X-B': '\n1\n2' } },
    expected: ['api invalid-header a b X-B'],
  },
  { what: 'a body on GET by fetch', request: { body: 'x' }, expected: ['api body-not-allowed'] },
  { what: 'a body on HEAD by XHR', request: { method: 'HEAD', body: 'x', api: 'xhr' }, expected: [] },
  {
    what: 'an empty body on head',
    request: { method: 'head', body: '' },
    expected: ['api body-not-allowed'],
  },
  {
    what: 'a string body in mode no-cors',
    request: { method: 'POST', body: 'x', mode: 'no-cors' },
    expected: [],
  },
  {
    what: 'a stream body in mode no-cors',
    request: { method: 'POST', streamBody: true, mode: 'no-cors' },
    expected: ['api body-not-allowed'],
  },
  { what: 'a stream body in mode cors', request: { method: 'POST', streamBody: true }, expected: [] },
  { what: 'a stream body on GET', request: { streamBody: true }, expected: ['api body-not-allowed'] },
  {
    what: 'a stream body on head by XHR',
    request: { method: 'head', streamBody: true, api: 'xhr' },
    expected: [],
  },
  {
    what: 'a request with three mistakes',
    request: { url: 'https://u@api.example/', method: 'TRACE', headers: { 'a b': '1' } },
    expected: ['api url-credentials', 'api forbidden-method', 'api invalid-header a b'],
  },
  {
    what: 'a cross-origin request in mode same-origin',
    request: { mode: 'same-origin' },
    expected: ['request kDisallowedByMode'],
  },
  {
    what: 'a same-origin request in mode same-origin',
    request: { mode: 'same-origin', url: `${PAGE}/x` },
    expected: [],
  },
  {
    what: 'a cross-origin request in mode same-origin with an invalid header',
    request: { headers: { 'a b': '1' }, mode: 'same-origin' },
    expected: ['api invalid-header a b'],
  },
  { what: 'a data: URL in mode same-origin', request: { url: 'data:,x', mode: 'same-origin' }, expected: [] },
  { what: 'a URL with the scheme http', request: { url: 'http://localhost:3000/' }, expected: [] },
  {
    what: 'a URL with the scheme http, for an https page,',
    request: { url: 'http://api.example/' },
    expected: ['request mixed-content'],
  },
  {
    what: 'a URL with another scheme than http',
    request: { url: 'foo://api.example/' },
    expected: ['request kCorsDisabledScheme'],
  },
  {
    what: 'a URL with another scheme than http, by XHR,',
    request: { url: 'foo:x', api: 'xhr' },
    expected: ['request kCorsDisabledScheme'],
  },
  {
    what: 'ftp: in mode no-cors',
    request: { url: 'ftp://api.example/', mode: 'no-cors' },
    expected: ['request unsupported-scheme'],
  },
  {
    what: 'redirect mode manual in mode no-cors',
    request: { mode: 'no-cors', redirect: 'manual' },
    expected: ['request kNoCorsRedirectModeNotFollow'],
  },
  { what: 'redirect mode error in mode cors', request: { redirect: 'error' }, expected: [] },
  {
    what: 'redirect mode error and ftp: in mode no-cors',
    request: { redirect: 'error', url: 'ftp://a.example/', mode: 'no-cors' },
    expected: ['request kNoCorsRedirectModeNotFollow', 'request unsupported-scheme'],
  },
  {
    what: 'redirect mode error in a same-origin no-cors request',
    request: { url: PAGE, mode: 'no-cors', redirect: 'error' },
    expected: [],
  },
]

for (const { what, request, expected } of refused) {
  test(`${what} is ${expected.length > 0 ? 'refused' : 'sent'}`, () => {
    assert.deepEqual(refusals(request), expected)
    assert.equal(planOf(request).request === null, expected.length > 0)
  })
}

// `fetch` throws for exactly the invalid ones.
const values: readonly {
  readonly value: string
  readonly isValid: boolean
}[] = [
  { value: 'a\rb', isValid: false },
  { value: 'a\nb', isValid: false },
  { value: 'a\0b', isValid: false },
  { value: '\u0100', isValid: false },
  { value: '\u1234', isValid: false },
  { value: 'a\uffffb', isValid: false },
  { value: '\xff', isValid: true },
  { value: '\x01', isValid: true },
  { value: '\x7f', isValid: true },
  { value: 'a\tb', isValid: true },
  { value: '', isValid: true },
]

for (const { value, isValid } of values) {
  test(`the header value ${JSON.stringify(value)} is ${isValid ? '' : 'not '}valid`, () => {
    assert.deepEqual(refusals({ headers: [['X-A', value]] }), isValid ? [] : ['api invalid-header X-A'])
  })
}

test('a refused plan has no request, but sameOrigin and the URL of each refusal', () => {
  const { refusals, ...rest } = planOf({ url: `${PAGE}/#x`, body: 'x' })
  assert.deepEqual(rest, { sameOrigin: true, preflight: null, request: null })
  assert.deepEqual(
    refusals.map(({ check, url }) => [check, url]),
    [['body-not-allowed', `${PAGE}/`]],
  )
  assert.equal(planOf({ body: 'x' }).sameOrigin, false)
})

test('a plan never shows the password of a URL', () => {
  assert.doesNotMatch(JSON.stringify(planOf({ url: 'https://u:secret@api.example/' })), /secret/)
})
