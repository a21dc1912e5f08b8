import expressCors from 'cors'
import { type Fault, PAGE } from '../fault.js'
import { express, varnish } from '../servers.js'

const server = (vary: boolean) =>
  varnish(
    '',
    express(app => {
      const cors = expressCors({ origin: [PAGE] })
      app.use((request, response, next) => {
        if (request.headers.origin !== undefined) return cors(request, response, next)
        if (vary) response.vary('Origin')
        next()
      })
    }),
  )

export default {
  what: 'Varnish keeps an answer to a request without Origin, and gives it to a page',
  servers: server(false),
  askedBefore: [''],
  cause: 'cached-copy',
  fix: ['also to requests without Origin', 'Vary: Origin'],
  fixed: { servers: server(true) },
  next: 'readable',
} satisfies Fault
