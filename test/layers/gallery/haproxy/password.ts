import { withCors } from '../apps.js'
import { type Fault, PAGE } from '../fault.js'
import { haproxy } from '../servers.js'

const server = (before: string) =>
  haproxy(`${before}\n  http-request auth unless { http_auth(people) }\n  server app UPSTREAM`, withCors)

export default {
  what: 'HAProxy asks the preflight for a password',
  servers: server(''),
  asked: { headers: { Authorization: 'Basic dXNlcjpzZWNyZXQ=' } },
  cause: 'answered-before-cors',
  fix: [
    'status 204',
    `Access-Control-Allow-Origin: ${PAGE}`,
    'Access-Control-Allow-Headers: authorization',
    '`http-request return status 204 if METH_OPTIONS` before `http-request auth` and `deny`',
  ],
  fixed: {
    servers: server(`  http-after-response set-header Access-Control-Allow-Origin ${PAGE}
  http-after-response set-header Access-Control-Allow-Headers authorization
  http-request return status 204 if METH_OPTIONS`),
  },
  next: 'readable',
} satisfies Fault
