import assert from 'node:assert/strict'
import type http from 'node:http'
import net from 'node:net'
import { type TestContext, test } from 'node:test'
import { APP, command, isRefused, type Outcome, serve } from '../support/command.js'
import { listen } from '../support/servers.js'

type Behave = (socket: net.Socket, path: string) => void

/** A server that does this with each connection, once it has read something. */
async function behaving(t: TestContext, behave: Behave): Promise<string> {
  const sockets = new Set<net.Socket>()
  const server = net.createServer(socket => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('data', data => behave(socket, data.toString('latin1').split(' ')[1] ?? ''))
  })
  const port = await listen(t, server)
  t.after(() => {
    for (const socket of sockets) socket.destroy()
  })
  return `http://localhost:${port}`
}

/** Writes as fast as the other side reads, for as long as it reads. */
function pour(socket: net.Socket, text: string): void {
  const block = text.repeat(Math.ceil(16_384 / text.length))
  const more = () => {
    while (!socket.destroyed && socket.write(block));
  }
  socket.on('drain', more)
  more()
}

function drip(socket: net.Socket, text: string, milliseconds: number): void {
  let at = 0
  const timer = setInterval(() => socket.write(text[at++ % text.length] as string), milliseconds)
  socket.on('close', () => clearInterval(timer))
}

const allow = `Access-Control-Allow-Origin: ${APP}\r\n`
const OK = `HTTP/1.1 200 OK\r\n${allow}Content-Length: 0\r\n\r\n`

const endless: readonly { readonly what: string; readonly behave: Behave; readonly says: RegExp }[] = [
  {
    what: 'header lines without end',
    behave: socket => {
      socket.write('HTTP/1.1 200 OK\r\n')
      pour(socket, 'X-Header: value\r\n')
    },
    says: /the headers of the answer are longer than browsers take/,
  },
  {
    what: 'one header line without end',
    behave: socket => {
      socket.write('HTTP/1.1 200 OK\r\nX-Header: ')
      pour(socket, 'x')
    },
    says: /the headers of the answer are longer than browsers take/,
  },
  {
    what: 'a header name without end',
    behave: socket => {
      socket.write('HTTP/1.1 200 OK\r\n')
      pour(socket, 'x')
    },
    says: /the headers of the answer are longer than browsers take/,
  },
  {
    what: 'a status line without end',
    behave: socket => {
      socket.write('HTTP/1.1 200 ')
      pour(socket, 'x')
    },
    says: /the headers of the answer are longer than browsers take/,
  },
  {
    what: 'informational answers without end',
    behave: socket => pour(socket, 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'),
    says: /no answer within 1000 ms/,
  },
  {
    what: 'informational answers, one now and then',
    behave: socket => drip(socket, 'HTTP/1.1 100 Continue\r\n\r\n', 5),
    says: /no answer within 1000 ms/,
  },
  {
    what: 'a head that comes byte by byte',
    behave: socket => drip(socket, `HTTP/1.1 200 OK\r\nX-A: ${'a'.repeat(2000)}`, 20),
    says: /no answer within 1000 ms/,
  },
  {
    what: 'line ends without end',
    behave: socket => pour(socket, '\r\n'),
    says: /no answer within 1000 ms|not HTTP/,
  },
  { what: 'a connection that closes at once', behave: socket => socket.end(), says: /without an answer/ },
  {
    what: 'a connection that is reset at once',
    behave: socket => socket.resetAndDestroy(),
    says: /without an answer/,
  },
  {
    what: 'a head that ends halfway',
    behave: socket => socket.end('HTTP/1.1 200 OK\r\nX-A'),
    says: /without an answer|not HTTP/,
  },
  {
    what: '101 without a protocol',
    behave: socket => socket.write('HTTP/1.1 101 Switching Protocols\r\n\r\n'),
    says: /status 101 and switches to another protocol/,
  },
]
for (const { what, behave, says } of endless) {
  test(`the check ends, and says why: ${what}`, async t => {
    const at = await behaving(t, behave)
    isRefused(await command(['check', at, '-o', APP, '--timeout', '1000']), says)
  })
}

test('redirects without end stop at the twentieth, as in browsers', async t => {
  let asked = 0
  const at = await behaving(t, socket =>
    socket.end(`HTTP/1.1 302 Found\r\n${allow}Location: /${++asked}\r\nContent-Length: 0\r\n\r\n`),
  )
  const { status, stdout } = await command(['check', at, '-o', APP])
  assert.equal(status, 1)
  assert.match(stdout, /too-many-redirects/)
  assert.equal(asked, 21)
})

test('slow redirects end after five times the timeout', async t => {
  let asked = 0
  const at = await behaving(t, socket => {
    setTimeout(
      () => socket.end(`HTTP/1.1 302 Found\r\n${allow}Location: /${++asked}\r\nContent-Length: 0\r\n\r\n`),
      600,
    )
  })
  isRefused(
    await command(['check', at, '-o', APP, '--timeout', '1000']),
    /the answers took longer than 5000 ms together\. A longer --timeout allows more/,
  )
  assert.ok(asked < 10, String(asked))
})

test('an answer after informational ones is read', async t => {
  const at = await behaving(t, socket =>
    socket.end(`HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n${OK}`),
  )
  assert.equal((await command(['check', at, '-o', APP])).status, 0)
})

test('an answer that comes before the whole body was sent is read', async t => {
  const at = await behaving(t, socket => {
    socket.end('HTTP/1.1 413 Content Too Large\r\nConnection: close\r\n\r\n')
  })
  const body = 'x'.repeat(100_000)
  const { status, stdout, stderr } = await command(['check', at, '-o', APP, '-X', 'POST', '--body', body])
  assert.equal(status, 1, stderr)
  assert.match(stdout, /^ {3}< 413/m)
})

test('a redirect to another host takes neither cookie nor Authorization there', async t => {
  const seen: http.IncomingHttpHeaders[] = []
  const allowing = (origin: string, to: () => string | undefined) =>
    serve(t, (request, response) => {
      response
        .setHeader('Access-Control-Allow-Origin', origin)
        .setHeader('Access-Control-Allow-Credentials', 'true')
        .setHeader('Access-Control-Allow-Headers', 'authorization, x-a')
      const location = to()
      if (location === undefined) seen.push(request.headers)
      else if (request.method === 'GET') response.writeHead(302, { Location: location })
      response.end()
    })
  const other = (await allowing('null', () => undefined)).replace('localhost', '127.0.0.1')
  const at = await allowing(APP, () => other)
  const flags = ['-H', 'Authorization: Bearer s3cret', '-H', 'X-A: 1', '--cookie', 'sid=s3cret']
  const { status, stdout } = await command(['check', at, '-o', APP, ...flags])
  assert.equal(status, 0, stdout)
  assert.deepEqual(
    seen.map(headers => [headers['x-a'], headers.authorization, headers.cookie]),
    [
      [undefined, undefined, undefined],
      ['1', undefined, undefined],
    ],
  )
})

/** What a terminal obeys: colours, the title, hyperlinks, the clipboard, and C1 controls. */
const ESCAPES =
  '\x1b[31m\x1b]0;title\x07\x1b]8;;http://evil.example\x1b\\\x1b]52;c;ZXZpbA==\x07\x9b2J\x90q\x9c\r\x08\x00'

function isClean({ stdout, stderr }: Outcome): void {
  assert.doesNotMatch(stdout + stderr, /(?!\n)\p{Cc}/u)
}

for (const { what, bytes } of [
  { what: 'the status line', bytes: `HTTP/1.1 200 ${ESCAPES}\r\n${allow}\r\n` },
  { what: 'the version', bytes: `HTTP/1.1${ESCAPES} 200 OK\r\n\r\n` },
  { what: 'a header name', bytes: `HTTP/1.1 200 OK\r\n${allow}X-${ESCAPES}: a\r\n\r\n` },
  {
    what: 'Access-Control-Allow-Origin',
    bytes: `HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: ${ESCAPES}\r\n\r\n`,
  },
  { what: 'Location', bytes: `HTTP/1.1 302 Found\r\n${allow}Location: http://a${ESCAPES}/\r\n\r\n` },
  { what: 'Set-Cookie', bytes: `HTTP/1.1 200 OK\r\n${allow}Set-Cookie: a=${ESCAPES}; ${ESCAPES}\r\n\r\n` },
  { what: 'Server', bytes: `HTTP/1.1 500 No\r\nServer: ${ESCAPES}\r\nWWW-Authenticate: ${ESCAPES}\r\n\r\n` },
  { what: 'what is not HTTP', bytes: ESCAPES },
]) {
  test(`no escape sequence in ${what} reaches the terminal`, async t => {
    const at = await behaving(t, socket => socket.end(Buffer.from(bytes, 'latin1')))
    isClean(await command(['check', at, '-o', APP]))
    isClean(await command(['check', at, '-o', APP, '-X', 'PUT', '--json']))
  })
}
