import { type Fault, PAGE } from '../fault.js'
import { apache } from '../servers.js'

const server = (set: string) =>
  apache(`Header ${set} Access-Control-Allow-Origin ${PAGE}\nProxyPass / http://127.0.0.1:1/`)

export default {
  what: 'nothing runs behind Apache, which answers 503 without the header',
  servers: server('set'),
  cause: 'server-error',
  fix: ['First check that the server behind the proxy is running', '`Header always set'],
  fixed: { servers: server('always set') },
  next: 'readable',
} satisfies Fault
