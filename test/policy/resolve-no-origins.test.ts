import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CorsOptions, createPolicy, resolve } from 'cors-policy'
import { A, get, preflight, shortened } from '../support/decisions.js'

const METHODS = { 'Allow-Methods': 'GET, HEAD, POST, OPTIONS, PUT, PATCH, DELETE' }

const REPEATS_HEADERS = { ...METHODS, 'Allow-Origin': '*' }
const HEADERS_TOO = 'Origin, Request-Headers'
const accepted: CorsOptions = { credentials: true, dangerouslyAllow: ['any-origin-with-credentials'] }

interface NoOrigin {
  readonly sentence: string
  readonly options: CorsOptions
  readonly origin: string
  readonly method?: string
  readonly expected: Omit<ReturnType<typeof shortened>, 'kind'>
}

const malformed = { allowed: false, reason: 'origin-malformed' } as const
const noOrigins: readonly NoOrigin[] = [
  ...['a.example', '', `${A}, ${A}`].map(origin => ({
    sentence: `under *, ${JSON.stringify(origin)} is no origin, and is answered *`,
    options: {},
    origin,
    expected: { ...malformed, headers: { 'Allow-Origin': '*' }, vary: 'Origin' },
  })),
  {
    sentence: 'under *, file:// is answered *, never file://',
    options: {},
    origin: 'file://',
    expected: { allowed: true, reason: 'any-origin', headers: { 'Allow-Origin': '*' }, vary: 'Origin' },
  },
  {
    sentence: 'under *, a preflight of file:// is answered *',
    options: {},
    origin: 'file://',
    method: 'PUT',
    expected: {
      allowed: true,
      reason: 'any-origin',
      status: 204,
      headers: REPEATS_HEADERS,
      vary: HEADERS_TOO,
    },
  },
  {
    sentence: 'under *, a preflight with a text that is no origin is answered *',
    options: {},
    origin: 'https://a.example/x',
    method: 'PUT',
    expected: { ...malformed, status: 204, headers: REPEATS_HEADERS, vary: HEADERS_TOO },
  },
  {
    sentence: 'under *, a text that is no origin gets the answer that all get',
    options: { exposeHeaders: 'ETag', alwaysSend: false },
    origin: 'https://A.example',
    expected: {
      ...malformed,
      headers: { 'Allow-Origin': '*', 'Expose-Headers': 'ETag' },
      vary: 'Origin',
    },
  },
  {
    sentence: 'under *, a request whose Origin is no origin can be blocked',
    options: { blockDisallowed: true },
    origin: 'x',
    expected: { ...malformed, status: 403, headers: {}, vary: 'Origin, Sec-Fetch-Site' },
  },
  {
    sentence: 'under *, a preflight with a text that is no origin can be blocked',
    options: { blockDisallowed: true, automaticOptions: false },
    origin: 'x',
    method: 'PUT',
    expected: { ...malformed, status: 403, headers: {}, vary: 'Origin, Sec-Fetch-Site' },
  },
  {
    sentence: 'under * with credentials, file:// is answered nothing',
    options: accepted,
    origin: 'file://',
    expected: { allowed: false, reason: 'origin-not-allowed', headers: {}, vary: 'Origin' },
  },
  {
    sentence: 'under * with credentials, a text that is no origin is answered nothing',
    options: accepted,
    origin: 'https://a.example/',
    expected: { ...malformed, headers: {}, vary: 'Origin' },
  },
  {
    sentence: 'file:// listed beside others is repeated',
    options: { origins: [A, 'file://'] },
    origin: 'file://',
    expected: {
      allowed: true,
      reason: 'origin-listed',
      headers: { 'Allow-Origin': 'file://' },
      vary: 'Origin',
    },
  },
]
for (const { sentence, options, origin, method, expected } of noOrigins) {
  test(sentence, () => {
    const { kind, ...rest } = shortened(
      resolve(createPolicy(options), method ? preflight(origin, method) : get(origin)),
    )
    assert.equal(kind, method ? 'preflight' : 'actual')
    assert.deepEqual(rest, expected)
  })
}

test('allowsOrigin takes file:// under * without credentials, and where it is listed', () => {
  const answers = [{}, accepted, { origins: [A, 'file://'] }, { origins: () => true }].map(options =>
    createPolicy(options).allowsOrigin('file://'),
  )
  assert.deepEqual(answers, [true, false, true, false])
  assert.equal(createPolicy().allowsOrigin('junk'), false)
})
