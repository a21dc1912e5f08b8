import { withoutCors } from '../apps.js'
import { type Fault, PAGE } from '../fault.js'
import { nginx } from '../servers.js'

const line = (names: string) => `add_header Access-Control-Allow-Headers "${names}" always;`

const server = (names: string) =>
  nginx(
    `location / {
      add_header Access-Control-Allow-Origin ${PAGE} always;
      add_header Access-Control-Allow-Credentials true always;
      ${line(names)}
      if ($request_method = OPTIONS) { return 204; }
      proxy_pass http://UPSTREAM;
    }`,
    withoutCors,
  )

export default {
  what: 'nginx allows the headers *, which with credentials is no wildcard',
  servers: server('*'),
  asked: { headers: { 'X-Token': '1' }, credentials: true },
  cause: 'header-not-listed',
  fix: ['must name "x-token" in `Access-Control-Allow-Headers`', `\`${line('*, x-token')}\``],
  fixed: { servers: server('*, x-token') },
  keeps: [{ headers: { 'X-Other': '1' } }],
  next: 'readable',
} satisfies Fault
