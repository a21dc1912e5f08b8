const assert = require('node:assert/strict')
const { cors, createPolicy, resolve, CorsConfigError } = require('cors-policy')
const { withCors } = require('cors-policy/web')
const { diagnose } = require('cors-policy/diagnose')

const origin = 'https://a.example'
const policy = createPolicy({ origins: [origin] })
const response = resolve(policy, { method: 'GET', url: '/', headers: { origin } })
assert.equal(response.allowed, true)
assert.throws(() => cors({ credentials: true }), CorsConfigError)
assert.equal(typeof withCors(() => new Response(), policy), 'function')
const exchange = {
  pageOrigin: origin,
  request: { url: 'https://b.example/' },
  response: { status: 200, headers: response.headers },
}
assert.equal(diagnose(exchange).readable, true)

// Both builds in one program: a policy of one is a policy of the other.
import('cors-policy').then(esm => {
  assert.equal(esm.cors(policy).policy, policy)
  console.log('ok')
})
