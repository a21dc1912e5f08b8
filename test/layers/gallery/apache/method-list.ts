import { type Fault, PAGE } from '../fault.js'
import { apache } from '../servers.js'

const line = (methods: string) => `Header always set Access-Control-Allow-Methods "${methods}"`

const server = (methods: string) =>
  apache(`Header always set Access-Control-Allow-Origin ${PAGE}\n${methods}`)

export default {
  what: 'Apache answers OPTIONS for a file, and lists no methods',
  servers: server(''),
  asked: { method: 'DELETE', path: '/users.json' },
  cause: 'method-not-listed',
  fix: [`\`${line('GET, HEAD, POST, DELETE')}\``],
  fixed: { servers: server(line('GET, HEAD, POST, DELETE')) },
  keeps: [{ path: '/users.json' }],
  next: 'readable',
} satisfies Fault
