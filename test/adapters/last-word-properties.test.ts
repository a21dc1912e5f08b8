import assert from 'node:assert/strict'
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { Writable } from 'node:stream'
import { test } from 'node:test'
import { type CorsOptions, cors, createPolicy, type Policy, resolve } from 'cors-policy'
import { type AnsweredResponse, diagnose } from 'cors-policy/diagnose'
import fc from 'fast-check'
import onHeaders from 'on-headers'

const A = 'https://a.example'
const B = 'https://b.example'
const evil = 'https://evil.example'
const risks = ['any-origin-with-credentials', 'insecure-origin', 'null-origin'] as const

type Step = (response: ServerResponse) => unknown
type Lines = [name: string, value: string][]

const policies = fc
  .record<CorsOptions>(
    {
      origins: fc.oneof(
        fc.constant('*' as const),
        fc.subarray([A, B, 'null', 'https://*.c.example', /^https:\/\/d\d\.example$/]),
        fc.constant((origin: string) => origin === A),
      ),
      exposeHeaders: fc.subarray(['ETag', 'X-B']),
      credentials: fc.boolean(),
      alwaysSend: fc.boolean(),
      sendWildcard: fc.boolean(),
      blockDisallowed: fc.boolean(),
      interceptExceptions: fc.boolean(),
      timing: fc.constantFrom(true),
      vary: fc.constantFrom(true, false, ['X-Tenant']),
    },
    { requiredKeys: ['origins', 'credentials', 'interceptExceptions'] },
  )
  .map(({ sendWildcard = false, ...rest }) => ({
    policy: createPolicy({
      ...rest,
      sendWildcard: sendWildcard && !rest.credentials,
      dangerouslyAllow: risks,
    }),
    credentials: rest.credentials === true,
    interceptExceptions: rest.interceptExceptions === true,
  }))

const requests = fc.record({
  method: fc.constantFrom('GET', 'HEAD', 'POST'),
  pageOrigin: fc.constantFrom(A, B, 'null', 'https://x.c.example', 'https://d1.example', evil),
  credentials: fc.constantFrom('include' as const, 'omit' as const),
})

const corsNames = [
  'Access-Control-Allow-Origin',
  'Access-Control-Allow-Credentials',
  'Access-Control-Expose-Headers',
  'Timing-Allow-Origin',
  'Vary',
]
const name = fc
  .tuple(
    fc.oneof(
      { weight: 2, arbitrary: fc.constant('Access-Control-Allow-Origin') },
      { weight: 4, arbitrary: fc.constantFrom(...corsNames, 'X-A') },
    ),
    fc.constantFrom('as it is', 'lower', 'upper'),
  )
  .map(([text, spelling]) =>
    spelling === 'lower' ? text.toLowerCase() : spelling === 'upper' ? text.toUpperCase() : text,
  )
const value = fc.constantFrom('*', '*', evil, evil, A, 'null', 'true', 'TRUE', '', ' ', `${A}, *`, 'Origin')
const values = fc.oneof(value, fc.array(value, { minLength: 1, maxLength: 2 }))
const lines = fc.array(fc.tuple(name, value), { maxLength: 4 })

const before = fc.oneof(
  fc.tuple(name, values).map(
    ([of, to]): Step =>
      response =>
        response.setHeader(of, to),
  ),
  fc.tuple(name, values).map(
    ([of, to]): Step =>
      response =>
        response.appendHeader(of, to),
  ),
  name.map(
    (of): Step =>
      response =>
        response.removeHeader(of),
  ),
  lines.map(
    (given): Step =>
      response =>
        response.setHeaders(new Headers(given)),
  ),
  lines.map(
    (given): Step =>
      response =>
        response.setHeaders(new Map(given)),
  ),
  fc.constant<Step>(response => {
    for (const of of response.getHeaderNames()) response.removeHeader(of)
  }),
  fc.constantFrom(200, 201, 404, 500, 503).map(
    (status): Step =>
      response => {
        response.statusCode = status
      },
  ),
)
const steps = fc.array(before, { maxLength: 5 })

const status = fc.constantFrom(200, 206, 401, 500, 502)
const reason = fc.constantFrom([], ['Fine'])
const heads = fc.oneof(
  fc.constantFrom<Step>(
    response => response.end('body'),
    response => response.write('body'),
    response => response.flushHeaders(),
    response => response.writeHead(response.statusCode),
  ),
  fc
    .tuple(
      status,
      reason,
      fc.oneof(
        lines.map(given => Object.fromEntries(given)),
        fc.dictionary(name, values, { maxKeys: 3 }),
        lines.map(given => given.flat()),
        lines,
      ),
    )
    .map(
      ([code, text, given]): Step =>
        response =>
          (response.writeHead as (...all: unknown[]) => unknown)(code, ...text, given),
    ),
)

interface Handler {
  /** A listener of `on-headers` that was registered before the policy. */
  readonly first?: readonly Step[] | undefined
  readonly steps: readonly Step[]
  /** A listener that was registered after the policy. */
  readonly last?: readonly Step[] | undefined
  readonly head: Step
}
const handlers: fc.Arbitrary<Handler> = fc.record({
  first: fc.option(steps, { nil: undefined, freq: 4 }),
  steps,
  last: fc.option(steps, { nil: undefined, freq: 4 }),
  head: heads,
})

type Middleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => void

/** The same headers as the middleware sets, and nothing that keeps them. */
function unguarded(policy: Policy): Middleware {
  return (request, response, next) => {
    const { headers, vary, status: answered } = resolve(policy, request as never)
    for (const [of, to] of Object.entries(headers)) response.setHeader(of, to)
    if (vary.length > 0) response.setHeader('Vary', vary.join(', '))
    if (answered === undefined) return next()
    response.statusCode = answered
    response.end()
  }
}

/** What goes out over a socket that only listens. */
function answerOf(
  request: { method: string; headers: Record<string, string> },
  middleware: Middleware,
  handler: Handler,
): AnsweredResponse & { headers: Lines } {
  const incoming = Object.assign(new IncomingMessage(new Socket()), request, {
    url: '/data',
    httpVersionMajor: 1,
    httpVersionMinor: 1,
  })
  const response = new ServerResponse(incoming)
  let wire = ''
  const socket = new Writable({
    write(data, _encoding, done) {
      wire += data
      done()
    },
  })
  // Node uncorks a socket after a turn of the event loop.
  socket.cork = () => {}
  response.assignSocket(socket as never)
  const listen = (listener: readonly Step[] | undefined) => {
    if (listener) onHeaders(response, () => listener.forEach(step => void step(response)))
  }
  listen(handler.first)
  middleware(incoming, response, () => {
    listen(handler.last)
    for (const step of handler.steps) step(response)
    handler.head(response)
    if (!response.writableEnded) response.end()
  })
  const [statusLine = '', ...sent] = (wire.split('\r\n\r\n')[0] ?? '').split('\r\n')
  return {
    status: Number(statusLine.split(' ')[1]),
    headers: sent.map(line => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  }
}

/** Handlers under one policy, since a policy takes longer to compile than a response to answer. */
const EACH = 20

let readable = 0
function property(wrap: (policy: Policy) => Middleware, handlers: fc.Arbitrary<Handler>) {
  const exchanges = fc.array(fc.tuple(requests, handlers), { minLength: EACH, maxLength: EACH })
  return fc.property(policies, exchanges, ({ policy, credentials, interceptExceptions }, asked) => {
    const middleware = wrap(policy)
    for (const [page, handler] of asked) {
      const { pageOrigin, ...request } = page
      const incoming = { method: request.method, url: '/data', headers: { origin: pageOrigin } }
      const response = answerOf(incoming, middleware, handler)
      const expected =
        resolve(policy, incoming).allowed &&
        (request.credentials === 'omit' || credentials) &&
        (response.status < 500 || interceptExceptions)
      if (expected) readable++
      const verdict = diagnose({
        pageOrigin,
        request: { url: 'https://api.example/data', ...request },
        response,
      })
      assert.equal(verdict.readable, expected, JSON.stringify([page, response]))
    }
  })
}

test('whatever a handler does before the head, a browser reads the response exactly if the policy allows it', () => {
  readable = 0
  fc.assert(
    property(policy => cors(policy) as unknown as Middleware, handlers),
    { numRuns: 20_000 / EACH },
  )
  assert.ok(readable > 4000 && readable < 16_000, String(readable))
})

test('without the guard, only handlers that do nothing keep to the policy', () => {
  const idle = fc.constant<Handler>({ steps: [], head: response => response.writeHead(200) })
  fc.assert(property(unguarded, idle), { numRuns: 50 })
  assert.ok(fc.check(property(unguarded, handlers), { numRuns: 50 }).failed)
})
