import assert from 'node:assert/strict'
import http from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { APP, command } from '../support/command.js'
import { listen } from '../support/servers.js'

const allow = `Access-Control-Allow-Origin: ${APP}\r\n`

/** Escape sequences, direction marks, line ends and invisible characters. */
const nasty =
  '\u001b[31m\u0007\u007f\u009b2J\u202eevil\u202c\u2066\u2028\u2029\u200b\u200d\ufeff\u00ad\u2060\u180e\u{e0041}\u3164\u00a0\ufffe'

/** A server that answers each request with the bytes for its path. */
async function serveBytes(t: TestContext, answerTo: (path: string) => string): Promise<string> {
  const server = net.createServer(socket => {
    socket.on('error', () => {})
    socket.once('data', data => {
      const path = data.toString('latin1').split(' ')[1] ?? ''
      socket.end(Buffer.from(answerTo(path), 'utf8'))
    })
  })
  return `http://localhost:${await listen(t, server)}`
}

function isPrintable(text: string): void {
  const found = text.match(/[^\n\p{L}\p{M}\p{N}\p{P}\p{S} ]|\p{Default_Ignorable_Code_Point}/u)
  assert.equal(found, null, JSON.stringify(text.slice(Math.max(0, (found?.index ?? 0) - 40)).slice(0, 80)))
}

/** Every place in which a server can send them. */
const answers: readonly { what: string; head: string }[] = [
  { what: 'Location', head: `HTTP/1.1 302 Found\r\n${allow}Location: /${nasty}\r\n` },
  { what: 'a Location that is no URL', head: `HTTP/1.1 302 Found\r\n${allow}Location: http://[${nasty}\r\n` },
  {
    what: 'Access-Control-Allow-Origin',
    head: `HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: ${nasty}\r\n`,
  },
  {
    what: 'Access-Control-Allow-Methods',
    head: `HTTP/1.1 200 OK\r\n${allow}Access-Control-Allow-Methods: ${nasty}\r\n`,
  },
  {
    what: 'Access-Control-Expose-Headers',
    head: `HTTP/1.1 200 OK\r\n${allow}Access-Control-Expose-Headers: ${nasty}\r\n`,
  },
  { what: 'Vary', head: `HTTP/1.1 200 OK\r\n${allow}Vary: ${nasty}\r\n` },
  { what: 'the reason phrase', head: `HTTP/1.1 200 ${nasty}\r\n${allow}` },
  {
    what: 'a header name',
    head: `HTTP/1.1 200 OK\r\n${allow}Access-Control-Expose-Headers: *\r\nX-${nasty}: a\r\n`,
  },
  { what: 'a response that is not HTTP', head: `HTTP/${nasty}\r\n` },
]

for (const { what, head } of answers) {
  test(`unprintable characters in ${what} are escaped`, async t => {
    const base = await serveBytes(t, () => `${head}Connection: close\r\n\r\n`)
    for (const method of ['GET', 'PUT']) {
      const { stdout, stderr } = await command(['check', `${base}/`, '-o', APP, '-X', method])
      isPrintable(stdout + stderr)
      const { stdout: json } = await command(['check', `${base}/`, '-o', APP, '-X', method, '--json'])
      isPrintable(json)
    }
  })
}

test('--json escapes unprintable characters and shortens nothing', async t => {
  const long = `/${nasty.slice(nasty.indexOf('J'))}${'a'.repeat(5000)}`
  const base = await serveBytes(
    t,
    () => `HTTP/1.1 302 Found\r\nLocation: ${long}\r\nConnection: close\r\n\r\n`,
  )
  const { stdout } = await command(['check', `${base}/`, '-o', APP, '--json'])
  isPrintable(stdout)
  const { steps } = JSON.parse(stdout) as { steps: { response: { headers: [string, string][] } }[] }
  assert.deepEqual(steps[0]?.response.headers[0], ['Location', long])
})

test('long values and many headers are shortened, so that a report stays readable', async t => {
  const filler = 'a'.repeat(200_000)
  const port = await listen(
    t,
    http.createServer({ maxHeaderSize: 1024 * 1024 }, (request, response) => {
      const hop = Number(/^\/(\d*)/.exec(request.url ?? '')?.[1])
      response.setHeader('Access-Control-Allow-Origin', APP)
      if (hop === 20)
        response.setHeader(
          'Vary',
          Array.from({ length: 9000 }, (_, index) => `x-${index}`),
        )
      else response.setHeader('Location', `/${hop + 1}${filler}`)
      response.writeHead(hop === 20 ? 200 : 302).end()
    }),
  )
  const { status, stdout } = await command(['check', `http://localhost:${port}/0`, '-o', APP])
  assert.equal(status, 0, stdout.slice(-500))
  assert.ok(stdout.length < 60_000, String(stdout.length))
  assert.ok(stdout.split('\n').every(line => line.length < 1000))
  assert.match(stdout, /^ {3}< Location: \/1a{298}… \(200002 characters\)$/m)
  assert.match(stdout, /^ {3}< … and 8981 lines more$/m)
})

test('a failed redirect names its target, shortened', async t => {
  const closed = net.createServer()
  await new Promise<void>(resolve => closed.listen(0, '127.0.0.1', resolve))
  const { port } = closed.address() as AddressInfo
  await new Promise(resolve => closed.close(resolve))
  const target = `http://127.0.0.1:${port}/`
  const base = await serveBytes(
    t,
    path =>
      `HTTP/1.1 302 Found\r\n${allow}Location: ${path === '/' ? `${target}${'a'.repeat(100_000)}` : '/'}\r\nConnection: close\r\n\r\n`,
  )
  const { status, stderr } = await command(['check', `${base}/`, '-o', APP])
  assert.equal(status, 2)
  assert.match(
    stderr,
    /^cors-policy: GET http:\/\/127\.0\.0\.1:\d+\/a+… \(1000\d\d characters\): connection refused/,
  )
  assert.ok(stderr.length < 1000)
})
