import type { AddressInfo } from 'node:net'
import { type CorsRequest, cors, type Decision } from 'cors-policy'
import express, { type RequestHandler } from 'express'
import type { Group } from './ask.js'

/** What the server saw of a page's request. */
export interface Log {
  /** The decision of the last policy on each request. */
  readonly decisions: Map<CorsRequest, Decision>
  preflights: number
  /** Requests that got as far as the handlers. */
  handled: number
  cookie: boolean
}

export interface App {
  readonly port: number
  readonly use: (group: Group) => void
  /** Starts a new log. */
  readonly log: () => Log
  readonly close: () => void
}

/** Headers of every response; a page may see only those that the policy exposes. */
export const HEADERS = { ETag: '"1"', 'X-Total-Count': '3', 'X-Trace': 'abc' }

/** One server for all hosts, since `*.localhost` is this machine in every browser. */
export async function openApp(): Promise<App> {
  let handlers: RequestHandler[] = []
  let log = newLog()
  const app = express()
  app.disable('etag').set('env', 'test') // The final handler prints errors in other environments.
  app.get('/page', (request, response) => {
    if (request.hostname.startsWith('opaque.'))
      response.setHeader('Content-Security-Policy', 'sandbox allow-scripts')
    response.send('<!doctype html><link rel="icon" href="data:,"><title>page</title>')
  })
  app.use((request, _response, next) => {
    if (isPreflight(request)) log.preflights++
    next()
  })
  app.use((request, response, next) => handlers[0]?.(request, response, next))
  app.use('/route', (request, response, next) => handlers[1]?.(request, response, next))
  app.use((request, response, next) => {
    if (!isPreflight(request)) {
      log.handled++
      log.cookie ||= request.headers.cookie !== undefined
    }
    response.set({ 'Cache-Control': 'no-store', ...HEADERS })
    next()
  })
  app.post('/login', (_request, response) => {
    response.cookie('user', '1', { httpOnly: true, sameSite: 'lax' }).send('welcome')
  })
  app.all('/redirect', ({ query }, response) => {
    response.redirect(Number(query.status), `${query.to}?run=${query.run}`)
  })
  app.get('/cacheable', (_request, response) => {
    response.set('Cache-Control', 'max-age=600').send('kept')
  })
  app.all('/throws', () => {
    throw new Error('thrown')
  })
  app.get('/private', (_request, response) => void response.status(401).send('who are you?'))
  app.all(/^(?!\/missing$)/, (_request, response) => void response.send('done'))
  const server = app.listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    use({ options, route = options }) {
      const onDecision = (decision: Decision, request: CorsRequest) =>
        void log.decisions.set(request, decision)
      handlers = [options, route].map(each =>
        typeof each === 'function'
          ? cors(async request => ({ ...(await each(request)), onDecision }))
          : cors({ ...each, onDecision }),
      )
    },
    log() {
      log = newLog()
      return log
    },
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

function newLog(): Log {
  return { decisions: new Map(), preflights: 0, handled: 0, cookie: false }
}

function isPreflight({ method, headers }: CorsRequest): boolean {
  return method === 'OPTIONS' && headers['access-control-request-method'] !== undefined
}
