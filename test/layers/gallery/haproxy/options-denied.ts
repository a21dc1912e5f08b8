import { withCors } from '../apps.js'
import { type Fault, PAGE } from '../fault.js'
import { haproxy } from '../servers.js'

const server = (methods: string) =>
  haproxy(`  http-request deny unless { method ${methods} }\n  server app UPSTREAM`, withCors)

export default {
  what: 'HAProxy denies every method that it does not list, OPTIONS too',
  servers: server('GET POST PUT'),
  asked: { method: 'PUT' },
  cause: 'answered-before-cors',
  fix: [`Access-Control-Allow-Origin: ${PAGE}`, 'Access-Control-Allow-Methods: PUT', 'HAProxy', '`deny`'],
  fixed: { servers: server('GET POST PUT OPTIONS') },
  keeps: [{}],
  next: 'readable',
} satisfies Fault
