import expressCors from 'cors'
import type { RequestHandler } from 'express'
import { type Fault, PAGE } from '../fault.js'
import { express } from '../servers.js'

const basicAuth: RequestHandler = (request, response, next) => {
  if (request.headers.authorization === 'Basic dXNlcjpzZWNyZXQ=') next()
  else response.set('WWW-Authenticate', 'Basic realm="api"').sendStatus(401)
}
const cors = expressCors({ origin: [PAGE] })

export default {
  what: 'basic authentication stands before cors() and asks the preflight for a password',
  servers: express(app => app.use(basicAuth, cors)),
  asked: { headers: { Authorization: 'Basic dXNlcjpzZWNyZXQ=' } },
  cause: 'answered-before-cors',
  fix: [
    'status 204',
    `Access-Control-Allow-Origin: ${PAGE}`,
    'Access-Control-Allow-Headers: authorization',
    'With expressjs/cors: put `app.use(cors(…))` before authentication, limits and routes',
  ],
  fixed: { servers: express(app => app.use(cors, basicAuth)) },
  next: 'readable',
} satisfies Fault
