import { withoutCors } from '../apps.js'
import { type Fault, PAGE } from '../fault.js'
import { nginx } from '../servers.js'

const headers = `add_header Access-Control-Allow-Origin ${PAGE} always;
  add_header Access-Control-Allow-Methods PUT always;`

const server = (preflight: string) =>
  nginx(
    `location / {
      ${preflight}
      limit_req zone=few;
      limit_req_status 429;
      add_header Access-Control-Allow-Origin ${PAGE} always;
      proxy_pass http://UPSTREAM;
    }`,
    withoutCors,
  )

export default {
  what: 'limit_req of nginx counts the preflight and refuses it',
  servers: server(''),
  asked: { method: 'PUT' },
  askedBefore: [PAGE],
  cause: 'answered-before-cors',
  fix: [
    'Access-Control-Allow-Methods: PUT',
    'if ($request_method = OPTIONS) { return 204; }',
    'it runs before `limit_req`.',
  ],
  fixed: { servers: server(`if ($request_method = OPTIONS) { ${headers} return 204; }`) },
  next: 'readable',
} satisfies Fault
