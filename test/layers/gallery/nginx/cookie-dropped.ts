import expressCors from 'cors'
import type { RequestHandler } from 'express'
import { type Fault, PAGE } from '../fault.js'
import { express } from '../servers.js'
import { secureNginx } from '../tls.js'

const session: RequestHandler = (request, response, next) =>
  request.headers.cookie === 'session=1' ? next() : response.redirect('/login')

const servers = (directive: string) =>
  secureNginx(
    `location / { ${directive} proxy_pass http://UPSTREAM; }`,
    express(app => app.use(session, expressCors({ origin: [PAGE], credentials: true }))),
  )

export default {
  what: 'nginx drops the cookie, and Express redirects to a login',
  servers: servers('proxy_set_header Cookie "";'),
  // Of the same site as the page: Chromium blocks the cookies of others.
  asked: { host: 'api.example.com', cookie: 'session=1' },
  cause: 'login-redirect',
  fix: ['Log the user in first', 'every proxy on the way passes `Cookie` on'],
  notFix: /SameSite/,
  fixed: { servers: servers('') },
  next: 'readable',
} satisfies Fault
