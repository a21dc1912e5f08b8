import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPolicy } from 'cors-policy'
import { issuesOf } from '../support/refused.js'

const A = 'https://a.example.com'

interface Mistake {
  readonly options: object
  readonly code: string
  readonly message: string
}

const mistakes: readonly Mistake[] = [
  {
    options: { origins: [A, 'file://'], credentials: true },
    code: 'null-origin',
    message:
      '"file://" with credentials lets every page that is opened from a file read what your users may read: all of them may send "Origin: file://". Leave it out; serve local pages from "http://localhost:5173". To accept this risk: dangerouslyAllow: { "null-origin": ["file://"] }.',
  },
  {
    options: { origins: 'app://*..' },
    code: 'invalid-pattern',
    message: '"app://*.." is not a pattern: nothing is below a dot. Write "app://.".',
  },
  {
    options: { origins: 'app://./' },
    code: 'invalid-origin',
    message: '"app://./" is not an origin: an origin has no path. Write "app://.".',
  },
  {
    options: { origins: ['https://.'] },
    code: 'invalid-origin',
    message:
      '"https://." is not an origin. Write it as a browser sends it: scheme, host and, if it is not the default, port, such as "https://app.example.com".',
  },
]
for (const { options, code, message } of mistakes) {
  test(`refused: ${JSON.stringify(options)}`, () => {
    assert.deepEqual(
      issuesOf(options).map(issue => [issue.code, issue.message]),
      [[code, message]],
    )
  })
}

test('app://. is accepted with credentials, by name and by a RegExp that spells it out', () => {
  for (const origins of [
    'app://.',
    [A, 'app://.'],
    /^app:\/\/\.$/,
    /^(?:app:\/\/\.|https:\/\/a\.example\.com)$/,
  ]) {
    assert.equal(createPolicy({ origins, credentials: true }).allowsOrigin('app://.'), true)
  }
})

test('a RegExp that leaves the host of an app open is refused with credentials', () => {
  const codes = issuesOf({ origins: /^app:\/\/.$/, credentials: true }).map(({ code }) => code)
  assert.deepEqual(codes, ['any-origin-with-credentials'])
})

test('the risk of file:// can be accepted for it alone', () => {
  const dangerouslyAllow = { 'null-origin': 'file://' }
  createPolicy({ origins: [A, 'file://'], credentials: true, dangerouslyAllow })
  assert.deepEqual(
    issuesOf({ origins: ['null', 'file://'], credentials: true, dangerouslyAllow }).map(({ path }) => path),
    ['origins[0]'],
  )
})
