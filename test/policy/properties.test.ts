import assert from 'node:assert/strict'
import { validateHeaderValue } from 'node:http'
import { test } from 'node:test'
import { type CorsOptions, type CorsRequest, createPolicy, type Decision, resolve } from 'cors-policy'
import fc from 'fast-check'
import { A, B } from '../support/decisions.js'

const options = fc
  .record<CorsOptions>(
    {
      origins: fc.oneof(
        fc.constant('*' as const),
        fc.subarray([A, B, 'null', 'https://*.c.example', 'http://localhost:*', /^https:\/\/d\d\.example$/]),
      ),
      methods: fc.oneof(fc.constant('*'), fc.subarray(['GET', 'PUT', 'DELETE'])),
      allowHeaders: fc.oneof(fc.constant('*'), fc.subarray(['X-A', 'Authorization', /^x-acme-/])),
      exposeHeaders: fc.subarray(['ETag', 'X-B']),
      credentials: fc.boolean(),
      maxAge: fc.constantFrom(-1, 0, 600),
      alwaysSend: fc.boolean(),
      automaticOptions: fc.boolean(),
      preflightStatus: fc.constantFrom(200, 204),
      blockDisallowed: fc.boolean(),
      timing: fc.boolean(),
      sendWildcard: fc.boolean(),
    },
    { requiredKeys: ['origins'] },
  )
  .map(
    ({ sendWildcard = false, ...rest }): CorsOptions => ({
      ...rest,
      sendWildcard: sendWildcard && !rest.credentials,
      dangerouslyAllow: ['any-origin-with-credentials', 'insecure-origin', 'null-origin'],
    }),
  )
/** The resources make some paths ambiguous and leave others uncovered. */
const policies = fc
  .tuple(options, fc.constantFrom(undefined, ['/a/*'], ['*', '/a/*']))
  .map(([outer, paths]) => ({
    options: outer,
    policy: createPolicy({ ...outer, ...(paths && { resources: paths }) }),
  }))

const values = {
  origin: [A, B, 'null', 'https://x.c.example', 'https://d1.example', 'https://evil.example', 'x', ''],
  'access-control-request-method': ['GET', 'PUT', 'put', 'LINK', 'TRACE', 'P T', ''],
  'access-control-request-headers': ['x-a', 'x-a,authorization', 'x-acme-1', 'x-b', 'x y,x-a', ''],
  cookie: ['a=1', 'a=2'],
  authorization: ['Bearer 1', 'Bearer 2'],
  'user-agent': ['x', 'y'],
  vary: ['X-Forged', '*'],
  host: ['evil.example', 'api.example'],
  'sec-fetch-site': ['same-origin', 'cross-site'],
}
type Name = keyof typeof values
const names = Object.keys(values) as Name[]
const value = (of: Name) => fc.constantFrom(...values[of])
const requests = fc
  .record({
    method: fc.constantFrom('GET', 'POST', 'OPTIONS', 'OPTIONS'),
    url: fc.constantFrom('/', '/a/x', '/A/x', '/a/../b', '/%'),
    headers: fc.record(Object.fromEntries(names.map(of => [of, value(of)])), { requiredKeys: [] }),
  })
  .map((request): CorsRequest => request as CorsRequest)

/** Whether the answer is the same for every origin, as the documentation defines it. */
function isStatic({
  origins,
  sendWildcard,
  alwaysSend = true,
  blockDisallowed = false,
}: CorsOptions): boolean {
  if (blockDisallowed) return false
  if (origins === '*') return alwaysSend && sendWildcard === true
  const [only, ...others] = origins as unknown[]
  return (
    only === undefined ||
    (alwaysSend && others.length === 0 && /^[^*]+$/.test(String(only)) && typeof only === 'string')
  )
}

test('a denied decision has no CORS header, unless the answer is the same for every origin', () => {
  const denials = ['origin-not-allowed', 'origin-malformed', 'path-ambiguous', 'no-resource']
  let denied = 0
  fc.assert(
    fc.property(policies, requests, ({ options, policy }, request) => {
      const { kind, allowed, reason, headers, status } = resolve(policy, request)
      if (kind === 'none' || allowed || !denials.includes(reason)) return
      if (isStatic(options) && !/path|resource/.test(reason)) return
      denied++
      // With `*` and no credentials, even a malformed origin gets `*`, which reveals nothing about it.
      const { origins = '*', credentials = false, blockDisallowed = false } = options
      const isBlocked = blockDisallowed && (kind === 'preflight' || status === 403)
      const isOpen = origins === '*' && !credentials && !isBlocked
      if (reason === 'origin-malformed' && isOpen) assert.equal(headers['Access-Control-Allow-Origin'], '*')
      else assert.deepEqual(headers, {})
    }),
    { numRuns: 2500 },
  )
  assert.ok(denied > 300, String(denied))
})

test('a denied preflight does not get the requested method or headers in its lists', () => {
  let denied = 0
  fc.assert(
    fc.property(policies, requests, ({ policy }, request) => {
      const { reason, headers } = resolve(policy, request)
      const granted = (list: string) =>
        headers[`Access-Control-Allow-${list}`]?.toLowerCase().split(/, ?/) ?? []
      for (const name of [...granted('Methods'), ...granted('Headers')])
        assert.match(name, /^[\w!#$%&'*+.^`|~-]+$/)
      const sent = (of: Name) => String(request.headers[of]).toLowerCase()
      if (reason === 'method-not-allowed') {
        denied++
        // Browsers compare methods case-sensitively.
        const exact = headers['Access-Control-Allow-Methods']?.split(', ') ?? []
        assert.ok(!exact.includes(String(request.headers['access-control-request-method'])))
      }
      if (reason === 'headers-not-allowed') {
        denied++
        const wanted = sent('access-control-request-headers').split(',')
        assert.ok(wanted.some(header => !granted('Headers').includes(header)))
      }
    }),
    { numRuns: 2000 },
  )
  assert.ok(denied > 30, String(denied))
})

test('Vary names every request header that changes the answer', () => {
  const decisive = names.slice(0, 3)
  const changed: Record<string, number> = {}
  const pair = fc
    .tuple(requests, fc.oneof(fc.constantFrom(...decisive), fc.constantFrom(...names)))
    .chain(([request, of]) =>
      fc.record({
        request: fc.constant(request),
        of: fc.constant(of),
        to: fc.option(value(of), { nil: undefined }),
      }),
    )
  fc.assert(
    fc.property(policies, pair, ({ options, policy }, { request, of, to }) => {
      const { [of]: from, ...others } = request.headers
      // A browser derives these two from the URL and the Origin, so they never change by themselves.
      if (options.blockDisallowed && (of === 'host' || of === 'sec-fetch-site')) return
      const other = { ...request, headers: { ...others, ...(to !== undefined && { [of]: to }) } }
      const [before, after] = [resolve(policy, request), resolve(policy, other)]
      const answer = ({ status, headers }: Decision) => JSON.stringify([status, headers])
      if (answer(before) === answer(after)) return
      // Caches keep no answer to OPTIONS, so Vary need not name what makes a preflight of a request.
      if (before.kind !== after.kind && [before.kind, after.kind].includes('preflight')) return
      changed[of] = (changed[of] ?? 0) + 1
      for (const { vary } of [before, after])
        assert.ok(
          vary.some(name => name.toLowerCase() === of),
          of,
        )
    }),
    { numRuns: 6000 },
  )
  assert.deepEqual(Object.keys(changed).sort(), decisive.sort())
})

test('every request gets a decision, with headers that Node can send', () => {
  const text = fc.oneof(
    // Any UTF-16 units, including lone surrogates.
    fc.array(fc.nat(0xffff)).map(units => String.fromCharCode(...units)),
    fc.string(),
    fc
      .array(fc.constantFrom('https', '://', 'a.example', ':443', '[::1]', '/', '%2e', '\r\n', '\0', ','))
      .map(x => x.join('')),
    fc.constantFrom('OPTIONS', A, '/a/x', '\uD800', '%', '%ff', '/%2e%2e/', '__proto__', '*'),
  )
  const header = fc.oneof(text, fc.array(text, { maxLength: 3 }), fc.constant(undefined))
  const anything = fc.record(
    {
      method: fc.oneof(fc.constant('OPTIONS'), text),
      url: text,
      originalUrl: text,
      headers: fc.dictionary(fc.oneof(fc.constantFrom(...names, ':authority'), text), header),
    },
    { requiredKeys: ['headers'] },
  )
  fc.assert(
    fc.property(policies, anything, ({ policy }, request) => {
      const { headers, vary, status } = resolve(policy, request)
      for (const [name, value] of Object.entries(headers)) {
        validateHeaderValue(name, value)
        assert.match(value, /^[\x20-\x7e]+$/)
      }
      for (const name of vary) assert.match(name, /^[\w-]+$/)
      assert.ok([undefined, 200, 204, 403].includes(status))
      assert.equal(typeof policy.allowsOrigin(String(request.headers.origin), request), 'boolean')
    }),
    { numRuns: 800 },
  )
})
