import expressCors from 'cors'
import type { RequestHandler } from 'express'
import { type Fault, PAGE } from '../fault.js'
import { express } from '../servers.js'

const cors = expressCors({ origin: [PAGE] })
const session: RequestHandler = (request, _response, next) =>
  request.method === 'OPTIONS' ? next() : next(new Error('no connection to the session store'))

export default {
  what: 'a middleware before cors() fails',
  servers: express(app => app.use(session, cors)),
  cause: 'server-error',
  fix: ["server's log", `Access-Control-Allow-Origin: ${PAGE}`, 'put `app.use(cors(…))` before all routes'],
  fixed: { servers: express(app => app.use(cors, session)) },
  next: 'readable',
} satisfies Fault
