import { withCors } from '../apps.js'
import { type Fault, PAGE } from '../fault.js'
import { nginx } from '../servers.js'

const server = (preflight: string) =>
  nginx(
    `location / {
      ${preflight}
      auth_basic api;
      auth_basic_user_file passwords;
      proxy_pass http://UPSTREAM;
    }`,
    withCors,
  )

export default {
  what: 'auth_basic of nginx asks the preflight for a password, and the application does CORS',
  servers: server(''),
  asked: { method: 'PUT', headers: { Authorization: 'Basic dXNlcjpzZWNyZXQ=' } },
  cause: 'answered-before-cors',
  fix: ['Access-Control-Allow-Methods: PUT', 'Access-Control-Allow-Headers: authorization', 'In nginx'],
  fixed: {
    servers: server(`if ($request_method = OPTIONS) {
      add_header Access-Control-Allow-Origin ${PAGE} always;
      add_header Access-Control-Allow-Methods PUT always;
      add_header Access-Control-Allow-Headers authorization always;
      return 204;
    }`),
  },
  next: 'readable',
} satisfies Fault
