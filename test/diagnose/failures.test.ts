import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Check, Verdict } from 'cors-policy/diagnose'
import {
  ALLOWED,
  ALLOWED_WITH_COOKIES,
  ANY,
  AS_NULL,
  COOKIES,
  ORIGIN,
  PAGE,
  PUT,
} from '../support/example-exchange.js'
import { answer, checks, codes, get, preflighted, redirect, verdictOf } from '../support/exchange.js'

// `parameter` is the one that Chromium reports; a key without a value is left out.
const failures: readonly {
  readonly verdict: Verdict
  readonly expected: Check
  readonly keys: object
}[] = [
  { verdict: get(), expected: 'kMissingAllowOriginHeader', keys: {} },
  { verdict: get(ANY, 200, COOKIES), expected: 'kWildcardOriginNotAllowed', keys: {} },
  {
    verdict: get({ [ORIGIN]: [PAGE, '*'] }),
    expected: 'kMultipleAllowOriginValues',
    keys: { parameter: `${PAGE}, *` },
  },
  { verdict: get({ [ORIGIN]: '' }), expected: 'kInvalidAllowOriginValue', keys: { parameter: '' } },
  { verdict: get(AS_NULL), expected: 'kAllowOriginMismatch', keys: { parameter: 'null' } },
  { verdict: get(ALLOWED, 200, COOKIES), expected: 'kInvalidAllowCredentials', keys: { parameter: '' } },
  {
    verdict: preflighted(ALLOWED, PUT),
    expected: 'kMethodDisallowedByPreflightResponse',
    keys: { parameter: 'PUT' },
  },
  {
    verdict: preflighted(ALLOWED, { headers: { 'X-A': '1' } }),
    expected: 'kHeaderDisallowedByPreflightResponse',
    keys: { parameter: 'x-a', names: ['x-a'] },
  },
  {
    verdict: preflighted(ALLOWED, { headers: { 'X-A': '1', 'X-B': '2' } }),
    expected: 'kHeaderDisallowedByPreflightResponse',
    keys: { names: ['x-a', 'x-b'] },
  },
]

for (const { verdict, expected, keys } of failures) {
  test(`${expected} has ${JSON.stringify(keys)}`, () => {
    const [failure] = verdict.failures
    const { check, at, url, message, fix, console, ...rest } = failure ?? assert.fail()
    assert.deepEqual([check, rest], [expected, keys])
  })
}

test('a refused request has one failure and no notes, whatever its response', () => {
  const verdict = verdictOf({
    request: { body: 'x', method: 'HEAD' },
    response: answer({ [ORIGIN]: PAGE }, 500),
  })
  assert.deepEqual([checks(verdict), codes(verdict)], [['api body-not-allowed'], []])
})

test('XHR follows redirects and uses mode cors, whatever the exchange says', () => {
  for (const mode of ['error', 'manual'] as const) {
    const request = { api: 'xhr', redirect: mode, mode: 'no-cors' } as const
    assert.deepEqual(
      checks(verdictOf({ request, redirects: [redirect('/x')], response: answer(ALLOWED_WITH_COOKIES) })),
      [],
    )
  }
})
