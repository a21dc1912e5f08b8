import { type Fault, PAGE } from '../fault.js'
import { apache } from '../servers.js'

const server = (methods: string) =>
  apache(`Header always set Access-Control-Allow-Origin ${PAGE}\n${methods}`)

export default {
  what: 'Apache answers OPTIONS for a file, and lists no methods',
  servers: server(''),
  asked: { method: 'DELETE', path: '/users.json' },
  cause: 'method-not-listed',
  fix: ['`Header always set Access-Control-Allow-Methods "GET, HEAD, POST, DELETE"`'],
  fixed: { servers: server('Header always set Access-Control-Allow-Methods "GET, HEAD, POST, DELETE"') },
  next: 'readable',
} satisfies Fault
