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
  // Nothing in what HAProxy sends tells that it is HAProxy, except its error pages.
  what: 'the names in a line of HAProxy lack one',
  servers: server('Content-Type, Authorization'),
  asked: { headers: { 'X-CSRFToken': '1' } },
  cause: 'header-not-listed',
  fix: ['must name "x-csrftoken" in `Access-Control-Allow-Headers`'],
  fixed: { servers: server('Content-Type, Authorization, x-csrftoken') },
  keeps: [{ headers: { Authorization: 'Bearer x' } }],
  next: 'readable',
} satisfies Fault
