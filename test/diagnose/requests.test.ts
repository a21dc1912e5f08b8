import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AskedRequest } from 'cors-policy/diagnose'
import { PAGE } from '../support/example-exchange.js'
import { planOf } from '../support/exchange.js'

const isDropped = (name: string, value = '1') =>
  planOf({ headers: [[name, value]] }).request?.headers.length === 1
const refusals = (request: Partial<AskedRequest>, pageOrigin = PAGE) =>
  planOf(request, pageOrigin).refusals.map(({ at, check, names }) => [at, check, ...(names ?? [])].join(' '))

test('forbidden are names that begin with Proxy- and Sec-, not others like them', () => {
  for (const name of ['Proxy-', 'proxy-authorization', 'SEC-', 'sec-fetch-mode'])
    assert.ok(isDropped(name), name)
  for (const name of ['Proxy', 'X-Proxy-', 'Sec', 'X-Sec-', 'Cookies', 'X-Cookie', 'Dates', 'Tea']) {
    assert.ok(!isDropped(name), name)
  }
})

test('a forbidden method in a list overrides a method, whatever is around it', () => {
  for (const value of ['trace', 'TRACK', ' Connect ', 'PUT,\tTRACE', 'TRACE,PUT', ',trace,']) {
    assert.ok(isDropped('X-HTTP-Method-Override', value), value)
  }
  for (const value of ['', 'PUT', 'TRACER', 'RETRACE', 'PUT TRACE', 'PUT;TRACE']) {
    assert.ok(!isDropped('X-HTTP-Method-Override', value), value)
  }
  assert.ok(!isDropped('X-HTTP-Methods', 'TRACE'))
})

// `fetch` throws for these, and for no others.
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

// The page's headers as they go out in mode no-cors, and by XHR.
test('mode no-cors keeps the lines that are safelisted together, whatever their case', () => {
  const headers: [string, string][] = [
    ['Accept', 'a'.repeat(63)],
    ['ACCEPT', 'b'.repeat(63)],
    ['accept', 'c'],
    ['Content-Type', 'text/plain'],
    ['Content-Type', 'text/html'],
    ['Accept-Language', 'de'],
    ['Range', 'bytes=0-'],
    ['X-A', '1'],
  ]
  const kept = [headers[0], headers[1], headers[3], headers[5]]
  assert.deepEqual(planOf({ mode: 'no-cors', headers }).request?.headers, kept)
})

test('in mode no-cors a line that is left out does not count with the lines after it', () => {
  const headers: [string, string][] = [
    ['Content-Language', 'de_AT'],
    ['Content-Language', 'de'],
  ]
  assert.deepEqual(planOf({ mode: 'no-cors', headers }).request?.headers, [headers[1]])
})

test('XHR joins the lines of one header under the name that came first, fetch does not', () => {
  const headers: [string, string][] = [
    ['X-A', ' 1'],
    ['X-B', '2'],
    ['x-a', '3 '],
    ['X-A', ''],
  ]
  const origin = ['Origin', PAGE]
  assert.deepEqual(planOf({ api: 'xhr', headers }).request?.headers, [
    ['X-A', '1, 3, '],
    ['X-B', '2'],
    origin,
  ])
  assert.deepEqual(planOf({ headers }).request?.headers, [
    ['X-A', '1'],
    ['X-B', '2'],
    ['x-a', '3'],
    ['X-A', ''],
    origin,
  ])
})

test('a body has no type of its own where the page gives one, in whatever case, or sends none', () => {
  const types = (request: Partial<AskedRequest>) =>
    planOf(request)
      .request?.headers.filter(([name]) => /type/i.test(name))
      .map(line => line.join(': '))
  assert.deepEqual(types({ method: 'POST', body: 'x', headers: { 'X-Type': '1' } }), [
    'X-Type: 1',
    'Content-Type: text/plain;charset=UTF-8',
  ])
  assert.deepEqual(types({ method: 'POST', body: 'x', headers: { 'CONTENT-type': 'a/b' } }), [
    'CONTENT-type: a/b',
  ])
  assert.deepEqual(types({ method: 'POST' }), [])
  assert.deepEqual(types({ method: 'HEAD', body: 'x', api: 'xhr' }), [])
  assert.deepEqual(types({ method: 'POST', body: 'x', streamBody: true }), [])
})

// Before anything is sent: beyond what `plan.test.ts` has.
const refused: readonly {
  readonly what: string
  readonly request: Partial<AskedRequest>
  readonly expected: string[]
}[] = [
  {
    what: 'a user in the URL',
    request: { url: 'https://u@api.example/' },
    expected: ['api url-credentials'],
  },
  {
    what: 'a password in the URL',
    request: { url: 'https://:p@api.example/' },
    expected: ['api url-credentials'],
  },
  { what: 'an @ in the path', request: { url: 'https://api.example/@' }, expected: [] },
  { what: 'an upper-case POST in mode no-cors', request: { method: 'POST', mode: 'no-cors' }, expected: [] },
  {
    what: 'TRACE in mode no-cors',
    request: { method: 'TRACE', mode: 'no-cors' },
    expected: ['api forbidden-method'],
  },
  { what: 'a text in mode no-cors', request: { method: 'POST', body: 'x', mode: 'no-cors' }, expected: [] },
  { what: 'a stream in mode cors', request: { method: 'POST', streamBody: true }, expected: [] },
  { what: 'a stream with GET', request: { streamBody: true }, expected: ['api body-not-allowed'] },
  {
    what: 'a stream with HEAD, by XHR',
    request: { method: 'head', streamBody: true, api: 'xhr' },
    expected: [],
  },
  { what: 'a text with head', request: { method: 'head', body: '' }, expected: ['api body-not-allowed'] },
  {
    what: 'only bad headers',
    request: { headers: { 'a b': '1', 'X-A': '1', 'X-B': '\n1\n2' } },
    expected: ['api invalid-header a b X-B'],
  },
  {
    what: 'a bad header and mode same-origin',
    request: { headers: { 'a b': '1' }, mode: 'same-origin' },
    expected: ['api invalid-header a b'],
  },
  { what: 'redirect mode error in mode cors', request: { redirect: 'error' }, expected: [] },
  {
    what: 'redirect mode error and another scheme in mode no-cors',
    request: { redirect: 'error', url: 'ftp://a.example/', mode: 'no-cors' },
    expected: ['request kNoCorsRedirectModeNotFollow', 'request unsupported-scheme'],
  },
  {
    what: 'redirect mode error in mode no-cors, of the own origin',
    request: { url: PAGE, mode: 'no-cors', redirect: 'error' },
    expected: [],
  },
  { what: 'a data: URL in mode same-origin', request: { url: 'data:,x', mode: 'same-origin' }, expected: [] },
  { what: 'http', request: { url: 'http://api.example/' }, expected: [] },
]

for (const { what, request, expected } of refused) {
  test(`before anything is sent: ${what}`, () => assert.deepEqual(refusals(request), expected))
}
