import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AskedRequest, HeaderLines } from 'cors-policy/diagnose'
import { ALLOWED_WITH_COOKIES, COOKIES, PAGE } from '../support/example-exchange.js'
import { get } from '../support/exchange.js'

const exposed: readonly {
  readonly what: string
  readonly headers: Record<string, string | string[]>
  readonly request: Partial<AskedRequest>
  readonly names: string[]
}[] = [
  {
    what: 'names match in any case, from several lines',
    headers: { 'Access-Control-Expose-Headers': ['x-ONE', ',X-Two,'] },
    request: {},
    names: ['x-one', 'x-two'],
  },
  {
    what: 'names that the response lacks are left out',
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
    what: 'a quoted name exposes nothing',
    headers: { 'Access-Control-Expose-Headers': '"X-One"' },
    request: {},
    names: [],
  },
  {
    what: 'a name with a vertical tab exposes nothing',
    headers: { 'Access-Control-Expose-Headers': 'X-One\v' },
    request: {},
    names: [],
  },
  {
    what: '* with credentials is an ordinary name',
    headers: { 'Access-Control-Expose-Headers': '*' },
    request: COOKIES,
    names: [],
  },
  {
    what: 'Set-Cookie is never exposed',
    headers: { 'Access-Control-Expose-Headers': 'set-cookie, X-One' },
    request: {},
    names: ['x-one'],
  },
]

for (const { what, headers, request, names } of exposed) {
  test(`exposed headers: ${what}`, () => {
    const all = { 'X-One': '1', 'X-Two': '2', 'Set-Cookie': 'a=b', ...ALLOWED_WITH_COOKIES, ...headers }
    assert.deepEqual(get(all, 200, request).exposedHeaders, names)
  })
}

test('a page reads every header of a same-origin response but Set-Cookie', () => {
  const headers = { 'X-One': '1', 'Set-Cookie': 'a=b', ETag: '"x"' }
  assert.deepEqual(get(headers, 200, { url: PAGE }).exposedHeaders, ['etag', 'x-one'])
})

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

test('the seven safelisted headers can always be read, others only if they are listed', () => {
  for (const list of ['', ',', '"x-a"', 'x-a, b c']) assert.deepEqual(exposing(list), SAFELISTED)
  assert.deepEqual(exposing('*', COOKIES), SAFELISTED)
  assert.deepEqual(exposing('X-A', COOKIES), [...SAFELISTED, 'x-a'])
  assert.deepEqual(exposing(' x-b\t,X-A, set-cookie'), [...SAFELISTED, 'x-a', 'x-b'])
  const cors = [
    'access-control-allow-credentials',
    'access-control-allow-origin',
    'access-control-expose-headers',
  ]
  assert.deepEqual(exposing('x-c, *'), [...cors, ...SAFELISTED, 'etag', 'vary', 'x-a', 'x-b'].sort())
})
