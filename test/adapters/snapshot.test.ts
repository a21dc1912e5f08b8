import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withCors } from 'cors-policy/web'

const A = 'https://a.example'

// biome-ignore lint/suspicious/noExplicitAny: options that are changed are of every type in turn
type Changing = any

const changes: readonly { what: string; options: () => Changing; change: (options: Changing) => void }[] = [
  {
    what: 'an option that moves out of a resource',
    options: () => ({ resources: { '/': { maxAge: 5 } } }),
    change: o => Object.assign(o, { resources: { '/': {} }, maxAge: 5 }),
  },
  {
    what: 'a value that moves to another option',
    options: () => ({ timing: true }),
    change: o => {
      delete o.timing
      o.alwaysSend = true
    },
  },
  {
    what: 'a list that is replaced by its length',
    options: () => ({ origins: [A] }),
    change: o => Object.assign(o, { origins: 1 }),
  },
  {
    what: 'a flag of a RegExp',
    options: () => ({ allowHeaders: /^x-/ }),
    change: o => o.allowHeaders.compile('^x-', 'i'),
  },
  {
    what: 'a list beside a value that cannot change, in a frozen object',
    options: () => Object.freeze({ maxAge: 5, origins: [A] }),
    change: o => o.origins.pop(),
  },
  {
    what: 'an origin that becomes a URL object',
    options: () => ({ origins: A }),
    change: o => Object.assign(o, { origins: new URL(A) }),
  },
]

/** A server whose options are the same object for each request. */
function answering(chosen: Changing): () => Promise<Response> {
  const handler = withCors(
    () => new Response('handled'),
    () => chosen,
  )
  return () => handler(new Request('https://api.example/', { headers: { origin: A } }))
}

for (const { what, options, change } of changes) {
  test(`${what} is a change of the options`, async () => {
    const chosen = options()
    const ask = answering(chosen)
    assert.equal((await ask()).status, 200)
    change(chosen)
    await assert.rejects(ask(), { name: 'TypeError', message: /was changed after its first use/ })
  })
}

test('options with values of every type that stay as they are serve each request', async () => {
  const ask = answering({
    origins: [/^https:\/\/a\.example$/, () => false],
    resources: new Map([['/', { methods: new Set(['PUT']), timing: true }]]),
    maxAge: 5,
  })
  for (let times = 0; times < 3; times++) {
    assert.equal((await ask()).headers.get('access-control-allow-origin'), A)
  }
})
