import { withoutCors } from '../apps.js'
import { type Fault, PAGE } from '../fault.js'
import { nginx } from '../servers.js'

const server = (more: string) =>
  nginx(
    `location / {
      add_header Access-Control-Allow-Origin ${PAGE} always;
      ${more}
      if ($request_method = OPTIONS) { return 204; }
      proxy_pass http://UPSTREAM;
    }`,
    withoutCors,
  )

export default {
  what: 'nginx lists neither the method nor the header: two changes, one after the other',
  servers: server(''),
  asked: { method: 'PATCH', headers: { 'X-Token': '1' } },
  cause: 'method-not-listed',
  fix: ['must name "PATCH" in `Access-Control-Allow-Methods`', 'In nginx'],
  fixed: { servers: server('add_header Access-Control-Allow-Methods "GET, HEAD, POST, PATCH" always;') },
  next: 'header-not-listed',
} satisfies Fault
