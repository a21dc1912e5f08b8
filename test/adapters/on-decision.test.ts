import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CorsOptions, cors, createPolicy, resolve } from 'cors-policy'
import { A, evil, is } from '../support/attacker.js'
import { granted, grantedPreflight, options, put, varies } from '../support/listed-with-credentials.js'
import { type Answer, serve } from '../support/servers.js'

const anyone = { 'access-control-allow-origin': '*' }
const anyonePreflight = {
  ...anyone,
  'access-control-allow-methods': 'GET',
  'access-control-allow-headers': 'X-A',
}
interface Reported {
  readonly allowed: boolean
  readonly reason: string
  readonly headers: Answer['headers']
}
/** What is reported and sent for a listed origin, for another one and for a malformed one. */
const watched: readonly {
  readonly what: string
  readonly policy: CorsOptions
  readonly actual: readonly Reported[]
  readonly preflight: readonly Reported[]
}[] = [
  {
    what: 'a list',
    policy: options,
    actual: [
      { allowed: true, reason: 'origin-listed', headers: granted },
      { allowed: false, reason: 'origin-not-allowed', headers: varies },
      { allowed: false, reason: 'origin-malformed', headers: varies },
    ],
    preflight: [
      { allowed: true, reason: 'origin-listed', headers: grantedPreflight },
      { allowed: false, reason: 'origin-not-allowed', headers: varies },
      { allowed: false, reason: 'origin-malformed', headers: varies },
    ],
  },
  {
    what: 'one answer for all',
    policy: { origins: '*', sendWildcard: true, methods: 'GET', allowHeaders: 'X-A' },
    actual: [
      { allowed: true, reason: 'any-origin', headers: anyone },
      { allowed: true, reason: 'any-origin', headers: anyone },
      { allowed: false, reason: 'origin-malformed', headers: anyone },
    ],
    preflight: [
      { allowed: false, reason: 'method-not-allowed', headers: anyonePreflight },
      { allowed: false, reason: 'method-not-allowed', headers: anyonePreflight },
      { allowed: false, reason: 'origin-malformed', headers: anyonePreflight },
    ],
  },
]
for (const { what, policy, actual, preflight } of watched) {
  test(`onDecision gets the decision of resolve(), and cannot change it: ${what}`, async t => {
    const reported: unknown[] = []
    const covered: CorsOptions = { ...policy, resources: ['/in/*'] }
    const middleware = cors({
      ...covered,
      onDecision(decision, request) {
        assert.deepEqual(decision, resolve(createPolicy(covered), request))
        assert.throws(() => Object.assign(decision, { status: 500 }), TypeError)
        assert.throws(() => Object.assign(decision.headers, { 'X-A': '1' }), TypeError)
        reported.push([request.url, decision.kind, decision.allowed, decision.reason])
      },
    })
    const ask = await serve(t, (request, response) =>
      middleware(request, response, error => response.end(String(error))),
    )
    const expected: unknown[] = []
    for (const [i, origin] of [A, evil, `${A}/`].entries()) {
      for (const [kind, rows] of [
        ['actual', actual],
        ['preflight', preflight],
      ] as const) {
        const { allowed, reason, headers } = rows[i] as Reported
        const sent =
          kind === 'actual' ? { headers: { origin } } : { method: 'OPTIONS', headers: { origin, ...put } }
        is(await ask({ path: '/in/a', ...sent }), kind === 'actual' ? 200 : 204, headers)
        expected.push(['/in/a', kind, allowed, reason])
      }
    }
    await ask({ path: '/in/b' })
    await ask({ path: '/out', headers: { origin: A } })
    await ask({ path: '/IN/d', headers: { origin: A } })
    await ask({ path: '/IN/e', headers: { origin: `${A}/` } })
    assert.deepEqual(reported, [
      ...expected,
      ['/in/b', 'none', true, 'no-origin'],
      ['/out', 'actual', false, 'no-resource'],
      ['/IN/d', 'actual', false, 'path-ambiguous'],
      ['/IN/e', 'actual', false, 'path-ambiguous'],
    ])
  })
}

const rejections: readonly { readonly reason: unknown; readonly warning: string }[] = [
  { reason: new RangeError('log is full'), warning: 'RangeError: log is full' },
  { reason: 'log is full', warning: 'CorsPolicyWarning: "log is full"' },
  { reason: undefined, warning: 'CorsPolicyWarning: undefined' },
  { reason: Object.create(null), warning: 'CorsPolicyWarning: an object (Object)' },
]

for (const { reason, warning } of rejections) {
  test(`an onDecision that rejects is a warning, not an unhandled rejection: ${warning}`, async t => {
    const warned = new Promise<Error>(resolve => process.once('warning', resolve))
    const middleware = cors({ onDecision: (() => Promise.reject(reason)) as () => void })
    const ask = await serve(t, (request, response) => middleware(request, response, () => response.end()))
    is(await ask(), 200, { 'access-control-allow-origin': '*', vary: 'Origin' })
    const { name, message } = await warned
    assert.equal(`${name}: ${message}`, warning)
  })
}
