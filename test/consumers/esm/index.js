import assert from 'node:assert/strict'
import { createServer, get } from 'node:http'
import { cors } from 'cors-policy'
import { plan } from 'cors-policy/diagnose'
import { withCors } from 'cors-policy/web'

assert.equal(
  plan({ pageOrigin: 'https://a.example', request: { url: 'https://b.example/' } }).preflight,
  null,
)
assert.equal(typeof withCors, 'function')

const middleware = cors({ origins: 'https://a.example' })
const server = createServer((request, response) => middleware(request, response, () => response.end()))
server.listen(0, () => {
  get({ port: server.address().port, agent: false }, response => {
    assert.equal(response.headers['access-control-allow-origin'], 'https://a.example')
    server.close()
    console.log('ok')
  })
})
