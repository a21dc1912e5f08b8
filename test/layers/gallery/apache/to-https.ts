import expressCors from 'cors'
import { type Fault, PAGE } from '../fault.js'
import { apache, secureExpress } from '../servers.js'

const secure = secureExpress(app => app.use(expressCors({ origin: [PAGE] })))

export default {
  what: 'a RewriteRule of Apache redirects the preflight from http to https',
  servers: apache(
    'RewriteEngine on\nRewriteRule ^ https://%{SERVER_NAME}:UPSTREAM_PORT%{REQUEST_URI} [R=301,L]',
    secure,
  ),
  asked: { method: 'PUT' },
  cause: 'redirect',
  fix: [/Let the page request "https:\/\/127\.0\.0\.1:\d+\/" at once/],
  fixed: { servers: secure },
  next: 'readable',
} satisfies Fault
