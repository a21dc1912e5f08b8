import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CorsRequest, cors, createPolicy, resolve } from 'cors-policy'
import { A, assertUnshared, B, get, preflight, shortened, testDecisions } from '../support/decisions.js'

testDecisions([
  {
    title: 'OPTIONS without Origin is not a CORS request',
    options: { origins: [A, B] },
    request: preflight(undefined, 'PUT'),
    kind: 'none',
    reason: 'no-origin',
    headers: {},
    vary: 'Origin',
  },
  {
    title:
      'an ambiguous path has Vary without Origin, because a resource that it may lead to depends on Origin',
    options: { origins: [A, B], resources: '/a/*' },
    request: get(undefined, '/A/x'),
    kind: 'none',
    reason: 'path-ambiguous',
    headers: {},
    vary: 'Origin',
  },
  {
    title: 'a request without a URL is for /',
    options: { origins: [A, B], resources: '/' },
    request: { method: 'GET', headers: { origin: A } },
    reason: 'origin-listed',
    headers: { 'Allow-Origin': A },
    vary: 'Origin',
  },
  {
    title: 'a header whose value is not text is ignored',
    options: { origins: [A, B] },
    request: { method: 'GET', url: '/', headers: { origin: 5 as never } },
    kind: 'none',
    reason: 'no-origin',
    headers: {},
    vary: 'Origin',
  },
  {
    title: 'OPTIONS without a requested method is not a preflight',
    options: { origins: [A, B] },
    request: { ...get(A), method: 'OPTIONS' },
    reason: 'origin-listed',
    headers: { 'Allow-Origin': A },
    vary: 'Origin',
  },
  {
    title: 'GET with a requested method is not a preflight',
    options: { origins: [A, B] },
    request: { ...preflight(A, 'PUT'), method: 'GET' },
    reason: 'origin-listed',
    headers: { 'Allow-Origin': A },
    vary: 'Origin',
  },
])

test('a path that no resource covers allows only requests without Origin', () => {
  const policy = createPolicy({ origins: [A, B], resources: '/a' })
  const decisions = [get(), get(A), preflight(A, 'PUT')].map(request => shortened(resolve(policy, request)))
  const rest = { reason: 'no-resource', headers: {}, vary: '' }
  assert.deepEqual(decisions, [
    { kind: 'none', allowed: true, ...rest },
    { kind: 'actual', allowed: false, ...rest },
    { kind: 'preflight', allowed: false, ...rest },
  ])
})

test('changing the decision on an uncovered path does not change the next one', () =>
  assertUnshared({ resources: '/x' }, get(A)))

test('resolve throws on anything but a policy, and tells how to make one', () => {
  for (const policy of [{ origins: A }, null, undefined, cors()]) {
    assert.throws(() => resolve(policy as never, get(A)), {
      name: 'TypeError',
      message: 'resolve() takes a policy. Write resolve(createPolicy(options), request).',
    })
  }
})

test('a function gets a well-formed origin and the request, and allows it only by true', () => {
  const seen: unknown[] = []
  const answers: Record<string, unknown> = {
    'https://t.example': true,
    'https://one.example': 1,
    'https://s.example': 'true',
  }
  const origins = (origin: string, request: CorsRequest) => {
    seen.push([origin, request.url])
    return answers[origin] as boolean
  }
  const policy = createPolicy({ origins })
  const allowed = [
    'https://t.example',
    'https://one.example',
    'https://s.example',
    'https://u.example',
    'null',
    'x',
    '',
    undefined,
  ]
  assert.deepEqual(
    allowed.map(origin => resolve(policy, get(origin, '/p')).reason),
    [
      'origin-listed',
      ...Array(4).fill('origin-not-allowed'),
      'origin-malformed',
      'origin-malformed',
      'no-origin',
    ],
  )
  assert.deepEqual(
    seen,
    ['t', 'one', 's', 'u'].map(name => [`https://${name}.example`, '/p']),
  )
})

test('a function is not called for an origin that is listed beside it', () => {
  const policy = createPolicy({ origins: [A, () => assert.fail('asked')] })
  assert.equal(resolve(policy, get(A)).reason, 'origin-listed')
})

test('an async function makes resolve throw, and its rejection is handled', async () => {
  const policy = createPolicy({ origins: () => Promise.reject(new Error('database')) })
  assert.throws(() => resolve(policy, get(A)), { name: 'TypeError', message: /answered with a promise/ })
  await new Promise(setImmediate)
})

test('header values may be arrays or Headers, and the request a Fetch request', () => {
  const policy = createPolicy({ origins: [A, B] })
  const of = (headers: Record<string, string[]> | Headers) =>
    resolve(policy, { method: 'GET', url: '/', headers } as CorsRequest).reason
  assert.equal(of({ origin: [A] }), 'origin-listed')
  assert.equal(of({ origin: [A, B] }), 'origin-malformed')
  assert.equal(of(new Headers({ Origin: A })), 'origin-listed')
  const request = new Request('https://api.example/x', { headers: { origin: A } })
  assert.equal(
    resolve(createPolicy({ resources: { '/x': { origins: [A, B] } } }), request).reason,
    'origin-listed',
  )
})

test('headers on Object.prototype are not headers of a request', () => {
  const prototype = Object.prototype as { origin?: string }
  prototype.origin = A
  try {
    assert.equal(resolve(createPolicy({ origins: [A, B] }), get()).kind, 'none')
  } finally {
    delete prototype.origin
  }
})

test('changing the options changes no policy that was made of them', () => {
  const origins = [A, B]
  const resource = { origins: [A, B] }
  const plain = createPolicy({ origins })
  const mapped = createPolicy({ resources: { '/': resource } })
  origins.push('https://c.example')
  resource.origins = ['https://c.example']
  for (const policy of [plain, mapped]) {
    assert.equal(resolve(policy, get('https://c.example')).allowed, false)
    assert.equal(resolve(policy, get(A)).allowed, true)
  }
})

test('a policy is frozen', () => {
  assert.ok(Object.isFrozen(createPolicy()))
})
