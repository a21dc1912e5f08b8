import assert from 'node:assert/strict'
import { test } from 'node:test'
import { planOf } from '../support/exchange.js'

const isSimple = (name: string, value: string) => {
  const { preflight, refusals } = planOf({ headers: [[name, value]] })
  assert.deepEqual(refusals, [])
  return preflight === null
}

const long = 'a'.repeat(128)

// A value that is safelisted with one of these is not with the next, and the other way round.
const edges: readonly {
  readonly name: string
  readonly simple: string[]
  readonly unsafe: string[]
}[] = [
  {
    name: 'Accept',
    simple: ['', '\t', '!#', "'*", '-./09;', '=AZ', '^_`az', '|', '~', '\x80\xff', long],
    unsafe: [
      '"',
      '\x7f',
      '(',
      ')',
      ':',
      '<',
      '>',
      '?',
      '@',
      '[',
      '\\',
      ']',
      '{',
      '}',
      '\x08',
      '\x0b',
      '\x1f',
      ':a',
      'a:',
      `${long}a`,
    ],
  },
  {
    name: 'Accept-Language',
    simple: ['', '0', '9', 'A', 'Z', 'a', 'z', 'a b', '*', ',', '-', '.', ';', '=', long],
    unsafe: ['_', '_a', 'a_', '/', '+', ':', '<', '@', '[', '`', '{', '\x7f', '\xe9', `${long}a`],
  },
  { name: 'Content-Language', simple: ['de', 'de-AT, *;q=0.1'], unsafe: ['de_AT', 'a\tb', `${long}a`] },
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
    ],
  },
  { name: 'Save-Data', simple: [], unsafe: ['', 'on'] },
]

for (const { name, simple, unsafe } of edges) {
  test(`which values of ${name} need no preflight`, () => {
    for (const value of simple) assert.ok(isSimple(name, value), JSON.stringify(value))
    for (const value of unsafe) assert.ok(!isSimple(name, value), JSON.stringify(value))
  })
}

test('1024 bytes of safelisted values need no preflight, 1025 do, and an unsafe value does not count', () => {
  const lines = (count: number): [string, string][] => Array(count).fill(['Accept', long])
  const reasons = (headers: [string, string][]) =>
    (planOf({ headers }).preflight?.reasons ?? []).map(reason =>
      'name' in reason ? reason.name : reason.code,
    )
  assert.deepEqual(reasons([...lines(7), ['Range', 'bytes=0-1'], ['ACCEPT', 'a'.repeat(119)]]), [])
  assert.deepEqual(reasons([...lines(7), ['Range', 'bytes=0-1'], ['ACCEPT', 'a'.repeat(120)]]), [
    'headers-too-long',
  ])
  assert.deepEqual(reasons([...lines(8), ['X-A', 'b']]), ['x-a'])
  assert.deepEqual(reasons([...lines(9), ['X-A', 'b'], ['Range', 'bytes=0-1']]), ['headers-too-long', 'x-a'])
  // A line that is unsafe by itself is a reason, whatever the others are.
  assert.deepEqual(reasons([...lines(9), ['accept', '"']]), ['accept'])
})
