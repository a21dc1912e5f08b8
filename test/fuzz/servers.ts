import http from 'node:http'
import http2 from 'node:http2'
import type { AddressInfo, Server, Socket } from 'node:net'
import express from 'express'
import { handlerOf, type Seen } from './oracle.js'
import { type Subject, subjects } from './policies.js'

type Request = http.IncomingMessage
type Response = http.ServerResponse
type Listener = (request: Request, response: Response) => void

export interface Target {
  name: string
  port: number
  http2: boolean
  server: Server
}

export interface Arrival extends Seen {
  connection: string
  response: Response
}

/** Requests that reached the middleware, by the number in `X-Seen` of their responses. */
export const arrivals: Map<number, Arrival> = new Map()
let count = 0
/** Connections that Node's parser gave up. */
export const broken: Set<string> = new Set()
const sockets: Set<Socket> = new Set()

/** Names a connection by both ports, since a client may use one port with several servers at a time. */
export function connectionOf(server?: number, client?: number): string {
  return `${server} ${client}`
}

function note(subject: Subject, request: Request, response: Response): void {
  const lines: Seen['lines'] = []
  for (let i = 0; i < request.rawHeaders.length; i += 2) {
    lines.push([request.rawHeaders[i] as string, request.rawHeaders[i + 1] as string])
  }
  const { method = '', url = '', socket } = request
  const isHttp2 = request.httpVersionMajor === 2
  arrivals.set(++count, {
    subject,
    method,
    url,
    lines,
    http2: isHttp2,
    connection: connectionOf(socket.localPort, socket.remotePort),
    response,
  })
  response.setHeader('X-Seen', count)
}

function handle(request: Request, response: Response): void {
  const { status, way } = handlerOf(request.url ?? '')
  if (status >= 500) throw new Error('as asked')
  // Each of these would lose `Vary` without the middleware.
  if (way === 1) response.setHeader('Vary', 'Accept-Encoding')
  if (way === 2) response.write('some')
  if (way === 3) response.writeHead(200, { vary: 'Accept-Encoding', 'X-Own': 1 })
  if (way === 4) setImmediate(() => response.end('late'))
  else response.end('ok')
}

function plain(subject: Subject): Listener {
  const middleware = subject.middleware()
  return (request, response) => {
    note(subject, request, response)
    const fail = () => response.writeHead(500).end()
    middleware(request, response, error => {
      if (error) return fail()
      try {
        handle(request, response)
      } catch {
        fail()
      }
    })
  }
}

function inExpress(subject: Subject): Listener {
  const app = express()
  // Any other environment prints errors.
  app.set('env', 'test')
  app.use((request, response, next) => {
    note(subject, request, response)
    next()
  })
  app.use(subject.middleware())
  app.use(handle)
  return app
}

const impatient = { headersTimeout: 300, requestTimeout: 600, connectionsCheckingInterval: 100 }

const kinds: Record<string, (subject: Subject) => Server> = {
  http: subject => http.createServer(impatient, plain(subject)),
  'http with the lenient parser': subject =>
    http.createServer({ ...impatient, insecureHTTPParser: true }, plain(subject)),
  'Express 5': subject => http.createServer(impatient, inExpress(subject)),
  http2: subject => http2.createServer(plain(subject) as never),
}

/** Every policy on every kind of server. */
export function start(): Promise<Target[]> {
  const made = subjects.flatMap(subject =>
    Object.entries(kinds).map(([kind, create]) => ({
      name: `${subject.name}, ${kind}`,
      http2: kind === 'http2',
      server: create(subject),
    })),
  )
  return Promise.all(
    made.map(async target => {
      target.server.on('connection', socket => {
        const connection = connectionOf(socket.localPort, socket.remotePort)
        sockets.add(socket)
        socket.once('close', failed => {
          sockets.delete(socket)
          if (failed) broken.add(connection)
        })
      })
      await new Promise<void>(listening => target.server.listen(0, '127.0.0.1', listening))
      return { ...target, port: (target.server.address() as AddressInfo).port }
    }),
  )
}

export async function stop(targets: readonly Target[]): Promise<void> {
  const closed = targets.map(({ server }) => new Promise(resolve => server.close(resolve)))
  // Node loses track of the socket of an HTTP/2 session that ended on garbage.
  for (const socket of sockets) socket.destroy()
  await Promise.all(closed)
}
