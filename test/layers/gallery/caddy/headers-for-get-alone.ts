import { withoutCors } from '../apps.js'
import { type Fault, PAGE } from '../fault.js'
import { caddy } from '../servers.js'

export default {
  what: 'Caddy sets its header for GET alone',
  servers: caddy(
    `@get method GET
header @get Access-Control-Allow-Origin ${PAGE}
reverse_proxy UPSTREAM`,
    withoutCors,
  ),
  asked: { headers: { 'X-Token': '1' } },
  cause: 'preflight-not-routed',
  fix: [
    `Access-Control-Allow-Origin: ${PAGE}`,
    'Access-Control-Allow-Headers: x-token',
    '`@preflight method OPTIONS` with `respond @preflight 204`, and the `header` lines outside',
  ],
  fixed: {
    servers: caddy(
      `@preflight method OPTIONS
header Access-Control-Allow-Origin ${PAGE}
header Access-Control-Allow-Headers x-token
respond @preflight 204
reverse_proxy UPSTREAM`,
      withoutCors,
    ),
  },
  next: 'readable',
} satisfies Fault
