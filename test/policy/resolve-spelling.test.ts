import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CorsRequest, createPolicy, resolve } from 'cors-policy'
import { A, B, preflight } from '../support/decisions.js'

const anyCase: readonly {
  readonly sentence: string
  readonly headers: CorsRequest['headers']
  readonly kind: string
}[] = [
  {
    sentence: 'as a gateway passes them on',
    headers: { Origin: A, 'Access-Control-Request-Method': 'PUT' },
    kind: 'preflight',
  },
  {
    sentence: 'some in lower case',
    headers: { origin: A, 'ACCESS-CONTROL-REQUEST-METHOD': 'PUT' },
    kind: 'preflight',
  },
  {
    sentence: 'their values lists',
    headers: { Origin: [A], 'Access-Control-Request-Method': ['PUT'] },
    kind: 'preflight',
  },
  { sentence: 'one undefined', headers: { origin: undefined, Origin: A }, kind: 'actual' },
]
for (const { sentence, headers, kind } of anyCase) {
  test(`resolve takes header names in any case: ${sentence}`, () => {
    const decision = resolve(createPolicy({ origins: [A, B] }), { method: 'OPTIONS', headers })
    assert.deepEqual([decision.kind, decision.allowed, decision.reason], [kind, true, 'origin-listed'])
  })
}

test('resolve reads the requested headers, and whose site it is, in any case too', () => {
  const policy = createPolicy({ origins: [A, B], allowHeaders: ['X-A'], blockDisallowed: true })
  const requested = {
    Origin: A,
    'Access-Control-Request-Method': 'PUT',
    'Access-Control-Request-Headers': ['x-a', 'x-b'],
  }
  assert.equal(resolve(policy, { method: 'OPTIONS', headers: requested }).reason, 'headers-not-allowed')
  const own = { Origin: 'https://c.example', 'Sec-Fetch-Site': 'same-origin' }
  assert.equal(resolve(policy, { method: 'POST', headers: own }).status, undefined)
  assert.equal(resolve(policy, { method: 'POST', headers: { ...own, 'Sec-Fetch-Site': 'x' } }).status, 403)
  const byHost = { ORIGIN: 'https://c.example', HOST: 'c.example' }
  assert.equal(resolve(policy, { method: 'POST', headers: byHost }).status, undefined)
})

test('one header in two spellings is two lines of it', () => {
  const headers = { Origin: A, ORIGIN: B }
  assert.equal(resolve(createPolicy({ origins: [A, B] }), { headers }).reason, 'origin-malformed')
})

const methodCases: readonly {
  readonly methods: string[]
  readonly asked: string
  readonly allowed: boolean
}[] = [
  { methods: ['getaway'], asked: 'getaway', allowed: true },
  { methods: ['getaway'], asked: 'GETAWAY', allowed: false },
  { methods: ['Getaway', 'getaway'], asked: 'Getaway', allowed: true },
  { methods: ['patch'], asked: 'PATCH', allowed: true },
  { methods: ['patch'], asked: 'patch', allowed: false },
  { methods: ['delete', 'Put'], asked: 'DELETE', allowed: true },
]
for (const { methods, asked, allowed } of methodCases) {
  test(`a preflight for ${asked} under methods [${methods}] is ${allowed ? 'allowed' : 'denied'}`, () => {
    assert.equal(resolve(createPolicy({ origins: A, methods }), preflight(A, asked)).allowed, allowed)
  })
}

test('methods of the standard are sent in upper case and once, others as they are written', () => {
  const policy = createPolicy({ origins: A, methods: ['put', 'PUT', 'getaway', 'Propfind', 'patch'] })
  const { headers } = resolve(policy, preflight(A, 'PUT'))
  assert.equal(headers['Access-Control-Allow-Methods'], 'PUT, getaway, Propfind, PATCH')
})
