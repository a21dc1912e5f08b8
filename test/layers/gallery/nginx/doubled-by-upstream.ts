import { withCors } from '../apps.js'
import { type Fault, PAGE } from '../fault.js'
import { nginx } from '../servers.js'

const header = `add_header Access-Control-Allow-Origin ${PAGE} always;`

export default {
  what: 'nginx and the application behind it both send the header',
  servers: nginx(`location / { ${header} proxy_pass http://UPSTREAM; }`, withCors),
  cause: 'two-layers',
  fix: [`Access-Control-Allow-Origin: ${PAGE}`, 'In nginx: take the `add_header Access-Control-…` lines out'],
  fixed: { servers: nginx('location / { proxy_pass http://UPSTREAM; }', withCors) },
  next: 'readable',
} satisfies Fault
