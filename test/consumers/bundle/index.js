import assert from 'node:assert/strict'
import cors, { resolve } from 'cors-policy'

// The public suffixes and the reach of a RegExp are loaded on demand.
const origins = ['https://a.example', /^https:\/\/[a-z]+\.b\.example$/]
const middleware = cors({ origins, credentials: true })
const request = { method: 'GET', url: '/', headers: { origin: 'https://x.b.example' } }
assert.equal(resolve(middleware.policy, request).allowed, true)
assert.throws(() => cors({ origins: 'https://*.github.io', credentials: true }), { code: 'ERR_CORS_CONFIG' })
const response = { setHeader() {}, getHeader() {}, writeHead() {}, end() {} }
middleware(request, response, () => console.log('ok'))
