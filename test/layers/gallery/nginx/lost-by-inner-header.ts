import { withoutCors } from '../apps.js'
import { type Fault, PAGE } from '../fault.js'
import { nginx } from '../servers.js'

const header = `add_header Access-Control-Allow-Origin ${PAGE} always;`

const server = (inner: string) =>
  nginx(
    `${header}
    location / { add_header Cache-Control no-store; ${inner} proxy_pass http://UPSTREAM; }`,
    withoutCors,
  )

export default {
  what: 'a location of nginx has an add_header of its own, and loses those of the server',
  servers: server(''),
  cause: 'no-cors-layer',
  fix: [
    `Access-Control-Allow-Origin: ${PAGE}`,
    `add_header Access-Control-Allow-Origin "${PAGE}" always;`,
    /in the `?location/,
  ],
  fixed: { servers: server(header) },
  next: 'readable',
} satisfies Fault
