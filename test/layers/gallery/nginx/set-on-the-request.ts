import { withoutCors } from '../apps.js'
import { type Fault, PAGE } from '../fault.js'
import { nginx } from '../servers.js'

const server = (directive: string) =>
  nginx(`location / { ${directive} proxy_pass http://UPSTREAM; }`, withoutCors)

export default {
  what: 'nginx sets the header on the request to the application, where no browser sees it',
  servers: server(`proxy_set_header Access-Control-Allow-Origin ${PAGE};`),
  cause: 'no-cors-layer',
  fix: [`Access-Control-Allow-Origin: ${PAGE}`],
  fixed: { servers: server(`add_header Access-Control-Allow-Origin ${PAGE} always;`) },
  next: 'readable',
} satisfies Fault
