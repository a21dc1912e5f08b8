import { withoutCors } from '../apps.js'
import { type Fault, PAGE } from '../fault.js'
import { nginx } from '../servers.js'

const headers = `add_header Access-Control-Allow-Origin ${PAGE} always;
  add_header Access-Control-Allow-Headers x-token always;`

const server = (preflight: string, methods: string) =>
  nginx(
    `location / {
      ${preflight}
      limit_except ${methods} { deny all; }
      add_header Access-Control-Allow-Origin ${PAGE} always;
      proxy_pass http://UPSTREAM;
    }`,
    withoutCors,
  )

export default {
  what: 'limit_except of nginx refuses OPTIONS',
  servers: server('', 'GET POST'),
  asked: { headers: { 'X-Token': '1' } },
  cause: 'answered-before-cors',
  fix: [
    'Access-Control-Allow-Headers: x-token',
    'if ($request_method = OPTIONS) { return 204; }',
    '`limit_except` must list OPTIONS',
  ],
  fixed: { servers: server(`if ($request_method = OPTIONS) { ${headers} return 204; }`, 'GET POST OPTIONS') },
  keeps: [{}],
  next: 'readable',
} satisfies Fault
