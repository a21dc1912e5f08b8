import { withCors } from '../apps.js'
import { type Fault, PAGE } from '../fault.js'
import { nginx } from '../servers.js'

const server = (header: string) =>
  nginx(`client_max_body_size 1k; location / { ${header} proxy_pass http://UPSTREAM; }`, withCors)

export default {
  what: 'nginx refuses a long body with an answer of its own, which has none of the headers of the application',
  servers: server(''),
  asked: { method: 'POST', body: 'x'.repeat(2000) },
  cause: 'answered-before-cors',
  fix: [
    '413',
    `Access-Control-Allow-Origin: ${PAGE}`,
    `add_header Access-Control-Allow-Origin "${PAGE}" always;`,
  ],
  fixed: {
    servers: server(
      `proxy_hide_header Access-Control-Allow-Origin; add_header Access-Control-Allow-Origin ${PAGE} always;`,
    ),
  },
  next: 'readable',
} satisfies Fault
