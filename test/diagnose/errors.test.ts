import assert from 'node:assert/strict'
import { test } from 'node:test'
import { plan } from 'cors-policy/diagnose'
import { API, answer, checks, judge, PAGE, type Parts } from '../support/exchange.js'

const ORIGIN = 'an origin as browsers send it, "https://app.example", or "null"'
const PAIR = 'a pair of strings, [name, value]'
const STRINGS = 'a string or strings'
const SPACE = 'one of "public", "local", "loopback"'

/** The message, but for `exchange.` and what was given in its place. */
const wrong: [parts: unknown, message: string][] = [
  [{ pageOrigin: 'app.example' }, `pageOrigin must be ${ORIGIN}, got "app.example"`],
  [{ pageOrigin: null }, `pageOrigin must be ${ORIGIN}, got null`],
  [{ pageOrigin: [PAGE] }, `pageOrigin must be ${ORIGIN}, got an array`],
  [{ request: { url: '' } }, 'request.url must be an absolute URL, got ""'],
  [{ request: { url: new URL(API) } }, 'request.url must be an absolute URL, got an object'],
  [{ request: { method: null } }, 'request.method must be a string, got null'],
  [{ request: { body: 0 } }, 'request.body must be a string or null, got 0'],
  [{ request: { body: false } }, 'request.body must be a string or null, got false'],
  [{ request: { api: 'beacon' } }, 'request.api must be one of "fetch", "xhr", got "beacon"'],
  [{ request: { api: null } }, 'request.api must be one of "fetch", "xhr", got null'],
  [
    { request: { redirect: 'never' } },
    'request.redirect must be one of "follow", "error", "manual", got "never"',
  ],
  [{ request: { uploadListener: 1 } }, 'request.uploadListener must be true or false, got 1'],
  [{ request: { uploadListener: null } }, 'request.uploadListener must be true or false, got null'],
  [{ request: { streamBody: 1n } }, 'request.streamBody must be true or false, got a bigint'],
  [{ request: { headers: null } }, 'request.headers must be an object, got null'],
  [{ request: { headers: () => [] } }, 'request.headers must be an object, got a function'],
  [
    {
      request: {
        headers: [
          ['a', 'b'],
          ['c', 1],
        ],
      },
    },
    `request.headers[1] must be ${PAIR}, got an array`,
  ],
  [{ request: { headers: [[1, 'b']] } }, `request.headers[0] must be ${PAIR}, got an array`],
  [{ request: { headers: ['ab'] } }, `request.headers[0] must be ${PAIR}, got "ab"`],
  [{ request: { headers: { 'a"': null } } }, `request.headers["a\\""] must be ${STRINGS}, got null`],
  [{ request: { headers: { a: ['b', 1] } } }, `request.headers["a"] must be ${STRINGS}, got 1`],
  [{ response: { status: undefined } }, 'response.status must be a number, got undefined'],
  [{ response: { status: 200, headers: 1 } }, 'response.headers must be an object, got 1'],
  [{ preflightResponse: [] }, 'preflightResponse.status must be a number, got undefined'],
  [{ preflightResponse: 204 }, 'preflightResponse must be an object, got 204'],
  [{ redirects: null }, 'redirects must be an array, got null'],
  [{ redirects: [1] }, 'redirects[0] must be an object, got 1'],
  [{ redirects: [{ response: null }] }, 'redirects[0].response must be an object, got null'],
  [
    { redirects: [{ response: answer() }, { response: {} }] },
    'redirects[1].response.status must be a number, got undefined',
  ],
  [
    { redirects: [{ response: answer(), preflightResponse: 1 }] },
    'redirects[0].preflightResponse must be an object, got 1',
  ],
  [{ addressSpaces: 'local' }, 'addressSpaces must be an object, got "local"'],
  [{ addressSpaces: { target: 'private' } }, `addressSpaces.target must be ${SPACE}, got "private"`],
  [{ permission: 'no' }, 'permission must be one of "prompt", "granted", "denied", got "no"'],
]

for (const [parts, message] of wrong) {
  test(`no exchange: ${message}`, () => {
    assert.throws(() => judge(parts as Parts), { name: 'TypeError', message: `exchange.${message}` })
  })
}

// What is no error: the same as what is left out.
const leftOut: [what: string, parts: Parts][] = [
  [
    'a method, headers, a body, modes that are undefined',
    {
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
  ],
  ['no body', { request: { body: null } }],
  ['flags that are false', { request: { uploadListener: false, streamBody: false } }],
  ['a header without a value', { request: { headers: { 'X-A': undefined, 'X-B': [] } } }],
  ['no redirects', { redirects: [] }],
  ['no answers', { response: null, preflightResponse: null }],
  ['no address spaces', { addressSpaces: null as never }],
  ['address spaces that are left out', { addressSpaces: {} as never }],
]

for (const [what, parts] of leftOut) {
  test(`as good as left out: ${what}`, () => assert.deepEqual(judge(parts), judge({})))
}

test('a redirect may say that it had no preflight', () => {
  const { response } = { response: answer({ 'Access-Control-Allow-Origin': '*', Location: '/x' }, 302) }
  assert.deepEqual(
    judge({ redirects: [{ response, preflightResponse: null }] }),
    judge({ redirects: [{ response }] }),
  )
})

test('the names of answered headers have no case and their values no whitespace around them', () => {
  const headers: [string, string][] = [['ACCESS-CONTROL-ALLOW-ORIGIN', '\r\n\t * \t\n\r']]
  assert.deepEqual(checks(judge({ response: answer(headers) })), [])
})

test('the names and values of asked headers go out as they are, without whitespace around the values', () => {
  const headers: [string, string][] = [['X-A', '\r\n\t 1\t 2 \t\n\r']]
  const { request } = plan({ pageOrigin: PAGE, request: { url: API, headers } })
  assert.deepEqual(request?.headers[0], ['X-A', '1\t 2'])
})
