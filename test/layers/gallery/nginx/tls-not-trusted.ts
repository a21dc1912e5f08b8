import expressCors from 'cors'
import type { RequestHandler } from 'express'
import { type Fault, PAGE } from '../fault.js'
import { express } from '../servers.js'
import { secureNginx } from '../tls.js'

const onlyHttps: RequestHandler = (request, response, next) =>
  request.secure ? next() : response.redirect(`https://${request.headers.host}${request.url}`)

const servers = (trusted: number) =>
  secureNginx(
    `location / {
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_pass http://UPSTREAM;
    }`,
    express(app => app.set('trust proxy', trusted).use(expressCors({ origin: [PAGE] }), onlyHttps)),
  )

export default {
  what: 'Express does not trust the scheme that nginx tells it, and redirects in a circle, with CORS headers',
  servers: servers(0),
  cause: 'redirect',
  fix: [
    /^Let every proxy on the way send `X-Forwarded-Proto: https` .* and let the application trust it\./,
    "With Express: `app.set('trust proxy', 1)`.",
  ],
  notFix: /Let the page request/,
  fixed: { servers: servers(1) },
  next: 'readable',
} satisfies Fault
