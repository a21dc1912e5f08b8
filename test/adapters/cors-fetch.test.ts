import assert from 'node:assert/strict'
import { test } from 'node:test'
import { corsFetch, withCors } from 'cors-policy/web'
import { A, B, evil } from '../support/attacker.js'
import { granted, grantedPreflight, options, put, varies } from '../support/listed-with-credentials.js'
import { corsHeaders } from '../support/servers.js'

function request(origin: string, more: Record<string, string> = {}, method = 'GET'): Request {
  return new Request('https://api.example/x', { method, headers: { origin, ...more } })
}

async function answerOf(response: Response | Promise<Response>) {
  const { status, headers } = await response
  return [status, corsHeaders({ status, headers: Object.fromEntries(headers), body: '' })]
}

const fail = () => {
  throw new Error('down')
}

test('corsFetch: next is called with the request, and its response changed in place', async () => {
  const asked = request(A)
  const own = new Response('handled')
  const response = await corsFetch(options)(asked, given => {
    assert.equal(given, asked)
    return own
  })
  assert.equal(response, own)
  assert.deepEqual(await answerOf(response), [200, granted])
})

test('corsFetch: a preflight is answered, and next not called', async () => {
  const answer = corsFetch(options)(request(A, put, 'OPTIONS'), () => assert.fail('passed on'))
  assert.deepEqual(await answerOf(answer), [204, grantedPreflight])
})

test('corsFetch: what follows next is given to a function that chooses the policy', async () => {
  const run = corsFetch<[tenant: string]>((_request, tenant) => ({ origins: [tenant, B] }))
  const headers = { 'access-control-allow-origin': A, vary: 'Origin' }
  assert.deepEqual(await answerOf(run(request(A), () => new Response(''), A)), [200, headers])
})

test('corsFetch: a response that next returns is named in the error if it is none', async t => {
  const printed = t.mock.method(console, 'error', () => {})
  assert.deepEqual(await answerOf(corsFetch(options)(request(A), () => 'text' as never)), [500, granted])
  const message = 'the handler given to corsFetch() answered "text". Return a Response.'
  assert.equal(printed.mock.calls[0]?.arguments[0].message, message)
})

test('the policy of an inner layer decides, whatever the outer one allows', async () => {
  const inner = withCors(() => new Response('handled'), options)
  const outer = corsFetch({ exposeHeaders: ['X-Secret'], timing: true, vary: ['X-Tenant'] })
  const vary = 'Origin, X-Tenant'
  assert.deepEqual(await answerOf(outer(request(evil), inner)), [200, { vary }])
  assert.deepEqual(await answerOf(outer(request(A), inner)), [200, { ...granted, vary }])
})

test('the policy of an outer layer holds where the inner one does not cover the path', async () => {
  const inner = withCors(() => new Response('handled'), { origins: [], resources: '/elsewhere' })
  assert.deepEqual(await answerOf(corsFetch(options)(request(A), inner)), [200, granted])
})

for (const [what, source] of Object.entries({
  'an origin function that throws': { origins: fail },
  'an origin function that rejects': { origins: async () => fail() },
  'an onDecision that throws': { origins: [A, B], onDecision: fail },
  'a choice that throws': fail,
  'a choice that rejects': async () => fail(),
})) {
  test(`an inner layer with ${what} leaves nothing of what the outer one allows`, async t => {
    t.mock.method(console, 'error', () => {})
    const inner = withCors(() => new Response('handled'), source as never)
    const outer = corsFetch({ exposeHeaders: ['X-Secret'], timing: true })
    assert.deepEqual(await answerOf(outer(request(A), inner)), [500, varies])
  })
}

test('a request that is answered again, under another policy, has nothing of the first', async () => {
  const asked = request(A)
  const next = () => new Response('')
  await corsFetch(options)(asked, next)
  const uncovered = corsFetch({ origins: [], resources: '/elsewhere' })
  assert.deepEqual(await answerOf(uncovered(asked, next)), [200, {}])
})
