import { withCors } from '../apps.js'
import { type Fault, PAGE } from '../fault.js'
import { haproxy } from '../servers.js'

const server = (action: string) =>
  haproxy(`  http-response ${action} Access-Control-Allow-Origin ${PAGE}\n  server app UPSTREAM`, withCors)

export default {
  what: 'HAProxy adds a header that the application behind it has set',
  servers: server('add-header'),
  cause: 'two-layers',
  fix: [`Access-Control-Allow-Origin: ${PAGE}`, 'goes out once'],
  fixed: { servers: server('set-header') },
  next: 'readable',
} satisfies Fault
