import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AskedRequest } from 'cors-policy/diagnose'
import { ALLOWED, AS_NULL, HEADERS, METHODS, OTHER } from '../support/example-exchange.js'
import {
  answer,
  checks,
  codes,
  get,
  preflighted,
  redirect,
  testChecks,
  verdictOf,
} from '../support/exchange.js'

test('301, 302, 303, 307 and 308 are redirects, and no other status is', () => {
  const headers = { ...ALLOWED, Location: '/x' }
  for (const status of [301, 302, 303, 307, 308]) {
    assert.deepEqual(checks(get(headers, status)), ['redirect no-response'], String(status))
    assert.deepEqual(checks(preflighted(headers, { uploadListener: true }, status)), [
      'preflight kPreflightDisallowedRedirect',
    ])
  }
  for (const status of [201, 300, 304, 305, 306, 309])
    assert.ok(get(headers, status).readable, String(status))
})

// The preflight after the redirect fails, and so shows the method and the headers that the request still has.
const CONTENT = {
  'Content-Type': 'a/b',
  'Content-Encoding': 'x',
  'Content-Language': 'a_b',
  'Content-Location': '/x',
}
const NAMES = Object.keys(CONTENT)
  .map(name => name.toLowerCase())
  .sort()
const after: readonly {
  readonly what: string
  readonly status: number
  readonly request: Partial<AskedRequest>
  readonly names: string[] | null
}[] = [
  ...[301, 302, 303].map(status => ({
    what: 'a POST becomes a GET',
    status,
    request: { method: 'POST', headers: CONTENT, body: 'x' },
    names: null,
  })),
  ...[307, 308].map(status => ({
    what: 'a POST stays a POST',
    status,
    request: { method: 'POST', headers: CONTENT, body: 'x' },
    names: NAMES,
  })),
  ...['GET', 'HEAD'].flatMap(method =>
    [301, 302, 303, 307].map(status => ({
      what: `a ${method} stays a ${method}`,
      status,
      request: { method, headers: CONTENT },
      names: NAMES,
    })),
  ),
  {
    what: 'a PUT becomes a GET',
    status: 303,
    request: { method: 'PUT', headers: CONTENT, body: 'x' },
    names: null,
  },
  ...[301, 302, 307, 308].map(status => ({
    what: 'a PUT stays a PUT',
    status,
    request: { method: 'PUT', headers: CONTENT, body: 'x' },
    names: ['PUT', ...NAMES],
  })),
  {
    what: 'headers that do not describe the body stay',
    status: 302,
    request: { method: 'POST', headers: { 'X-A': '1', Content: '2' } },
    names: ['content', 'x-a'],
  },
  {
    what: 'Authorization stays within its origin',
    status: 302,
    request: { headers: { AUTHORIZATION: 'x' } },
    names: ['authorization'],
  },
  {
    what: 'an upload listener stays',
    status: 303,
    request: { method: 'POST', uploadListener: true },
    names: [],
  },
  {
    what: 'a stream body still needs a preflight',
    status: 303,
    request: { method: 'POST', streamBody: true },
    names: [],
  },
]

for (const { what, status, request, names } of after) {
  test(`after status ${status} ${what}: ${names ? `preflight for ${names.join(', ') || 'no name'}` : 'no preflight'}`, () => {
    const preflightResponse = answer({
      ...ALLOWED,
      [METHODS]: 'PUT',
      [HEADERS]: '*, authorization',
    })
    const exchange = { request, redirects: [{ ...redirect('/x', ALLOWED, status), preflightResponse }] }
    const refused = verdictOf({ ...exchange, preflightResponse: answer(ALLOWED), response: answer(ALLOWED) })
    assert.equal(codes(refused).includes('preflight-not-needed'), names === null)
    assert.deepEqual(
      refused.failures.flatMap(({ names, parameter }) => names ?? parameter),
      names ?? [],
    )
  })
}

test('a redirect to another origin drops Authorization, in any case, and no other header', () => {
  const headers = { AUTHORIZATION: 'x', 'X-Authorization': '1' }
  const preflightResponse = answer({ ...ALLOWED, [HEADERS]: '*, authorization' })
  const [failure] = verdictOf({
    request: { headers },
    redirects: [{ ...redirect(OTHER), preflightResponse }],
    preflightResponse: answer(AS_NULL),
    response: answer(AS_NULL),
  }).failures
  assert.deepEqual(failure?.names, ['x-authorization'])
})

testChecks([
  {
    what: 'a POST becomes a GET that needs no preflight',
    parts: {
      request: { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' },
      redirects: [redirect('/end', ALLOWED, 301)],
      response: answer(ALLOWED),
    },
    expected: [],
  },
  {
    what: 'a redirect to another origin drops Authorization, and with it the preflight',
    parts: {
      request: { headers: { Authorization: 'Bearer t' } },
      redirects: [redirect(OTHER)],
      preflightResponse: answer({}, 404),
      response: answer(AS_NULL),
    },
    expected: [],
  },
  {
    what: 'a stream body that status 307 would send again',
    parts: {
      request: { method: 'POST', streamBody: true },
      redirects: [redirect('/end', ALLOWED, 307)],
    },
    expected: ['redirect stream-body-redirect'],
  },
  {
    what: 'a stream body with status 301',
    parts: { request: { method: 'POST', streamBody: true }, redirects: [redirect('/a', ALLOWED, 301)] },
    expected: ['redirect stream-body-redirect'],
  },
  {
    what: 'a stream body that status 303 drops',
    parts: {
      request: { method: 'POST', streamBody: true },
      redirects: [redirect('/end', ALLOWED, 303)],
      response: answer(ALLOWED),
    },
    expected: [],
  },
  {
    what: 'a stream body that an earlier redirect dropped',
    parts: {
      request: { method: 'POST', streamBody: true },
      redirects: [redirect('/a', ALLOWED, 303), redirect('/b', ALLOWED, 307)],
      response: answer(ALLOWED),
    },
    expected: [],
  },
  {
    what: 'a string body that status 307 sends again',
    parts: {
      request: { method: 'POST', body: 'x' },
      redirects: [redirect('/a', ALLOWED, 307)],
      response: answer(ALLOWED),
    },
    expected: [],
  },
])
