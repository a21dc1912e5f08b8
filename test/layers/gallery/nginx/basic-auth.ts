import { withoutCors } from '../apps.js'
import { type Fault, PAGE } from '../fault.js'
import { nginx } from '../servers.js'

const headers = `add_header Access-Control-Allow-Origin ${PAGE} always;
  add_header Access-Control-Allow-Headers authorization always;`

const server = (preflight: string) =>
  nginx(
    `location / {
      ${preflight}
      auth_basic api;
      auth_basic_user_file passwords;
      ${headers}
      proxy_pass http://UPSTREAM;
    }`,
    withoutCors,
  )

export default {
  what: 'auth_basic of nginx asks the preflight for a password',
  servers: server(''),
  asked: { headers: { Authorization: 'Basic dXNlcjpzZWNyZXQ=' } },
  cause: 'answered-before-cors',
  fix: [
    'status 204',
    `Access-Control-Allow-Origin: ${PAGE}`,
    'Access-Control-Allow-Headers: authorization',
    'if ($request_method = OPTIONS) { return 204; }',
  ],
  fixed: { servers: server(`if ($request_method = OPTIONS) { ${headers} return 204; }`) },
  // Without a password the page may see the status.
  keeps: [{}],
  next: 'readable',
} satisfies Fault
