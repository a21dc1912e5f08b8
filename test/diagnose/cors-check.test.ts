import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ALLOWED, ORIGIN, PAGE } from '../support/example-exchange.js'
import { get } from '../support/exchange.js'

const originValues: readonly {
  readonly value: string | string[]
  readonly check: string | null
}[] = [
  { value: '*', check: null },
  { value: ` \t${PAGE}\t `, check: null },
  { value: '', check: 'kInvalidAllowOriginValue' },
  { value: ['', ''], check: 'kMultipleAllowOriginValues' },
  { value: [PAGE, PAGE], check: 'kMultipleAllowOriginValues' },
  { value: '**', check: 'kInvalidAllowOriginValue' },
  { value: 'NULL', check: 'kInvalidAllowOriginValue' },
  { value: `${PAGE}/`, check: 'kAllowOriginMismatch' },
  { value: `${PAGE}?`, check: 'kAllowOriginMismatch' },
  { value: 'https://app.example\u00a0', check: 'kInvalidAllowOriginValue' },
  { value: `'${PAGE}'`, check: 'kInvalidAllowOriginValue' },
  { value: 'x'.repeat(100_000), check: 'kInvalidAllowOriginValue' },
]

for (const { value, check } of originValues) {
  test(`Access-Control-Allow-Origin ${JSON.stringify(value).slice(0, 60)}: ${check ?? 'readable'}`, () => {
    const [failure] = get({ [ORIGIN]: value }).failures
    assert.equal(failure?.check ?? null, check)
    if (failure) assert.equal(failure.parameter, Array.isArray(value) ? value.join(', ') : value)
  })
}

test('credentials need exactly one "true"', () => {
  const failed = (value: string | string[]) =>
    get({ ...ALLOWED, 'Access-Control-Allow-Credentials': value }, 200, {
      credentials: 'include',
    }).failures.map(({ check, parameter }) => `${check} ${parameter}`)
  assert.deepEqual(failed(' true '), [])
  assert.deepEqual(failed(['true', 'true']), ['kInvalidAllowCredentials true, true'])
  assert.deepEqual(failed('True'), ['kInvalidAllowCredentials True'])
})
