import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { test } from 'node:test'
import type { AskedRequest } from 'cors-policy/diagnose'
import * as entry from 'cors-policy/diagnose'
import {
  ALLOWED,
  ALLOWED_WITH_COOKIES,
  API,
  COOKIES,
  HEADERS,
  METHODS,
  ORIGIN,
  OTHER,
  PAGE,
  PUT,
} from '../support/example-exchange.js'
import { answer, checks, get, type Parts, redirect, testChecks, verdictOf } from '../support/exchange.js'

test('the entry exports plan and diagnose and nothing else, for import and for require', () => {
  assert.deepEqual(Object.keys(entry).sort(), ['diagnose', 'plan'])
  const required = createRequire(join(process.cwd(), 'package.json'))('cors-policy/diagnose')
  assert.deepEqual(Object.keys(required).sort(), ['diagnose', 'plan'])
})

test("the browser's side imports only its own files, protocol, own and escape", () => {
  const files = readdirSync('src/diagnose', { recursive: true, encoding: 'utf8' })
  for (const file of files.filter(name => name.endsWith('.ts'))) {
    const source = readFileSync(join('src/diagnose', file), 'utf8')
    for (const [, target = ''] of source.matchAll(/(?:from|import\()\s*'([^']+)'/g)) {
      const resolved = join('src/diagnose', file, '..', target)
      assert.match(
        resolved,
        /^src\/(?:diagnose\/.+|(?:escape|own|protocol)\.js)$/,
        `${file} imports ${target}`,
      )
    }
  }
})

test('a verdict has the documented shape', () => {
  assert.deepEqual(get({ ...ALLOWED, 'Content-Type': 'a/b', Server: 'x' }), {
    readable: true,
    cause: null,
    failures: [],
    exposedHeaders: ['content-type'],
    notes: [],
  })
  const { failures, ...rest } = get({ [ORIGIN]: 'https://www.app.example' })
  assert.deepEqual(failures, [
    {
      check: 'kAllowOriginMismatch',
      at: 'response',
      parameter: 'https://www.app.example',
      url: API,
      message:
        'The response allows the origin "https://www.app.example", but the request comes from "https://app.example".',
      fix: 'They differ in "www.". Send `Access-Control-Allow-Origin: https://app.example`: add "https://app.example" to `origins`.',
      console: `Access to fetch at '${API}' from origin 'https://app.example' has been blocked by CORS policy: The 'Access-Control-Allow-Origin' header has a value 'https://www.app.example' that is not equal to the supplied origin. Have the server send the header with a valid value.`,
    },
  ])
  assert.deepEqual(Object.keys(rest.cause ?? {}).sort(), [
    'alternative',
    'code',
    'evidence',
    'explains',
    'fix',
    'message',
  ])
  assert.deepEqual([rest.readable, rest.exposedHeaders], [false, []])
})

// All failures, in the order in which a browser finds them.
testChecks([
  {
    what: 'no CORS header in the response to a request with credentials',
    parts: { request: COOKIES, response: answer() },
    expected: ['response kMissingAllowOriginHeader', 'response kInvalidAllowCredentials'],
  },
  {
    what: 'a preflight response with status 404 and no CORS headers',
    parts: { request: { method: 'PUT', headers: { 'X-A': '1' } }, preflightResponse: answer({}, 404) },
    expected: [
      'preflight kPreflightMissingAllowOriginHeader',
      'preflight kPreflightInvalidStatus',
      'preflight kMethodDisallowedByPreflightResponse',
      'preflight kHeaderDisallowedByPreflightResponse',
    ],
  },
  {
    what: 'a redirected preflight with an allowed origin',
    parts: { request: PUT, preflightResponse: answer({ ...ALLOWED, Location: '/x' }, 301) },
    expected: ['preflight kPreflightDisallowedRedirect', 'preflight kMethodDisallowedByPreflightResponse'],
  },
  {
    what: 'two invalid lists in a preflight response',
    parts: {
      request: { method: 'PUT', headers: { 'X-A': '1' } },
      preflightResponse: answer({
        ...ALLOWED,
        [METHODS]: '[PUT]',
        [HEADERS]: '"x-a"',
      }),
    },
    expected: [
      'preflight kInvalidAllowMethodsPreflightResponse',
      'preflight kInvalidAllowHeadersPreflightResponse',
    ],
  },
  {
    what: 'a failed preflight and a failed response',
    parts: { request: PUT, preflightResponse: answer(ALLOWED), response: answer() },
    expected: ['preflight kMethodDisallowedByPreflightResponse', 'response kMissingAllowOriginHeader'],
  },
  {
    what: 'a redirect without the header, and the response after it',
    parts: { redirects: [redirect('https://other.example/', {})], response: answer(ALLOWED) },
    expected: ['redirect kMissingAllowOriginHeader', 'response kAllowOriginMismatch'],
  },
  {
    what: 'a redirect without the header to a URL with a password',
    parts: { redirects: [redirect('https://u:p@api.example/', {})] },
    expected: ['redirect kMissingAllowOriginHeader', 'redirect kRedirectContainsCredentials'],
  },
])

test('Cross-Origin-Resource-Policy has no effect in mode cors', () => {
  assert.ok(get({ ...ALLOWED, 'Cross-Origin-Resource-Policy': 'same-origin' }).readable)
})

test('a page in mode no-cors reads same-origin responses only', () => {
  assert.deepEqual(checks(get(ALLOWED, 200, { mode: 'no-cors' })), ['response opaque-response'])
  assert.ok(get({}, 200, { mode: 'no-cors', url: PAGE }).readable)
})

test('an exchange without a response fails at its last request', () => {
  assert.deepEqual(checks(verdictOf({})), ['response no-response'])
  assert.deepEqual(checks(verdictOf({ request: PUT })), ['preflight no-response'])
})

const unread: readonly {
  readonly what: string
  readonly parts: Parts
}[] = [
  { what: 'a refused request', parts: { request: { body: 'x' }, response: answer(ALLOWED) } },
  { what: 'no response', parts: {} },
  { what: 'a failed check', parts: { response: answer({ 'Content-Type': 'a/b' }) } },
  {
    what: 'a redirect in mode error',
    parts: { request: { redirect: 'error' }, redirects: [redirect('/x')], response: answer(ALLOWED) },
  },
  {
    what: 'a final response that is a redirect',
    parts: { response: answer({ ...ALLOWED, Location: OTHER }, 302) },
  },
  { what: 'mode no-cors', parts: { request: { mode: 'no-cors' }, response: answer(ALLOWED) } },
  {
    what: 'a failed preflight',
    parts: {
      request: PUT,
      preflightResponse: answer(),
      response: answer({ ...ALLOWED, 'Content-Type': 'a/b' }),
    },
  },
]

for (const { what, parts } of unread) {
  test(`no header can be read: ${what}`, () => {
    const { readable, exposedHeaders } = verdictOf(parts)
    assert.deepEqual([readable, exposedHeaders], [false, []])
  })
}

test('an exchange that follows every fix is readable', () => {
  const request: Partial<AskedRequest> = {
    method: 'PUT',
    headers: { 'X-A': '1', Authorization: 'Bearer t' },
    credentials: 'include',
  }
  const bare = verdictOf({ request, preflightResponse: answer({}, 405), response: answer({}, 500) })
  assert.equal(bare.failures.length, 7)
  const mended = verdictOf({
    request,
    preflightResponse: answer(
      {
        ...ALLOWED_WITH_COOKIES,
        [METHODS]: 'PUT',
        [HEADERS]: 'X-A, Authorization',
      },
      204,
    ),
    response: answer(ALLOWED_WITH_COOKIES, 500),
  })
  assert.deepEqual([mended.readable, mended.failures, mended.notes], [true, [], []])
})
