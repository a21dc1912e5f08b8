const assert = require('node:assert/strict')
const { spawnSync } = require('node:child_process')
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

const old = 'delete Array.prototype.toSorted; require(process.argv[1])'
for (const name of ['cors-policy', 'cors-policy/web', 'cors-policy/diagnose']) {
  const { status, stderr } = spawnSync(process.execPath, ['-e', old, name], { encoding: 'utf8' })
  assert.equal(status, 1)
  assert.match(stderr, /Error: cors-policy needs Node 20 or later/)
}

// An ESM import gets the same package, not a second copy.
import('cors-policy').then(esm => {
  assert.equal(esm.cors, cors)
  console.log('ok')
})
