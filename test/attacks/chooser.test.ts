import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CorsRequest, createPolicy } from 'cors-policy'
import { withCors } from 'cors-policy/web'
import { A, B, evil, guard, is } from '../support/attacker.js'

const nobody = { vary: 'Origin' }
const mine = { 'access-control-allow-origin': A, vary: 'Origin' }
const yours = { 'access-control-allow-origin': B, vary: 'Origin' }
const wasChanged =
  'TypeError: the function given to cors() answered with an object that was changed after its first use, when it was compiled. ' +
  'Return a new object for each set of options, or a policy of createPolicy(options) that you keep.'

// biome-ignore lint/suspicious/noExplicitAny: the options that are changed have every type
type Changing = any

/** Options that a function returns for every request, and a change to them between two requests. */
const changes: readonly { what: string; options: () => Changing; change: (options: Changing) => void }[] = [
  { what: 'an option', options: () => ({ origins: A }), change: o => Object.assign(o, { origins: B }) },
  { what: 'a list', options: () => ({ origins: [A] }), change: o => o.origins.push(B) },
  { what: 'an item', options: () => ({ origins: [A, B] }), change: o => o.origins.pop() },
  {
    what: 'the order',
    options: () => ({ allowHeaders: ['X-A', 'X-B'] }),
    change: o => o.allowHeaders.reverse(),
  },
  { what: 'a set', options: () => ({ origins: new Set([A]) }), change: o => o.origins.add(B) },
  {
    what: 'a frozen set',
    options: () => Object.freeze({ origins: Object.freeze(new Set([A])) }),
    change: o => o.origins.add(B),
  },
  {
    what: 'a list of a frozen object',
    options: () => Object.freeze({ origins: [A] }),
    change: o => o.origins.push(B),
  },
  {
    what: 'a RegExp',
    options: () => ({ origins: /^https:\/\/a\.example$/ }),
    change: o => o.origins.compile('^https:\\/\\/.*$'),
  },
  {
    what: 'a getter’s answer',
    options: () => {
      const state = { origins: [A] }
      return Object.freeze({
        get origins() {
          return state.origins
        },
        set origins(origins) {
          state.origins = origins
        },
      })
    },
    change: o => {
      o.origins = [B]
    },
  },
  {
    what: 'a function',
    options: () => ({ origins: () => true }),
    change: o => Object.assign(o, { origins: () => false }),
  },
  { what: 'an option more', options: () => ({ origins: A }), change: o => Object.assign(o, { maxAge: 5 }) },
  { what: 'an option less', options: () => ({ origins: A, maxAge: 5 }), change: o => delete o.maxAge },
  {
    what: 'a resource',
    options: () => ({ resources: { '/': { origins: [A] } } }),
    change: o => o.resources['/'].origins.push(B),
  },
  {
    what: 'a resource of a Map',
    options: () => ({ resources: new Map([['/', { origins: [A] }]]) }),
    change: o => o.resources.set('/', { origins: [B] }),
  },
  {
    what: 'a pair',
    options: () => ({ resources: [['/', { origins: [A] }]] }),
    change: o => o.resources.push(['/b', { origins: [B] }]),
  },
  {
    what: 'the border between two lists',
    options: () => ({ resources: ['/', '/a'], methods: [] }),
    change: o => Object.assign(o, { resources: ['/'], methods: ['PUT'] }),
  },
]

for (const { what, options, change } of changes) {
  test(`${what} that changes between two requests is an error, and no later request gets the policy of the first`, async t => {
    for (const later of [false, true]) {
      const shared = options()
      const ask = await guard(t, (() => (later ? Promise.resolve(shared) : shared)) as never)
      const first = await ask({ headers: { origin: A } })
      assert.equal(first.body, 'handled')
      change(shared)
      for (const origin of [A, B, evil]) {
        const { vary: _, ...headers } = (await ask({ headers: { origin } })).headers
        is({ status: 200, headers, body: '' }, 200, {})
      }
      assert.equal((await ask({ headers: { origin: B } })).body, wasChanged)
    }
  })
}

test('plain options, frozen options and a policy are each used for their own requests', async t => {
  const tenants: Record<string, Changing> = {
    a: { origins: [A], resources: { '/': {}, '/x': { methods: new Set(['PUT']) } } },
    b: createPolicy({ origins: [B] }),
    c: Object.freeze({ origins: Object.freeze([A]) }),
  }
  const ask = await guard(
    t,
    ((request: CorsRequest) => tenants[String(request.headers.host)[0] as string]) as never,
  )
  for (let times = 0; times < 3; times++) {
    for (const { host, expected } of [
      { host: 'a', expected: { [A]: mine, [B]: nobody } },
      { host: 'b', expected: { [A]: nobody, [B]: yours } },
      { host: 'c', expected: { [A]: mine, [B]: nobody } },
    ] as const) {
      for (const origin of [A, B] as const) {
        is(await ask({ headers: { host, origin } }), 200, expected[origin], 'handled')
      }
    }
  }
  // A new list with the same content is no change.
  tenants.a.origins = [A]
  is(await ask({ headers: { host: 'a', origin: A } }), 200, mine, 'handled')
})

test('withCors throws if the options were changed', async () => {
  const options: Changing = { origins: [A] }
  const handler = withCors(
    () => new Response('handled'),
    () => options,
  )
  const request = new Request('https://api.example/', { headers: { origin: A } })
  assert.equal((await handler(request)).headers.get('access-control-allow-origin'), A)
  options.origins = [B]
  await assert.rejects(handler(request), { name: 'TypeError', message: /was changed after its first use/ })
})
