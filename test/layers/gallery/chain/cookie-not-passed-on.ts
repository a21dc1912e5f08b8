import expressCors from 'cors'
import type { Fault } from '../fault.js'
import { express, type Servers, varnish } from '../servers.js'

/** Of the same site as the server: Chromium blocks the cookies of others. */
const origin = 'http://app.example.com'

const app: Servers = async t => {
  const login = await express(() => {})(t)
  return express(app => {
    app.use(expressCors({ origin: [origin], credentials: true }))
    app.use((request, response, next) =>
      request.headers.cookie === undefined ? response.redirect(`${login}/login`) : next(),
    )
  })(t)
}
const server = (line: string) => varnish(`sub vcl_recv { ${line} }`, app)

export default {
  what: 'Varnish takes the cookie off, and the application sends to its login',
  servers: server('unset req.http.Cookie;'),
  asked: { origin, host: 'api.example.com', path: '/users', cookie: 'session=1' },
  via: ['varnish', 'app'],
  cause: 'login-redirect',
  fix: [
    'Let varnish pass `Cookie` on: without that, app gives the same answer as varnish',
    'In Varnish: take `unset req.http.Cookie` out',
  ],
  fixed: { servers: server('') },
  next: 'readable',
} satisfies Fault
