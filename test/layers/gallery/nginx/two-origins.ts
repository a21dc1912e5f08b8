import { withoutCors } from '../apps.js'
import { type Fault, PAGE } from '../fault.js'
import { nginx } from '../servers.js'

const server = (value: string) =>
  nginx(
    `location / { add_header Access-Control-Allow-Origin "${value}" always; proxy_pass http://UPSTREAM; }`,
    withoutCors,
  )

export default {
  what: 'an add_header of nginx lists two origins',
  servers: server(`https://www.example.com, ${PAGE}`),
  cause: 'header-misspelt',
  fix: [`Access-Control-Allow-Origin: ${PAGE}\``, 'In nginx'],
  fixed: { servers: server(PAGE) },
  next: 'readable',
} satisfies Fault
