import { readFileSync } from 'node:fs'
import http2 from 'node:http2'
import net, { type AddressInfo, type Socket } from 'node:net'
import tls from 'node:tls'
import { isDeepStrictEqual } from 'node:util'
import type { AnsweredResponse } from 'cors-policy/diagnose'

/** What matters to CORS in a request that came in. */
export interface Seen {
  readonly method: string
  readonly url: string
  readonly origin: string | undefined
  readonly requestMethod: string | undefined
  readonly requestHeaders: string | undefined
}

/** Returns the response to a request; the page itself is served without it. */
export type Answer = (seen: Seen) => AnsweredResponse

export interface Wire {
  readonly port: number
  /** Answers like this from now on; the list that it returns grows by each request. */
  readonly answerWith: (answer: Answer, overHttp2: boolean) => Seen[]
  readonly close: () => void
}

const pem = readFileSync('test/data/localhost.pem')

/**
 * A server for all origins at one port, with TLS and without. It writes header lines as they are given, repeated, empty or
 * odd, which Node's own servers would not do.
 */
export async function openWire(): Promise<Wire> {
  let answer: Answer = () => ({ status: 404 })
  let seen: Seen[] = []
  let overHttp2 = false
  const sockets = new Set<Socket>()
  const note = (request: Seen) => {
    // The browser's own requests do not count, nor those that it repeats because a connection was closed.
    if (/\.example[:/]/.test(request.url) && !isDeepStrictEqual(seen.at(-1), request)) seen.push(request)
    return answer(request)
  }
  const serve = (socket: Socket, scheme: string) => serveHttp(socket, scheme, note)
  const secure = tls.createServer({ key: pem, cert: pem }, socket => serve(socket, 'https'))
  const secure2 = http2.createSecureServer({ key: pem, cert: pem })
  secure2.on('stream', (stream, headers) => serveHttp2(stream, headers, note))
  const server = net.createServer(socket => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => sockets.delete(socket))
    socket.once('data', first => {
      socket.pause()
      socket.unshift(first)
      // A TLS handshake begins with this byte.
      if (first[0] !== 0x16) serve(socket, 'http')
      else if (overHttp2) secure2.emit('connection', socket)
      else secure.emit('connection', socket)
      process.nextTick(() => socket.resume())
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    answerWith(next, http2) {
      answer = next
      overHttp2 = http2
      seen = []
      return seen
    },
    close() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

const PAGE = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>page</title><body>
<script>
// A browser that nothing drives is given a port, from which its page takes what it shall evaluate.
const tasks = location.hash && location.protocol + '//tasks.localhost:' + location.hash.slice(1)
const work = async () => {
  const value = await (0, eval)(await (await fetch(tasks)).text())
  await fetch(tasks, { method: 'POST', body: value })
  return work()
}
if (tasks) work().catch(() => {})
</script>`

function serveHttp(socket: Socket, scheme: string, note: Answer): void {
  let received = ''
  socket.on('error', () => {})
  socket.on('data', chunk => {
    received += chunk.toString('latin1')
    const end = received.indexOf('\r\n\r\n')
    if (end < 0) return
    const [start = '', ...lines] = received.slice(0, end).split('\r\n')
    const headers = new Map(
      lines.map(line => [
        line.slice(0, line.indexOf(':')).toLowerCase(),
        line.slice(line.indexOf(':') + 1).trim(),
      ]),
    )
    if (received.length < end + 4 + Number(headers.get('content-length') ?? 0)) return
    const [method = '', path = ''] = start.split(' ')
    const url = `${scheme}://${headers.get('host')}${path}`
    socket.end(
      path === '/page'
        ? page(headers.get('host') ?? '')
        : bytes(note(read(method, url, name => headers.get(name))), method),
      'latin1',
    )
    received = ''
  })
}

/** The page, which is sandboxed at hosts named `opaque`, so that its origin is `null`. */
function page(host: string): string {
  const sandbox = host.startsWith('opaque.') ? 'Content-Security-Policy: sandbox allow-scripts\r\n' : ''
  return `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n${sandbox}Content-Length: ${PAGE.length}\r\n\r\n${PAGE}`
}

/** A response with only the given headers; the end of the connection ends its body. */
function bytes({ status, headers = [] }: AnsweredResponse, method: string): string {
  const lines = [...(headers as Iterable<readonly [string, string]>)].map(
    ([name, value]) => `${name}: ${value}\r\n`,
  )
  const hasBody = method !== 'HEAD' && status !== 204 && status !== 304
  return `HTTP/1.1 ${status} X\r\n${lines.join('')}\r\n${hasBody ? 'x' : ''}`
}

function serveHttp2(stream: http2.ServerHttp2Stream, headers: http2.IncomingHttpHeaders, note: Answer): void {
  const url = `https://${headers[':authority']}${headers[':path']}`
  const { status, headers: lines = [] } = note(
    read(headers[':method'] ?? '', url, name => headers[name] as string),
  )
  stream.respond({ ':status': status, ...Object.fromEntries(lines as Iterable<[string, string]>) })
  // A 204 has already ended with its head.
  if (!stream.writableEnded) stream.end('x')
}

function read(method: string, url: string, header: (name: string) => string | undefined): Seen {
  return {
    method,
    url,
    origin: header('origin'),
    requestMethod: header('access-control-request-method'),
    requestHeaders: header('access-control-request-headers'),
  }
}
