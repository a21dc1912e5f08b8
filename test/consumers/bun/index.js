import assert from 'node:assert/strict'
import { withCors } from 'cors-policy/web'

const origin = 'https://a.example'
const errors = []
console.error = (...args) => errors.push(args)

const answers = {
  '/text': () => new Response('hello'),
  '/json': () => Response.json({ hello: 'world' }),
  '/type': () => new Response('hello', { headers: { 'Content-Type': 'text/csv' } }),
  '/redirect': () => Response.redirect('https://b.example/', 303),
  '/fetched': (_request, by) => fetch(new URL('/plain', by.url)),
  '/plain': () => new Response('plain'),
  '/socket': (request, by) => (by.upgrade(request) ? undefined : new Response('no', { status: 426 })),
}
const handler = (request, by) => answers[new URL(request.url).pathname](request, by)
const options = { origins: [origin, 'https://b.example'], exposeHeaders: 'ETag' }
const websocket = { message: (socket, message) => void socket.send(`echo ${message}`) }
const server = Bun.serve({ port: 0, hostname: '127.0.0.1', websocket, fetch: withCors(handler, options) })
const bare = Bun.serve({ port: 0, hostname: '127.0.0.1', websocket, fetch: handler })

for (const path of Object.keys(answers)) {
  const ask = to => fetch(new URL(path, to.url), { redirect: 'manual', headers: { Origin: origin } })
  const [answer, without] = await Promise.all([ask(server), ask(bare)])
  const { headers } = answer
  assert.equal(answer.status, without.status, path)
  assert.equal(headers.get('content-type'), without.headers.get('content-type'), path)
  assert.equal(await answer.text(), await without.text(), path)
  assert.equal(headers.get('access-control-allow-origin'), origin, path)
  assert.equal(headers.get('access-control-expose-headers'), 'ETag', path)
  assert.equal(headers.get('vary'), 'Origin', path)
}
const text = await fetch(new URL('/text', server.url), { headers: { Origin: origin } })
assert.equal(text.headers.get('content-type'), 'text/plain;charset=utf-8')

const echoed = await new Promise((resolve, reject) => {
  const socket = new WebSocket(new URL('/socket', server.url.href.replace('http', 'ws')))
  socket.onopen = () => socket.send('hello')
  socket.onmessage = ({ data }) => resolve(data)
  socket.onerror = socket.onclose = reject
})
assert.equal(echoed, 'echo hello')
assert.deepEqual(errors, [], 'an upgrade is not an error')

console.log('ok')
process.exit()
