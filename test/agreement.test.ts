import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CorsOptions, createPolicy, type Decision, resolve } from 'cors-policy'
import { diagnose, type Exchange, type HeaderList, plan } from 'cors-policy/diagnose'
import fc from 'fast-check'

const A = 'https://a.example'
const B = 'https://b.example'
const url = 'https://api.example'

const origins = fc.oneof(
  fc.constant<'*'>('*'),
  fc.subarray([
    A,
    B,
    'null',
    'https://*.c.example',
    'http://localhost:*',
    /^https:\/\/d\d\.example$/,
    (origin: string) => origin === 'https://e.example',
  ]),
)
const methods = fc.oneof(fc.constant('*'), fc.subarray(['GET', 'PUT', 'patch', 'DELETE', 'LINK', 'OPTIONS']))
const headerNames = ['Content-Type', 'X-A', 'Authorization', 'Accept', 'Range']
const allowHeaders = fc.oneof(
  fc.constant('*'),
  fc.subarray([...headerNames, /^x-acme-/]),
  fc.constant(['*', 'X-A']),
)

const ownOptions = fc.record<CorsOptions>(
  {
    origins,
    methods,
    allowHeaders,
    credentials: fc.boolean(),
    maxAge: fc.integer({ min: -1, max: 100_000 }),
    alwaysSend: fc.boolean(),
    vary: fc.oneof(fc.boolean(), fc.constant(['X-Tenant'])),
    automaticOptions: fc.boolean(),
    preflightStatus: fc.constantFrom(200, 204, 299),
    blockDisallowed: fc.boolean(),
    timing: fc.boolean(),
  },
  { requiredKeys: [] },
)

const risks: CorsOptions['dangerouslyAllow'] = [
  'any-origin-with-credentials',
  'insecure-origin',
  'null-origin',
]

/** Some options accept `*` only without credentials. */
const policies = fc
  .tuple(ownOptions, fc.option(ownOptions), fc.boolean(), fc.constantFrom('*', 'ETag', undefined))
  .map(([outer, inner, sendWildcard, exposeHeaders]): CorsOptions => {
    const credentials = outer.credentials || inner?.credentials
    return {
      ...outer,
      ...(!credentials && { sendWildcard, ...(exposeHeaders && { exposeHeaders }) }),
      ...(inner && { resources: { '/a/*': inner, '/b': {} } }),
      dangerouslyAllow: risks,
    }
  })

const header = fc.constantFrom<[string, string]>(
  ['X-A', '1'],
  ['x-acme-1', '1'],
  ['Authorization', 'Bearer x'],
  ['Content-Type', 'application/json'],
  ['Content-Type', 'text/plain'],
  ['Accept', 'a/b;c="d"'],
  ['Range', 'bytes=-5'],
  ['Cookie', 'forbidden=1'],
)

const pages = fc.record({
  pageOrigin: fc.constantFrom(
    A,
    B,
    'null',
    'https://x.c.example',
    'https://c.example',
    'http://localhost:5173',
    'https://d1.example',
    'https://e.example',
    'https://evil.example',
    'capacitor://localhost',
  ),
  request: fc.record({
    url: fc.constantFrom('/', '/a/x', '/b', '/B', '/a/%2e%2e/b', '/c?/a/x').map(path => url + path),
    method: fc.constantFrom('GET', 'head', 'POST', 'PUT', 'PATCH', 'patch', 'DELETE', 'LINK', 'OPTIONS'),
    headers: fc.array(header, { maxLength: 3 }),
    credentials: fc.constantFrom<'omit' | 'same-origin' | 'include'>('omit', 'same-origin', 'include'),
  }),
})

/** The response of a server with this policy whose handlers send 200. */
function answer(
  policy: ReturnType<typeof createPolicy>,
  sent: { url: string; method: string; headers: HeaderList },
) {
  const headers = Object.fromEntries(sent.headers.map(([name, value]) => [name.toLowerCase(), value]))
  // The URL parser has resolved the dots before the path is sent.
  const { pathname, search } = new URL(sent.url)
  const decision = resolve(policy, { method: sent.method, url: pathname + search, headers })
  return {
    decision,
    response: { status: decision.status ?? 200, headers: { ...decision.headers, etag: 'x' } },
  }
}

/** A policy cannot see whether a page sends credentials, so `allowed` does not cover them. */
function allowsCredentials({ headers }: Decision): boolean {
  return headers['Access-Control-Allow-Credentials'] === 'true'
}

test('a browser lets a page read a response if and only if the decisions allow it', t => {
  const outcomes = { readable: 0, blocked: 0, preflights: 0 }
  fc.assert(
    fc.property(policies, pages, (options, page) => {
      const policy = createPolicy(options)
      const { preflight, request } = plan(page)
      assert.ok(request)
      const preflightAnswer = preflight && answer(policy, { ...preflight, method: 'OPTIONS' })
      const actualAnswer = answer(policy, request)
      const exchange: Exchange = {
        ...page,
        preflightResponse: preflightAnswer?.response ?? null,
        response: actualAnswer.response,
      }
      const verdict = diagnose(exchange)
      const decisions = [preflightAnswer?.decision, actualAnswer.decision].filter(
        decision => decision != null,
      )
      const withCredentials = page.request.credentials === 'include'
      const allowed = decisions.every(d => d.allowed && (!withCredentials || allowsCredentials(d)))
      assert.equal(verdict.readable, allowed, JSON.stringify(verdict.failures))
      outcomes[allowed ? 'readable' : 'blocked']++
      if (preflight) outcomes.preflights++
    }),
    { numRuns: 10_000 },
  )
  t.diagnostic(JSON.stringify(outcomes))
  // Generators whose requests are all denied would prove nothing.
  for (const count of Object.values(outcomes)) assert.ok(count > 500, JSON.stringify(outcomes))
})
