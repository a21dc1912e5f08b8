import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type AnsweredResponse, diagnose, type Exchange, plan } from 'cors-policy/diagnose'
import fc from 'fast-check'
import { assertLinear } from '../support/attacker.js'
import { ANY, API, HEADERS, METHODS, ORIGIN, PAGE } from '../support/example-exchange.js'
import { answer, get, type Parts, redirect, verdictOf } from '../support/exchange.js'

test('headers may be lines, a record, a Map or Headers', () => {
  const lines: [string, string][] = [['ACCESS-control-allow-origin', '*']]
  for (const headers of [lines, Object.fromEntries(lines), new Map(lines), new Headers(lines)]) {
    assert.ok(get(headers).readable)
  }
})

test('a value is escaped and shortened in messages, and complete in parameter', () => {
  const value = `\u001b[31m\u202e"${'x'.repeat(5000)}`
  const [failure] = get({ [ORIGIN]: value }).failures
  assert.match(failure?.message ?? '', /Origin "\\u001b\[31m\\u202e\\"x{73}…", which/)
  assert.equal(failure?.parameter, value)
  assert.match(`${failure?.message}${failure?.fix}`, /^[ -~…]+$/)
})

test('unusual responses are not readable', () => {
  const odd: AnsweredResponse['headers'][] = [
    undefined,
    [['', '']],
    [['\u0000', '\uffff']],
    [['access-control-allow-origin', '\u0000']],
    { [ORIGIN]: undefined, __proto__: ANY as never },
    Array(5).fill(['Access-Control-Allow-Origin', '']),
  ]
  for (const headers of odd) {
    for (const status of [Number.NaN, 0, 204, 302, 1e9]) {
      const response = { status, ...(headers && { headers }) }
      const verdict = verdictOf({ request: { method: 'PUT' }, preflightResponse: response, response })
      assert.equal(verdict.readable, false)
    }
  }
})

const anyValue = fc.oneof(
  fc.constantFrom('*', PAGE, 'null', 'true', '', 'PUT, x-a', '/x', 'https://u@b.example', 'foo:', 'Origin'),
  fc.string({ unit: 'binary' }),
)
const anyName = fc.constantFrom(
  ...['Origin', 'Credentials', 'Methods', 'Headers'].map(name => `Access-Control-Allow-${name}`),
  'Access-Control-Max-Age',
  'Access-Control-Expose-Headers',
  'Location',
  'Vary',
  'X-A',
)
const anyAnswer = fc.record({
  status: fc.oneof(fc.constantFrom(200, 204, 302, 307, 404), fc.double()),
  headers: fc.array(fc.tuple(anyName, anyValue)),
})
const anyExchange = fc.record(
  {
    pageOrigin: fc.constantFrom(PAGE, 'null', 'http://localhost:3000', 'capacitor://localhost'),
    request: fc.record(
      {
        url: fc.oneof(fc.constantFrom(API, PAGE, 'http://localhost:3000/', 'foo:bar'), fc.webUrl()),
        method: fc.oneof(fc.constantFrom('get', 'POST', 'PUT', 'patch'), fc.string({ unit: 'binary' })),
        headers: fc.array(fc.tuple(fc.oneof(anyName, fc.string()), anyValue)),
        credentials: fc.constantFrom('omit', 'same-origin', 'include'),
        mode: fc.constantFrom('cors', 'no-cors', 'same-origin'),
        redirect: fc.constantFrom('follow', 'error', 'manual'),
        api: fc.constantFrom('fetch', 'xhr'),
        body: fc.option(fc.string()),
        uploadListener: fc.boolean(),
        streamBody: fc.boolean(),
      },
      { requiredKeys: ['url'] },
    ),
    preflightResponse: fc.option(anyAnswer),
    redirects: fc.array(fc.record({ preflightResponse: fc.option(anyAnswer), response: anyAnswer })),
    response: fc.option(anyAnswer),
  },
  { requiredKeys: ['pageOrigin', 'request'] },
)

test('every exchange gets a verdict, the same one each time, and is left unchanged', () => {
  fc.assert(
    fc.property(anyExchange, exchange => {
      const before = structuredClone(exchange)
      const verdict = diagnose(exchange)
      assert.equal(verdict.readable, verdict.failures.length === 0)
      assert.equal(verdict.readable || verdict.exposedHeaders.length === 0, true)
      for (const { message, fix } of verdict.failures) assert.match(`${message} ${fix}`, /^[ -~…]+\.$/)
      assert.deepEqual(diagnose(exchange), verdict)
      assert.deepEqual(structuredClone(exchange), before)
      const apiRefusals = verdict.failures.filter(({ at }) => at === 'api')
      assert.deepEqual(
        plan(exchange).refusals.filter(({ at }) => at === 'api'),
        apiRefusals,
      )
    }),
    { numRuns: 2000 },
  )
})

test('the time for a response grows linearly with its length', () => {
  for (const unit of [' ', ',', 'a,', 'a ', '/', 'text/']) {
    assertLinear(size => {
      const value = `a${unit.repeat(size)}b`
      verdictOf({
        request: {
          method: 'PUT',
          headers: { 'Content-Type': value, Range: value, Accept: value, 'X-Method-Override': value },
        },
        preflightResponse: answer({
          [ORIGIN]: value,
          [METHODS]: value,
          [HEADERS]: value,
          'Access-Control-Max-Age': value,
        }),
        redirects: [redirect(value, { [ORIGIN]: value })],
        response: answer({
          [ORIGIN]: '*',
          'Access-Control-Expose-Headers': value,
          Vary: value,
        }),
      })
    }, 1000)
  }
})

const noExchange: readonly {
  readonly exchange: unknown
  readonly message: string
}[] = [
  { exchange: undefined, message: 'exchange must be an object, got undefined' },
  { exchange: 'x', message: 'exchange must be an object, got "x"' },
  { exchange: {}, message: 'exchange.request must be an object, got undefined' },
  {
    exchange: { request: {} },
    message:
      'exchange.pageOrigin must be an origin as browsers send it, "https://app.example", or "null", got undefined',
  },
  {
    exchange: { pageOrigin: PAGE, request: {} },
    message: 'exchange.request.url must be an absolute URL, got undefined',
  },
  {
    exchange: { pageOrigin: PAGE, request: { url: '/x' } },
    message: 'exchange.request.url must be an absolute URL, got "/x"',
  },
]

for (const { exchange, message } of noExchange) {
  test(`TypeError: ${message}`, () => {
    assert.throws(() => diagnose(exchange as Exchange), { name: 'TypeError', message })
    assert.throws(() => plan(exchange as Exchange), { name: 'TypeError', message })
  })
}

const wrongFields: readonly {
  readonly parts: unknown
  readonly message: string
}[] = [
  {
    parts: { pageOrigin: `${PAGE}/` },
    message:
      'exchange.pageOrigin must be an origin as browsers send it, "https://app.example", or "null", got "https://app.example/"',
  },
  { parts: { request: { method: 7 } }, message: 'exchange.request.method must be a string, got 7' },
  {
    parts: { request: { mode: 'navigate' } },
    message: 'exchange.request.mode must be one of "cors", "no-cors", "same-origin", got "navigate"',
  },
  {
    parts: { request: { credentials: true } },
    message: 'exchange.request.credentials must be one of "same-origin", "omit", "include", got true',
  },
  {
    parts: { request: { body: {} } },
    message: 'exchange.request.body must be a string or null, got an object',
  },
  {
    parts: { request: { streamBody: 'yes' } },
    message: 'exchange.request.streamBody must be true or false, got "yes"',
  },
  { parts: { request: { headers: 'x' } }, message: 'exchange.request.headers must be an object, got "x"' },
  {
    parts: { request: { headers: [['a']] } },
    message: 'exchange.request.headers[0] must be a pair of strings, [name, value], got an array',
  },
  {
    parts: { request: { headers: { a: 1 } } },
    message: 'exchange.request.headers["a"] must be a string or strings, got 1',
  },
  { parts: { response: 200 }, message: 'exchange.response must be an object, got 200' },
  { parts: { response: { status: '200' } }, message: 'exchange.response.status must be a number, got "200"' },
  {
    parts: { preflightResponse: { status: 204, headers: [null] } },
    message: 'exchange.preflightResponse.headers[0] must be a pair of strings, [name, value], got null',
  },
  { parts: { redirects: {} }, message: 'exchange.redirects must be an array, got an object' },
  { parts: { redirects: [{}] }, message: 'exchange.redirects[0].response must be an object, got undefined' },
  {
    parts: { addressSpaces: { page: 'moon' } },
    message: 'exchange.addressSpaces.page must be one of "public", "local", "loopback", got "moon"',
  },
  {
    parts: { permission: Symbol('x') },
    message: 'exchange.permission must be one of "prompt", "granted", "denied", got a symbol',
  },
]

for (const { parts, message } of wrongFields) {
  test(`TypeError: ${message}`, () => {
    assert.throws(() => verdictOf(parts as Parts), { name: 'TypeError', message })
  })
}
