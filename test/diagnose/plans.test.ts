import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AskedRequest, HeaderLines } from 'cors-policy/diagnose'
import {
  ALLOWED,
  ALLOWED_WITH_COOKIES,
  API,
  COOKIES,
  HEADERS,
  OTHER,
  PAGE,
  PUT,
} from '../support/example-exchange.js'
import {
  answer,
  checks,
  get,
  type Parts,
  planOf,
  preflighted,
  redirect,
  verdictOf,
} from '../support/exchange.js'

test('only the whole name of a method is upper-cased', () => {
  for (const method of ['xput', 'putx', 'get-', 'delete2'])
    assert.equal(planOf({ method }).request?.method, method)
})

test('cookies go with what asks for them', () => {
  const sends = (url: string, credentials?: AskedRequest['credentials']) =>
    planOf({ url, ...(credentials && { credentials }) }).request?.sendsCredentials
  const modes = [undefined, 'same-origin', 'include', 'omit'] as const
  assert.deepEqual(
    modes.map(credentials => sends(PAGE, credentials)),
    [true, true, true, false],
  )
  assert.deepEqual(
    modes.map(credentials => sends(API, credentials)),
    [false, false, true, false],
  )
})

test('a refused plan sends nothing, says whose origin it asks, and where and why it is refused', () => {
  const { refusals, ...rest } = planOf({ url: `${PAGE}/#x`, body: 'x' })
  assert.deepEqual(rest, { sameOrigin: true, preflight: null, request: null })
  assert.deepEqual(
    refusals.map(({ check, url }) => [check, url]),
    [['body-not-allowed', `${PAGE}/`]],
  )
  assert.equal(planOf({ body: 'x' }).sameOrigin, false)
})

const urls: readonly {
  readonly url: string
  readonly sent: string
}[] = [
  { url: API, sent: API },
  { url: `${API}#part`, sent: API },
  { url: `${API}?a=%23#`, sent: `${API}?a=%23` },
  { url: 'https://u@api.example/data', sent: API },
  { url: 'https://:p@api.example/data', sent: API },
  { url: 'https://u:p@api.example/data#part', sent: API },
  { url: 'https://api.example/@', sent: 'https://api.example/@' },
]

for (const { url, sent } of urls) {
  test(`${url} is sent as ${sent}`, () => {
    const planned = planOf({ url, api: 'xhr', method: 'PUT' })
    assert.deepEqual([planned.request?.url, planned.preflight?.url], [sent, sent])
  })
}

const ORIGIN_SENT: readonly {
  readonly what: string
  readonly request: Partial<AskedRequest>
  readonly pageOrigin: string
  readonly origin: string | undefined
}[] = [
  { what: 'another origin, GET', request: {}, pageOrigin: PAGE, origin: PAGE },
  {
    what: 'another origin, over http',
    request: { url: 'http://api.example/' },
    pageOrigin: PAGE,
    origin: PAGE,
  },
  {
    what: 'its own origin, HEAD',
    request: { url: PAGE, method: 'HEAD' },
    pageOrigin: PAGE,
    origin: undefined,
  },
  { what: 'its own origin, POST', request: { url: PAGE, method: 'POST' }, pageOrigin: PAGE, origin: PAGE },
  {
    what: 'mode no-cors, HEAD',
    request: { mode: 'no-cors', method: 'HEAD' },
    pageOrigin: PAGE,
    origin: undefined,
  },
  {
    what: 'mode no-cors, POST to https',
    request: { mode: 'no-cors', method: 'POST' },
    pageOrigin: PAGE,
    origin: PAGE,
  },
  {
    what: 'mode no-cors, POST from http to http',
    request: { mode: 'no-cors', method: 'POST', url: 'http://api.example/' },
    pageOrigin: 'http://app.example',
    origin: 'http://app.example',
  },
  {
    what: 'mode no-cors, POST from https to http',
    request: { mode: 'no-cors', method: 'POST', url: 'http://api.example/' },
    pageOrigin: PAGE,
    origin: 'null',
  },
  {
    what: 'mode same-origin, POST',
    request: { mode: 'same-origin', method: 'POST', url: PAGE },
    pageOrigin: PAGE,
    origin: PAGE,
  },
]

for (const { what, request, pageOrigin, origin } of ORIGIN_SENT) {
  test(`Origin is ${origin ?? 'not sent'}: ${what}`, () => {
    const headers = planOf(request, pageOrigin).request?.headers ?? []
    assert.deepEqual(headers, origin === undefined ? [] : [['Origin', origin]])
  })
}

test('a preflight without unsafe headers asks for none', () => {
  assert.deepEqual(planOf({ uploadListener: true }).preflight, {
    url: API,
    reasons: [
      { code: 'upload-listener', message: 'A listener on xhr.upload would show whether the server exists.' },
    ],
    headers: [
      ['Accept', '*/*'],
      ['Access-Control-Request-Method', 'GET'],
      ['Origin', PAGE],
    ],
  })
})

// Where nothing can be read, no header can.
const unread: readonly {
  readonly what: string
  readonly parts: Parts
}[] = [
  { what: 'refused', parts: { request: { body: 'x' }, response: answer(ALLOWED) } },
  { what: 'no response', parts: {} },
  { what: 'a failed check', parts: { response: answer({ 'Content-Type': 'a/b' }) } },
  {
    what: 'a refused redirect',
    parts: { request: { redirect: 'error' }, redirects: [redirect('/x')], response: answer(ALLOWED) },
  },
  { what: 'a redirect at the end', parts: { response: answer({ ...ALLOWED, Location: OTHER }, 302) } },
  { what: 'mode no-cors', parts: { request: { mode: 'no-cors' }, response: answer(ALLOWED) } },
  {
    what: 'a failed preflight',
    parts: {
      request: PUT,
      preflightResponse: answer(),
      response: answer({ ...ALLOWED, 'Content-Type': 'a/b' }),
    },
  },
]

for (const { what, parts } of unread) {
  test(`nothing can be read: ${what}`, () => {
    const { readable, exposedHeaders } = verdictOf(parts)
    assert.deepEqual([readable, exposedHeaders], [false, []])
  })
}

const SAFELISTED = [
  'cache-control',
  'content-language',
  'content-length',
  'content-type',
  'expires',
  'last-modified',
  'pragma',
]
const exposing = (list: string, request: Partial<AskedRequest> = {}) => {
  const names = ['X-B', 'X-A', 'ETag', 'Set-Cookie', 'Set-Cookie2', ...SAFELISTED]
  const lines = names.map((name): [string, string] => [name, '1'])
  const headers: HeaderLines = [
    ...lines,
    ['x-a', '2'],
    ['Access-Control-Expose-Headers', list],
    ...Object.entries(ALLOWED_WITH_COOKIES),
  ]
  return get(headers, 200, request).exposedHeaders
}

test('the seven safelisted names can always be read, others when they are listed', () => {
  for (const list of ['', ',', '"x-a"', 'x-a, b c']) assert.deepEqual(exposing(list), SAFELISTED)
  assert.deepEqual(exposing('*', COOKIES), SAFELISTED)
  assert.deepEqual(exposing('X-A', COOKIES), [...SAFELISTED, 'x-a'])
  assert.deepEqual(exposing(' x-b\t,X-A, set-cookie'), [...SAFELISTED, 'x-a', 'x-b'])
  const acah = [
    'access-control-allow-credentials',
    'access-control-allow-origin',
    'access-control-expose-headers',
  ]
  assert.deepEqual(exposing('x-c, *'), [...acah, ...SAFELISTED, 'etag', 'vary', 'x-a', 'x-b'].sort())
})

test('a status from 200 to 299 is a yes to a preflight', () => {
  for (const status of [200, 204, 299]) {
    assert.deepEqual(checks(preflighted(ALLOWED, { uploadListener: true }, status)), ['response no-response'])
  }
})

test('header names in a preflight have no case, those that are asked for and those that are listed', () => {
  const request = { headers: { 'X-ONE': '1', 'x-two': '2' } }
  const headers = { ...ALLOWED, [HEADERS]: 'x-one, X-TWO' }
  assert.deepEqual(checks(preflighted(headers, request)), ['response no-response'])
})
