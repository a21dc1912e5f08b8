// Prints the memory of a policy of 100,000 origins beyond their strings, in bytes an origin; or what a million different
// requests leave behind, in bytes a request. Needs --expose-gc.
import http from 'node:http'
import net from 'node:net'
import { cors, createPolicy } from 'cors-policy'

function heapUsed() {
  for (let i = 0; i < 3; i++) globalThis.gc()
  return process.memoryUsage().heapUsed
}

function anOrigin(count = 100_000) {
  const origins = Array.from({ length: count }, (_, i) => `https://tenant-${i}.example.com`)
  // Flattens the strings, or their first use would do so and count as the policy's memory.
  for (const origin of origins) JSON.parse(`{"${origin}":0}`)[origin]
  const before = heapUsed()
  const policy = createPolicy({ origins })
  const bytes = (heapUsed() - before) / count
  if (!policy.allowsOrigin(origins[0])) throw new Error('the policy is wrong')
  return bytes
}

function aRequest(count = 1_000_000) {
  const outer = cors({ origins: ['https://*.example.com'], maxAge: 600, resources: '/users/*' })
  // This policy does not cover the path, so its Vary is added to that of the other one.
  const inner = cors(() => chosen)
  const chosen = createPolicy({
    origins: ['https://*.example.com'],
    resources: '/items/*',
    vary: ['X-Tenant'],
  })
  const socket = new net.Socket()
  const answer = number => {
    const request = new http.IncomingMessage(socket)
    request.method = number % 2 === 0 ? 'GET' : 'OPTIONS'
    request.url = `/users/${number}`
    request.headers = {
      origin: `https://tenant-${number}.example.${number % 3 === 0 ? 'net' : 'com'}`,
      'access-control-request-method': 'PUT',
      'access-control-request-headers': `x-${number}`,
    }
    const response = new http.ServerResponse(request)
    if (number % 5 === 0) response.setHeader('Vary', 'Accept-Encoding')
    outer(request, response, () => inner(request, response, () => response.writeHead(200)))
    if (!response.headersSent) throw new Error('no head was written')
  }
  for (let i = 0; i < 100_000; i++) answer(i)
  const before = heapUsed()
  for (let i = 0; i < count; i++) answer(i + 100_000)
  return (heapUsed() - before) / count
}

console.log(process.argv[2] === 'origin' ? anOrigin() : aRequest())
