import { withoutCors } from '../apps.js'
import { type Fault, PAGE } from '../fault.js'
import { nginx } from '../servers.js'

const line = (names: string) => `add_header Access-Control-Allow-Headers "${names}" always;`

const server = (names: string) =>
  nginx(
    `location / {
      add_header Access-Control-Allow-Origin ${PAGE} always;
      add_header Access-Control-Allow-Methods "GET, PUT, DELETE" always;
      ${line(names)}
      if ($request_method = OPTIONS) { return 204; }
      proxy_pass http://UPSTREAM;
    }`,
    withoutCors,
  )

export default {
  what: 'the names in an add_header of nginx lack one, and the page sends more of them elsewhere',
  servers: server('Content-Type,Authorization'),
  asked: { method: 'PUT', headers: { 'Content-Type': 'application/json', 'X-CSRFToken': '1' }, body: '{}' },
  cause: 'header-not-listed',
  fix: [
    'must name "x-csrftoken" in `Access-Control-Allow-Headers`',
    `\`${line('Content-Type, Authorization, x-csrftoken')}\``,
  ],
  fixed: { servers: server('Content-Type, Authorization, x-csrftoken') },
  keeps: [{ method: 'DELETE', headers: { Authorization: 'Bearer x' } }],
  next: 'readable',
} satisfies Fault
