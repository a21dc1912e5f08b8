import expressCors from 'cors'
import type { RequestHandler } from 'express'
import { type Fault, PAGE } from '../fault.js'
import { secureExpress } from '../servers.js'

/** Of the same site as the page: Chromium blocks the cookies of others. */
const host = 'api.example.com'

const session: RequestHandler = (request, response, next) =>
  request.headers.cookie === 'session=1' ? next() : response.redirect('/login')
const cors = expressCors({ origin: [PAGE], credentials: true })

export default {
  what: 'the server redirects the preflight, which has no cookie, to a login',
  servers: secureExpress(app => app.use(session, cors)),
  asked: { host, method: 'PUT', cookie: 'session=1' },
  cause: 'answered-before-cors',
  fix: [
    'Access-Control-Allow-Methods: PUT',
    'Access-Control-Allow-Credentials: true',
    'put `app.use(cors(…))` before authentication, limits and routes',
  ],
  fixed: { servers: secureExpress(app => app.use(cors, session)) },
  next: 'readable',
} satisfies Fault
