import { withoutCors } from '../apps.js'
import { type Fault, PAGE } from '../fault.js'
import { haproxy } from '../servers.js'

const server = (names: string) =>
  haproxy(
    `  http-after-response set-header Access-Control-Allow-Origin ${PAGE}
  http-after-response set-header Access-Control-Allow-Headers "${names}"
  http-request return status 204 if METH_OPTIONS
  server app UPSTREAM`,
    withoutCors,
  )

export default {
  what: 'HAProxy does CORS for an application that shows in the answers, and its list lacks a header',
  servers: server('Content-Type'),
  asked: { headers: { Authorization: 'Bearer x' } },
  via: ['HAProxy', 'app'],
  cause: 'header-not-listed',
  fix: [
    'must name "authorization" in `Access-Control-Allow-Headers`',
    'In HAProxy, if CORS is configured there: `http-after-response set-header Access-Control-Allow-Headers "Content-Type, authorization"`',
  ],
  notFix: /expressjs/,
  fixed: { servers: server('Content-Type, authorization') },
  next: 'readable',
} satisfies Fault
