import { withCors } from '../apps.js'
import type { Fault } from '../fault.js'
import { nginx } from '../servers.js'

const server = (deny: string) => nginx(`location / { ${deny} proxy_pass http://UPSTREAM; }`, withCors)

export default {
  what: 'limit_except of nginx refuses OPTIONS, and the application does CORS',
  servers: server('limit_except GET PUT { deny all; }'),
  asked: { method: 'PUT' },
  cause: 'answered-before-cors',
  fix: ['In nginx, if the application behind it does: OPTIONS among the methods of `limit_except`,'],
  notFix: /auth_basic|limit_req/,
  fixed: { servers: server('limit_except GET PUT OPTIONS { deny all; }') },
  keeps: [{}],
  next: 'readable',
} satisfies Fault
