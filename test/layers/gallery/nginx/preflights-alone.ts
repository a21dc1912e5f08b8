import expressCors from 'cors'
import { type Fault, PAGE } from '../fault.js'
import { express, nginx } from '../servers.js'

const headers = `add_header Access-Control-Allow-Origin ${PAGE} always;
add_header Access-Control-Allow-Credentials true always;
add_header Access-Control-Allow-Methods PUT always;`

const server = (more: string) =>
  nginx(
    `location / { if ($request_method = OPTIONS) { ${headers} return 204; } ${more} proxy_pass http://UPSTREAM; }`,
    express(app => app.use(expressCors())),
  )

export default {
  what: 'nginx answers preflights with the origin, and the application the request with *',
  servers: server(''),
  asked: { method: 'PUT', credentials: true },
  cause: 'two-layers',
  fix: [
    `Access-Control-Allow-Origin: ${PAGE}`,
    'Take the CORS headers out of the layer that sends "*"',
    'proxy_hide_header Access-Control-Allow-Origin;',
  ],
  fixed: { servers: server(`${headers} proxy_hide_header Access-Control-Allow-Origin;`) },
  next: 'readable',
} satisfies Fault
