import { withoutCors } from '../apps.js'
import { type Fault, PAGE } from '../fault.js'
import { nginx } from '../servers.js'

const server = (headers: string) =>
  nginx(`location / { ${headers} proxy_pass http://UPSTREAM; }`, withoutCors)

export default {
  what: 'nginx answers * to a page that sends its cookies',
  servers: server('add_header Access-Control-Allow-Origin * always;'),
  asked: { credentials: true },
  cause: 'wildcard-with-credentials',
  fix: [
    `Access-Control-Allow-Origin: ${PAGE}`,
    'Access-Control-Allow-Credentials: true',
    'add_header Access-Control-Allow-Credentials true always;',
    `add_header Access-Control-Allow-Origin "${PAGE}" always;`,
  ],
  fixed: {
    servers: server(
      `add_header Access-Control-Allow-Origin ${PAGE} always; add_header Access-Control-Allow-Credentials true always;`,
    ),
  },
  next: 'readable',
} satisfies Fault
