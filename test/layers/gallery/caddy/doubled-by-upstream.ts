import { withCors } from '../apps.js'
import { type Fault, PAGE } from '../fault.js'
import { caddy } from '../servers.js'

const server = (down: string) =>
  caddy(
    `header Access-Control-Allow-Origin ${PAGE}
reverse_proxy UPSTREAM {
  ${down}
}`,
    withCors,
  )

export default {
  what: 'Caddy and the application behind it both send the header',
  servers: server(''),
  cause: 'two-layers',
  fix: ['goes out once', '`header_down -Access-Control-Allow-Origin` in `reverse_proxy`'],
  fixed: { servers: server('header_down -Access-Control-Allow-Origin') },
  next: 'readable',
} satisfies Fault
