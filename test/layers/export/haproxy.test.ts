import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { createPolicy } from 'cors-policy'
import { exportPolicy } from 'cors-policy/export'
import { awkward } from './awkward.js'
import { fixed } from './fixed.js'
import { haproxy } from './layers.js'
import { prove } from './proof.js'

prove(haproxy, { ...fixed, ...awkward })

test('haproxy has room for long headers beside a body that fills its buffer', async t => {
  const upstream = createServer((_, response) => void response.end('x'.repeat(200_000)))
  upstream.listen(0, '127.0.0.1')
  await once(upstream, 'listening')
  t.after(() => upstream.close().closeAllConnections())
  const url = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`
  const policy = createPolicy(awkward['headers beyond a kilobyte'])
  const server = await haproxy.run(t, listen => exportPolicy(policy, 'haproxy', { listen, upstream: url }))
  for (let i = 0; i < 10; i++) {
    const response = await fetch(`http://127.0.0.1:${server.port}/`, {
      headers: { Origin: 'https://app.example.com' },
    })
    assert.equal((await response.text()).length, 200_000)
    assert.equal(response.headers.get('access-control-allow-origin'), 'https://app.example.com')
  }
})
