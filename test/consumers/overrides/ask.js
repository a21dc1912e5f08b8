const assert = require('node:assert/strict')
const { once } = require('node:events')
const http = require('node:http')

const A = 'https://app.example.com'
const B = 'https://b.example'

/** The status of an answer, and all that it says about CORS. */
async function ask(port, path, method, headers, body) {
  const request = http.request({ port, path, method, headers, host: '127.0.0.1', agent: false }).end(body)
  const [response] = await once(request, 'response')
  response.resume()
  await once(response, 'end')
  const names = /^(?:access-control-|vary$)/
  const said = Object.entries(response.headers).filter(([name]) => names.test(name))
  return { status: response.statusCode, ...Object.fromEntries(said) }
}

/** What a browser sends before such a request of a page. */
const preflight = (port, path, origin, method, headers = 'content-type') =>
  ask(port, path, 'OPTIONS', {
    origin,
    'access-control-request-method': method,
    'access-control-request-headers': headers,
  })

const DEFAULT_METHODS = 'GET, HEAD, POST, OPTIONS, PUT, PATCH, DELETE'

/** The mistake that people see if they let every origin read with credentials. */
const anyOrigin = { code: 'ERR_CORS_CONFIG', message: /^origin: .*Name the origins that may: origins: \[/ }

/** Closes a server when the test ends, and returns its port. */
async function listen(t, server) {
  if (!server.listening) await once(server.listen(0, '127.0.0.1'), 'listening')
  t.after(() => new Promise(done => server.close(done)))
  return server.address().port
}

assert.equal(require('cors').name, 'cors')
assert.equal(typeof require('cors').createPolicy, 'function', 'cors is not replaced')

module.exports = { A, B, ask, preflight, DEFAULT_METHODS, anyOrigin, listen }
