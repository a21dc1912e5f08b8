import expressCors from 'cors'
import type { RequestHandler } from 'express'
import { type Fault, PAGE } from '../fault.js'
import { secureExpress } from '../servers.js'

/** Of the same site as the page: Chromium blocks the cookies of others. */
const host = 'api.example.com'

const session: RequestHandler = (request, response, next) =>
  request.headers.cookie === 'session=1'
    ? next()
    : response.redirect(`https://login.example.com:${request.socket.localPort}/authorize`)

export default {
  what: 'the server redirects to a login on another host, and the page sends no cookie',
  servers: secureExpress(app => app.use(session, expressCors({ origin: [PAGE], credentials: true }))),
  asked: { host, method: 'POST', body: 'x' },
  cause: 'login-redirect',
  fix: ['credentials: "include"', '401'],
  fixed: { asked: { host, method: 'POST', body: 'x', cookie: 'session=1' } },
  next: 'readable',
} satisfies Fault
