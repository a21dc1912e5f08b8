import { withoutCors } from '../apps.js'
import { type Fault, PAGE } from '../fault.js'
import { nginx } from '../servers.js'

const headers = `add_header Access-Control-Allow-Origin ${PAGE} always;
  add_header Access-Control-Allow-Methods "GET, PUT" always;`

const server = (inIf: string) =>
  nginx(
    `location / {
      ${headers}
      if ($request_method = OPTIONS) { ${inIf} add_header Access-Control-Max-Age 600; return 204; }
      proxy_pass http://UPSTREAM;
    }`,
    withoutCors,
  )

export default {
  what: 'the `if` in which nginx answers OPTIONS has an add_header of its own, and none of the outer ones',
  servers: server(''),
  asked: { method: 'PUT' },
  cause: 'preflight-not-routed',
  fix: [
    `Access-Control-Allow-Origin: ${PAGE}`,
    'Access-Control-Allow-Methods: PUT',
    'with every `add_header … always` line of the location repeated inside it',
  ],
  fixed: { servers: server(headers) },
  next: 'readable',
} satisfies Fault
