import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AskedRequest } from 'cors-policy/diagnose'
import { ALLOWED, ALLOWED_WITH_COOKIES, HEADERS, METHODS, PUT } from '../support/example-exchange.js'
import { answer, checks, preflighted, verdictOf } from '../support/exchange.js'

test('only a status from 200 to 299 passes a preflight', () => {
  const statuses = [
    0,
    -1,
    Number.NaN,
    199,
    200,
    200.5,
    204,
    299,
    300,
    304,
    418,
    999,
    Number.POSITIVE_INFINITY,
  ]
  for (const status of statuses) {
    const isOk = status >= 200 && status <= 299
    const verdict = preflighted({ ...ALLOWED, [METHODS]: 'PUT' }, PUT, status)
    const expected = isOk ? 'response no-response' : 'preflight kPreflightInvalidStatus'
    assert.deepEqual(checks(verdict), [expected], String(status))
  }
})

test('a redirect status without a Location fails a preflight by its status', () => {
  for (const status of [301, 308]) {
    assert.deepEqual(checks(preflighted(ALLOWED, { uploadListener: true }, status)), [
      'preflight kPreflightInvalidStatus',
    ])
  }
})

const lists: readonly {
  readonly what: string
  readonly allow: Record<string, string>
  readonly request: Partial<AskedRequest>
  readonly check: string | null
}[] = [
  {
    what: 'GET, HEAD and POST need not be listed',
    allow: { [METHODS]: 'PUT' },
    request: { method: 'POST' },
    check: null,
  },
  {
    what: 'a method between empty items matches',
    allow: { [METHODS]: ',,PUT,' },
    request: PUT,
    check: null,
  },
  {
    what: '* allows every method',
    allow: { [METHODS]: '*' },
    request: PUT,
    check: null,
  },
  {
    what: 'methods are case-sensitive',
    allow: { [METHODS]: 'put' },
    request: PUT,
    check: 'kMethodDisallowedByPreflightResponse',
  },
  {
    what: '* with credentials does not allow every method',
    allow: { [METHODS]: '*' },
    request: { method: 'PUT', credentials: 'include' },
    check: 'kMethodDisallowedByPreflightResponse',
  },
  {
    what: '* with credentials allows the method *',
    allow: { [METHODS]: '*' },
    request: { method: '*', credentials: 'include' },
    check: null,
  },
  {
    what: '* allows every header',
    allow: { [HEADERS]: '*' },
    request: { headers: { 'X-Test': '1' } },
    check: null,
  },
  {
    what: '* with credentials does not allow every header',
    allow: { [HEADERS]: '*' },
    request: { headers: { 'X-Test': '1' }, credentials: 'include' },
    check: 'kHeaderDisallowedByPreflightResponse',
  },
  {
    what: '* with credentials allows the header *',
    allow: { [HEADERS]: '*' },
    request: { headers: { '*': '1' }, credentials: 'include' },
    check: null,
  },
]

for (const { what, allow, request, check } of lists) {
  test(`preflight lists: ${what}`, () => {
    const headers = { 'X-Preflighted': '1', ...request.headers }
    const allowHeaders = [allow['Access-Control-Allow-Headers'], 'x-preflighted'].filter(Boolean).join(',')
    const verdict = verdictOf({
      request: { ...request, headers },
      preflightResponse: answer({
        ...ALLOWED_WITH_COOKIES,
        ...allow,
        [HEADERS]: allowHeaders,
      }),
      response: answer(ALLOWED_WITH_COOKIES),
    })
    assert.equal(verdict.failures[0]?.check ?? null, check)
  })
}

test('several missing headers are all in names, and none is the parameter', () => {
  const headers = { 'X-C': '1', 'X-B': '1', 'X-A': '1' }
  const [failure] = preflighted({ ...ALLOWED, [HEADERS]: 'X-A' }, { headers }).failures
  assert.deepEqual(failure?.names, ['x-b', 'x-c'])
  assert.equal(failure?.parameter, undefined)
  assert.match(failure?.message ?? '', /"x-b", "x-c"/)
  assert.match(failure?.fix ?? '', /^Name "x-b", "x-c" in Access-Control-Allow-Headers/)
})

test('requested and listed header names match in any case', () => {
  const request = { headers: { 'X-ONE': '1', 'x-two': '2' } }
  const headers = { ...ALLOWED, [HEADERS]: 'x-one, X-TWO' }
  assert.deepEqual(checks(preflighted(headers, request)), ['response no-response'])
})
