import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AskedRequest } from 'cors-policy/diagnose'
import { planOf } from '../support/exchange.js'

/** Why a preflight is needed, as `code name`. */
function reasons(request: Partial<AskedRequest>): string[] {
  const { preflight, refusals } = planOf(request)
  assert.deepEqual(refusals, [])
  return (preflight?.reasons ?? []).map(reason =>
    'name' in reason ? `${reason.code} ${reason.name}` : reason.code,
  )
}

const long = 'a'.repeat(128)

// Each unsafe value is next to a safelisted one: a character, a digit or a byte more.
const edges: readonly {
  readonly name: string
  readonly simple: string[]
  readonly unsafe: string[]
}[] = [
  {
    name: 'Accept',
    simple: [
      '',
      '\t',
      '!#',
      "'*",
      '-./09;',
      '=AZ',
      '^_`az',
      '|',
      '~',
      '\x80\xff',
      long,
      'text/html;q=0.9, */*',
      'caf\xe9\ttab',
    ],
    unsafe: [
      ...'"\x7f():<>?@[\\]{}\x08\x0b\x1f',
      ...[...'"():<>?@[\\]{}\x7f\x01\x1f'].map(byte => `a${byte}b`),
      ':a',
      'a:',
      `${long}a`,
    ],
  },
  {
    name: 'Accept-Language',
    simple: ['', ...'09AZaz*,-.;=', 'a b', long],
    unsafe: [...'_/+:<@[`{\x7f\xe9', '_a', 'a_', `${long}a`, 'nb_NO', 'caf\xe9'],
  },
  {
    name: 'Content-Language',
    simple: ['de', 'de-AT, *;q=0.1', 'de, en.x=1'],
    unsafe: ['de_AT', 'a\tb', `${long}a`],
  },
  {
    name: 'Content-Type',
    simple: [
      'text/plain',
      'Text/Plain',
      'text/plain;',
      'text/plain ;a/b',
      'text/plain;;',
      'text/plain; charset=\xe9',
      'multipart/form-data',
      'application/x-www-form-urlencoded',
      `text/plain;${'a'.repeat(117)}`,
      ' text/plain\t',
      'TEXT/Plain ; charset=\xe9',
      'multipart/form-data; boundary=x',
      'application/x-www-form-urlencoded;charset=UTF-8',
    ],
    unsafe: [
      '',
      ';',
      '/',
      'text',
      'text/',
      '/plain',
      'text/plain/',
      'text//plain',
      ';text/plain',
      'text/plains',
      'xtext/plain',
      'text/plain a',
      'text/html',
      'multipart/form',
      'application/json',
      'text/plain;"',
      `text/plain;${'a'.repeat(118)}`,
      'text /plain',
      'text/ plain',
      'text/plain,text/plain',
      'text/plain/x',
      'text/plain; charset="utf-8"; x=@',
    ],
  },
  {
    name: 'Range',
    simple: [
      'bytes=0-',
      'bytes=0-0',
      'bytes=12-34',
      'bytes=9-10',
      'bytes=007-7',
      `bytes=${'1'.repeat(60)}-${'1'.repeat(61)}`,
      'bytes=100-100',
      'bytes=9007199254740992-9007199254740993',
      `bytes=${'9'.repeat(60)}-${'9'.repeat(61)}`,
    ],
    unsafe: [
      '',
      'bytes=',
      'bytes=-',
      'bytes=-5',
      'bytes=5',
      'bytes=1-0',
      'bytes=10-9',
      'bytes=0-1x',
      'xbytes=0-1',
      'bytes=0-1,2-3',
      'bytes=a-',
      'bytes=0-a',
      'bytes=0--1',
      `bytes=${'1'.repeat(61)}-${'1'.repeat(61)}`,
      'bytes=-500',
      'bytes=200-100',
      'bytes=9007199254740993-9007199254740992',
      'bytes=0-1, 5-6',
      'bytes = 0-1',
      'Bytes=0-1',
      'items=0-1',
    ],
  },
  { name: 'Save-Data', simple: [], unsafe: ['', 'on'] },
]

for (const { name, simple, unsafe } of edges) {
  for (const value of simple) {
    test(`${name}: ${JSON.stringify(value).slice(0, 60)} needs no preflight`, () => {
      assert.deepEqual(reasons({ headers: [[name, value]] }), [])
    })
  }
  for (const value of unsafe) {
    test(`${name}: ${JSON.stringify(value).slice(0, 60)} needs a preflight`, () => {
      assert.deepEqual(reasons({ headers: [[name, value]] }), [`header ${name.toLowerCase()}`])
    })
  }
}

test('names of safelisted headers match in any case', () => {
  assert.deepEqual(reasons({ headers: [['ACCEPT-LANGUAGE', 'nb-NO, en;q=0.8, *']] }), [])
})

test('a header that is not safelisted needs a preflight, whatever its value', () => {
  const headers = {
    Authorization: 'x',
    'Cache-Control': 'no-cache',
    'If-None-Match': '"x"',
    'X-Requested-With': 'XMLHttpRequest',
  }
  for (const [name, value] of Object.entries(headers))
    assert.deepEqual(reasons({ headers: [[name, value]] }), [`header ${name.toLowerCase()}`])
})

test('1024 bytes of safelisted values need no preflight, 1025 do, and unsafe values do not count', () => {
  const lines = (count: number): [string, string][] => Array(count).fill(['Accept', long])
  assert.deepEqual(
    reasons({ headers: [...lines(7), ['Range', 'bytes=0-1'], ['ACCEPT', 'a'.repeat(119)]] }),
    [],
  )
  assert.deepEqual(reasons({ headers: [...lines(7), ['Range', 'bytes=0-1'], ['ACCEPT', 'a'.repeat(120)]] }), [
    'headers-too-long',
  ])
  assert.deepEqual(reasons({ headers: [...lines(8), ['X-A', 'b']] }), ['header x-a'])
  assert.deepEqual(reasons({ headers: [...lines(9), ['X-A', 'b'], ['Range', 'bytes=0-1']] }), [
    'headers-too-long',
    'header x-a',
  ])
  // A line that is unsafe on its own is a reason of its own, and does not count.
  assert.deepEqual(reasons({ headers: [...lines(9), ['accept', '"']] }), ['header accept'])
})

test('XHR joins the lines of one header, so their limit is that of one value', () => {
  const headers: [string, string][] = [
    ['Accept', long],
    ['accept', 'b'],
  ]
  assert.deepEqual(reasons({ headers }), [])
  assert.deepEqual(reasons({ api: 'xhr', headers }), ['header accept'])
  assert.deepEqual(planOf({ api: 'xhr', headers }).request?.headers[0], ['Accept', `${long}, b`])
})
