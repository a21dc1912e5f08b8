import assert from 'node:assert/strict'
import { test } from 'node:test'
import { plan } from 'cors-policy/diagnose'
import { API, PAGE } from '../support/example-exchange.js'
import { answer, checks, type Parts, verdictOf } from '../support/exchange.js'

const ORIGIN = 'an origin as browsers send it, "https://app.example", or "null"'
const PAIR = 'a pair of strings, [name, value]'
const STRINGS = 'a string or strings'
const SPACE = 'one of "public", "local", "loopback"'

/** Each message without the `exchange.` that it begins with. */
const wrong: readonly {
  readonly parts: unknown
  readonly message: string
}[] = [
  { parts: { pageOrigin: 'app.example' }, message: `pageOrigin must be ${ORIGIN}, got "app.example"` },
  { parts: { pageOrigin: null }, message: `pageOrigin must be ${ORIGIN}, got null` },
  { parts: { pageOrigin: [PAGE] }, message: `pageOrigin must be ${ORIGIN}, got an array` },
  { parts: { request: { url: '' } }, message: 'request.url must be an absolute URL, got ""' },
  {
    parts: { request: { url: new URL(API) } },
    message: 'request.url must be an absolute URL, got an object',
  },
  { parts: { request: { method: null } }, message: 'request.method must be a string, got null' },
  { parts: { request: { body: 0 } }, message: 'request.body must be a string or null, got 0' },
  { parts: { request: { body: false } }, message: 'request.body must be a string or null, got false' },
  {
    parts: { request: { api: 'beacon' } },
    message: 'request.api must be one of "fetch", "xhr", got "beacon"',
  },
  { parts: { request: { api: null } }, message: 'request.api must be one of "fetch", "xhr", got null' },
  {
    parts: { request: { redirect: 'never' } },
    message: 'request.redirect must be one of "follow", "error", "manual", got "never"',
  },
  {
    parts: { request: { uploadListener: 1 } },
    message: 'request.uploadListener must be true or false, got 1',
  },
  {
    parts: { request: { uploadListener: null } },
    message: 'request.uploadListener must be true or false, got null',
  },
  {
    parts: { request: { streamBody: 1n } },
    message: 'request.streamBody must be true or false, got a bigint',
  },
  { parts: { request: { headers: null } }, message: 'request.headers must be an object, got null' },
  { parts: { request: { headers: () => [] } }, message: 'request.headers must be an object, got a function' },
  {
    parts: {
      request: {
        headers: [
          ['a', 'b'],
          ['c', 1],
        ],
      },
    },
    message: `request.headers[1] must be ${PAIR}, got an array`,
  },
  {
    parts: { request: { headers: [[1, 'b']] } },
    message: `request.headers[0] must be ${PAIR}, got an array`,
  },
  { parts: { request: { headers: ['ab'] } }, message: `request.headers[0] must be ${PAIR}, got "ab"` },
  {
    parts: { request: { headers: { 'a"': null } } },
    message: `request.headers["a\\""] must be ${STRINGS}, got null`,
  },
  {
    parts: { request: { headers: { a: ['b', 1] } } },
    message: `request.headers["a"] must be ${STRINGS}, got 1`,
  },
  { parts: { response: { status: undefined } }, message: 'response.status must be a number, got undefined' },
  { parts: { response: { status: 200, headers: 1 } }, message: 'response.headers must be an object, got 1' },
  { parts: { preflightResponse: [] }, message: 'preflightResponse.status must be a number, got undefined' },
  { parts: { preflightResponse: 204 }, message: 'preflightResponse must be an object, got 204' },
  { parts: { redirects: null }, message: 'redirects must be an array, got null' },
  { parts: { redirects: [1] }, message: 'redirects[0] must be an object, got 1' },
  {
    parts: { redirects: [{ response: null }] },
    message: 'redirects[0].response must be an object, got null',
  },
  {
    parts: { redirects: [{ response: answer() }, { response: {} }] },
    message: 'redirects[1].response.status must be a number, got undefined',
  },
  {
    parts: { redirects: [{ response: answer(), preflightResponse: 1 }] },
    message: 'redirects[0].preflightResponse must be an object, got 1',
  },
  { parts: { addressSpaces: 'local' }, message: 'addressSpaces must be an object, got "local"' },
  {
    parts: { addressSpaces: { target: 'private' } },
    message: `addressSpaces.target must be ${SPACE}, got "private"`,
  },
  {
    parts: { permission: 'no' },
    message: 'permission must be one of "prompt", "granted", "denied", got "no"',
  },
]

for (const { parts, message } of wrong) {
  test(`TypeError: ${message}`, () => {
    assert.throws(() => verdictOf(parts as Parts), { name: 'TypeError', message: `exchange.${message}` })
  })
}

const leftOut: readonly {
  readonly what: string
  readonly parts: Parts
}[] = [
  {
    what: 'fields of the request that are undefined',
    parts: {
      request: {
        method: undefined,
        headers: undefined,
        body: undefined,
        mode: undefined,
        credentials: undefined,
        redirect: undefined,
        api: undefined,
      } as never,
    },
  },
  { what: 'a body that is null', parts: { request: { body: null } } },
  { what: 'flags set to false', parts: { request: { uploadListener: false, streamBody: false } } },
  { what: 'a header without a value', parts: { request: { headers: { 'X-A': undefined, 'X-B': [] } } } },
  { what: 'an empty list of redirects', parts: { redirects: [] } },
  { what: 'responses that are null', parts: { response: null, preflightResponse: null } },
  { what: 'address spaces that are null', parts: { addressSpaces: null as never } },
  { what: 'an empty object of address spaces', parts: { addressSpaces: {} as never } },
]

for (const { what, parts } of leftOut) {
  test(`the same verdict as without: ${what}`, () => assert.deepEqual(verdictOf(parts), verdictOf({})))
}

test('a redirect whose preflightResponse is null is one without a preflight', () => {
  const { response } = { response: answer({ 'Access-Control-Allow-Origin': '*', Location: '/x' }, 302) }
  assert.deepEqual(
    verdictOf({ redirects: [{ response, preflightResponse: null }] }),
    verdictOf({ redirects: [{ response }] }),
  )
})

test('response headers match in any case, and whitespace around their values is ignored', () => {
  const headers: [string, string][] = [['ACCESS-CONTROL-ALLOW-ORIGIN', '\r\n\t * \t\n\r']]
  assert.deepEqual(checks(verdictOf({ response: answer(headers) })), [])
})

test('request headers are sent as written, without whitespace around their values', () => {
  const headers: [string, string][] = [['X-A', '\r\n\t 1\t 2 \t\n\r']]
  const { request } = plan({ pageOrigin: PAGE, request: { url: API, headers } })
  assert.deepEqual(request?.headers[0], ['X-A', '1\t 2'])
})
