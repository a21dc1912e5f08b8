import { withCors } from '../apps.js'
import { type Fault, PAGE } from '../fault.js'
import { nginx } from '../servers.js'

const server = (hidden: string) =>
  nginx(
    `location / {
      add_header Access-Control-Allow-Origin * always;
      ${hidden}
      proxy_pass http://UPSTREAM;
    }`,
    withCors,
  )

export default {
  what: "nginx adds * to the application's own origin, and shall keep its line",
  servers: server(''),
  cause: 'two-layers',
  fix: [`Access-Control-Allow-Origin: ${PAGE}`, 'proxy_hide_header Access-Control-Allow-Origin;'],
  fixed: { servers: server('proxy_hide_header Access-Control-Allow-Origin;') },
  next: 'readable',
} satisfies Fault
