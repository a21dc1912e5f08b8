import { withCors } from '../apps.js'
import type { Fault } from '../fault.js'
import { nginx } from '../servers.js'

const map = 'map $request_method $realm { OPTIONS off; default "…"; }'

const server = (realm: string) =>
  nginx(
    `location / {
      auth_basic ${realm};
      auth_basic_user_file passwords;
      proxy_pass http://UPSTREAM;
    }`,
    withCors,
    map,
  )

export default {
  what: 'auth_basic of nginx asks the preflight for a password, and the application does CORS',
  servers: server('api'),
  asked: { method: 'PUT', headers: { Authorization: 'Basic dXNlcjpzZWNyZXQ=' } },
  cause: 'answered-before-cors',
  fix: [
    'Access-Control-Allow-Methods: PUT',
    'Access-Control-Allow-Headers: authorization',
    'In nginx, if it sets the CORS headers: `if ($request_method = OPTIONS) { return 204; }` in the location,',
    `In nginx, if the application behind it does: \`${map}\` in \`http\`, with \`auth_basic $realm;\`,`,
  ],
  notFix: /limit_req|deny/,
  fixed: { servers: server('$realm') },
  // nginx answers without the headers of the application, so a page that may read gets past no password.
  refuses: [{}, { headers: { Authorization: 'Basic eDp5' } }],
  next: 'readable',
} satisfies Fault
