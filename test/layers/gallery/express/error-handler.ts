import expressCors from 'cors'
import type { ErrorRequestHandler } from 'express'
import { type Fault, PAGE } from '../fault.js'
import { express } from '../servers.js'

const onError: ErrorRequestHandler = (_error, _request, response, _next) => {
  for (const name of response.getHeaderNames()) response.removeHeader(name)
  response.status(500).json({ error: 'internal' })
}

const server = (handlers: readonly ErrorRequestHandler[]) =>
  express(
    app => app.use(expressCors({ origin: [PAGE] })),
    app => {
      app.get('/broken', () => {
        throw new Error('broken')
      })
      for (const handler of handlers) app.use(handler)
    },
  )

export default {
  what: 'an error handler clears all headers',
  servers: server([onError]),
  asked: { path: '/broken' },
  cause: 'server-error',
  fix: [
    "Look at the server's log first",
    'Error responses need the headers too',
    `Access-Control-Allow-Origin: ${PAGE}`,
  ],
  fixed: { servers: server([]) },
  next: 'readable',
} satisfies Fault
