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
import { startUpstream } from './upstream.js'
import { Wire } from './wire.js'

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

test('haproxy grants no more for paths of thousands of characters', async t => {
  const { server: upstream, url } = await startUpstream()
  t.after(() => upstream.close().closeAllConnections())
  const origin = 'https://app.example.com'
  const policy = createPolicy({
    origins: [origin, 'https://*.example.com'],
    resources: { '*': {}, '/admin/*': { origins: ['https://admin.example.com'] } },
  })
  const server = await haproxy.run(t, listen => exportPolicy(policy, 'haproxy', { listen, upstream: url }))
  const wire = new Wire(server.port)
  t.after(() => wire.close())
  for (const [path, allowOrigin] of [
    [`/${'x'.repeat(7000)}`, origin],
    [`/${'x/'.repeat(3500)}`, origin],
    [`/x/${'.'.repeat(7000)}y/%20/`, undefined],
    [`/x/${'%20'.repeat(2300)}y/./`, undefined],
    [`/admin${'%20'.repeat(2300)}/x`, undefined],
    [`/admin${'.'.repeat(7000)}/x`, undefined],
    [`/${'%C3%A9'.repeat(300)}`, origin],
  ] as const) {
    const lines = [
      ['Host', 'api.example.com'],
      ['Origin', origin],
    ] as const
    const answer = await wire.send({ method: 'GET', target: path, lines })
    assert.equal(answer.status, 200)
    const found = answer.lines.find(([name]) => name === 'access-control-allow-origin')?.[1]
    assert.equal(found, allowOrigin, path.slice(0, 20))
  }
})
