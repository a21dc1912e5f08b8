import expressCors from 'cors'
import { type Fault, PAGE } from '../fault.js'
import { nginx, secureExpress } from '../servers.js'

const secure = secureExpress(app => app.use(expressCors({ origin: [PAGE] })))

export default {
  what: 'nginx redirects from http to https',
  servers: nginx('return 301 https://$host:UPSTREAM_PORT$request_uri;', secure),
  cause: 'redirect',
  fix: [/Let the page request "https:\/\/127\.0\.0\.1:\d+\/" at once/],
  fixed: { servers: secure },
  next: 'readable',
} satisfies Fault
