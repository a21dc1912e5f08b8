import { withCors } from '../apps.js'
import type { Fault } from '../fault.js'
import { haproxy } from '../servers.js'

const server = (more: string) =>
  haproxy(`  http-request auth unless { http_auth(people) } ${more}\n  server app UPSTREAM`, withCors)

export default {
  what: 'HAProxy asks the preflight for a password, and the application does CORS',
  servers: server(''),
  asked: { method: 'PUT', headers: { Authorization: 'Basic dXNlcjpzZWNyZXQ=' } },
  cause: 'answered-before-cors',
  fix: [
    'In HAProxy, if the application behind it does: `!METH_OPTIONS` in the `if` of `http-request auth` and `deny`; in an `unless`, `or METH_OPTIONS`.',
  ],
  fixed: { servers: server('or METH_OPTIONS') },
  refuses: [{}],
  next: 'readable',
} satisfies Fault
