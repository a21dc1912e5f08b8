import assert from 'node:assert/strict'
import http from 'node:http'
import { test } from 'node:test'
import { type CorsOptions, cors, createPolicy } from 'cors-policy'
import { A, B, evil, is } from '../support/attacker.js'
import { granted, grantedPreflight, options, put, varies } from '../support/listed-with-credentials.js'
import { corsHeaders, serve } from '../support/servers.js'

test('a function chooses a policy for each request, and each object compiles once', async t => {
  let reads = 0
  const get: ProxyHandler<string[]>['get'] = (target, name) => {
    reads++
    return Reflect.get(target, name)
  }
  const tenants: Record<string, CorsOptions> = {
    // Frozen, since options that are not are compared at each request.
    a: Object.freeze({ origins: new Proxy(Object.freeze([A]) as string[], { get }), credentials: true }),
    b: { origins: [] },
  }
  const made = createPolicy({ origins: B })
  const choose = cors(async request => tenants[String(request.headers['x-tenant'])] ?? made)
  const ask = await serve(t, (request, response) =>
    choose(request, response, error => response.end(String(error ?? ''))),
  )
  const as = (tenant: string, origin?: string) =>
    ask({ headers: { 'x-tenant': tenant, ...(origin && { origin }) } })
  let compiled = 0
  for (let i = 0; i < 3; i++) {
    compiled ||= reads
    is(
      await as('a', A),
      200,
      { 'access-control-allow-origin': A, 'access-control-allow-credentials': 'true', vary: 'Origin' },
      '',
    )
  }
  assert.equal(reads, compiled)
  assert.notEqual(compiled, 0)
  // The function may have looked at anything, so no response is the same for all requests.
  is(await as('a', evil), 200, varies)
  is(await as('b', A), 200, varies)
  is(await as('c', B), 200, { 'access-control-allow-origin': B, vary: 'Origin' })
  is(await as('c', evil), 200, varies)
  assert.equal(choose.policy, undefined)
})

const unusable: readonly { readonly answer: unknown; readonly quoted: string }[] = [
  { answer: undefined, quoted: 'undefined' },
  { answer: null, quoted: 'null' },
  { answer: true, quoted: 'true' },
  // As an argument, so that it gets no name.
  { answer: Object(() => {}), quoted: 'a function' },
  { answer: Promise.resolve(5), quoted: '5' },
]
for (const { answer, quoted } of unusable) {
  test(`the error for a function that answers ${quoted} says what to return`, async t => {
    const middleware = cors((() => answer) as never)
    const ask = await serve(t, (request, response) =>
      middleware(request, response, error => response.end(String(error))),
    )
    const { body } = await ask({ headers: { origin: A } })
    assert.equal(
      body,
      `TypeError: the function given to cors() answered ${quoted}. Return options or a policy.`,
    )
  })
}

test('a function that answers synchronously is not awaited', () => {
  for (const choose of [() => ({ origins: A }), (_request: unknown) => ({ origins: A })]) {
    let isNext = false
    const request = { method: 'GET', url: '/', headers: { origin: A } }
    cors(choose)(request, new http.ServerResponse({ method: 'GET' } as never), () => {
      isNext = true
    })
    assert.ok(isNext)
  }
})

test('a function with a callback may return anything but options', async t => {
  for (const returned of [true, undefined, null, 5, [A]]) {
    const choose = (_request: unknown, callback: (error: null, options: object) => void) => {
      setImmediate(callback, null, { origins: A })
      return returned
    }
    const middleware = cors(choose as never)
    const ask = await serve(t, (request, response) => middleware(request, response, () => response.end()))
    is(await ask({ headers: { origin: A } }), 200, { 'access-control-allow-origin': A, vary: 'Origin' })
  }
})

test('cors(null), and wrong options of with(), throw at the call with their path', () => {
  assert.throws(() => cors(null as never), {
    name: 'CorsConfigError',
    message: /^null is not an options object/,
  })
  const chosen = cors(() => ({ origins: A }))
  assert.throws(() => chosen.with({ maxAge: 'x' as never }), {
    name: 'CorsConfigError',
    message: /^maxAge: "x" is not/,
  })
})

test('an answer of a function that is not valid options is an error', async t => {
  for (const answer of [undefined, null, true, 'https://a.example', [], { orgins: A }]) {
    const ask = await serve(t, (request, response) => {
      cors((() => answer) as never)(request, response, error =>
        response.end((error as Error | undefined)?.name),
      )
    })
    const { body, ...rest } = await ask({ headers: { origin: A } })
    is({ ...rest, body }, 200, varies)
    assert.match(body, /^TypeError|CorsConfigError$/)
  }
})

test('with() lays options over those of a middleware, which stays as it is', async t => {
  const base = cors({ ...options, maxAge: 5 })
  const route = base.with({ exposeHeaders: 'X-Route', origin: [B] } as never)
  const ask = await serve(t, (request, response) => {
    const middleware = request.url === '/route' ? route : base
    middleware(request, response, () => response.end())
  })
  const mine = { ...granted, 'access-control-allow-origin': B, 'access-control-expose-headers': 'X-Route' }
  const { vary: _, ...onlyB } = mine
  is(await ask({ path: '/route', headers: { origin: B } }), 200, onlyB)
  is(await ask({ headers: { origin: A } }), 200, granted)
  assert.throws(() => base.with({ origins: '*' }), {
    name: 'CorsConfigError',
    message: /^origins: origins is "\*"/,
  })
  assert.throws(() => cors(() => ({})).with({ orgins: '*' } as never), { name: 'CorsConfigError' })
})

test('with() lays options over those that a function chooses', async t => {
  const chosen = cors(request => (request.url === '/a' ? { origins: A } : createPolicy({ origins: B }))).with(
    { maxAge: 5, allowHeaders: [] },
  )
  const ask = await serve(t, (request, response) => chosen(request, response, () => response.end()))
  const headers = {
    'access-control-allow-methods': grantedPreflight['access-control-allow-methods'],
    'access-control-max-age': '5',
    vary: 'Origin',
  }
  const preflight = (path: string, origin: string) =>
    ask({ method: 'OPTIONS', path, headers: { origin, ...put } })
  is(await preflight('/a', A), 204, { 'access-control-allow-origin': A, ...headers })
  is(await preflight('/b', B), 204, { 'access-control-allow-origin': B, ...headers })
})

test('update() replaces the policy at once, or throws and keeps the old one', async t => {
  const middleware = cors({ origins: A })
  const ask = await serve(t, (request, response) => middleware(request, response, () => response.end()))
  const answer = async () => corsHeaders(await ask({ headers: { origin: B } }))
  assert.deepEqual(await answer(), { 'access-control-allow-origin': A })
  const before = middleware.policy
  assert.throws(() => middleware.update({ origins: 'b.example' }), { name: 'CorsConfigError' })
  assert.equal(middleware.policy, before)
  assert.throws(() => middleware.update(undefined as never), { name: 'CorsConfigError' })
  assert.equal(middleware.policy, before)
  middleware.update({ origins: B })
  assert.deepEqual(await answer(), { 'access-control-allow-origin': B })
  const made = createPolicy({ origins: [] })
  middleware.update(made)
  assert.equal(middleware.policy, made)
  assert.deepEqual(await answer(), {})
})
