import expressCors from 'cors'
import type { RequestHandler } from 'express'
import { type Fault, PAGE } from '../fault.js'
import { express, secureNginx } from '../servers.js'

const onlyHttps: RequestHandler = (request, response, next) =>
  request.secure ? next() : response.redirect(`https://${request.headers.host}${request.url}`)

const servers = (directive: string, trusted: number) =>
  secureNginx(
    `location / {
      proxy_set_header Host $http_host;
      ${directive}
      proxy_pass http://UPSTREAM;
    }`,
    express(app => app.set('trust proxy', trusted).use(onlyHttps, expressCors({ origin: [PAGE] }))),
  )

export default {
  what: 'Express behind nginx, which ends TLS and does not say so, redirects the preflight to the URL itself',
  servers: servers('', 0),
  asked: { method: 'PUT' },
  cause: 'redirect',
  fix: [
    /^Let every proxy on the way send `X-Forwarded-Proto: https` /,
    "With Express: `app.set('trust proxy', 1)`.",
    'In nginx: `proxy_set_header X-Forwarded-Proto $scheme;` where TLS ends',
  ],
  notFix: /Let the page request/,
  fixed: { servers: servers('proxy_set_header X-Forwarded-Proto $scheme;', 1) },
  next: 'readable',
} satisfies Fault
