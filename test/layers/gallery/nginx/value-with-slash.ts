import { withoutCors } from '../apps.js'
import { type Fault, PAGE } from '../fault.js'
import { nginx } from '../servers.js'

const server = (value: string) =>
  nginx(
    `location / { add_header Access-Control-Allow-Origin ${value} always; proxy_pass http://UPSTREAM; }`,
    withoutCors,
  )

export default {
  what: 'the origin in an add_header of nginx has a slash at the end',
  servers: server(`${PAGE}/`),
  cause: 'header-misspelt',
  fix: [`Access-Control-Allow-Origin: ${PAGE}\``, `add_header Access-Control-Allow-Origin "${PAGE}" always;`],
  fixed: { servers: server(PAGE) },
  next: 'readable',
} satisfies Fault
