import { type Fault, PAGE } from '../fault.js'
import { haproxy } from '../servers.js'

const server = (action: string) =>
  haproxy(`  ${action} set-header Access-Control-Allow-Origin ${PAGE}\n  server app 127.0.0.1:1`)

export default {
  what: 'HAProxy has no server that works, and its 503 passes by http-response',
  servers: server('http-response'),
  cause: 'server-error',
  fix: ['First check that the server behind the proxy is running', '`http-after-response set-header'],
  fixed: { servers: server('http-after-response') },
  next: 'readable',
} satisfies Fault
