import { withCors } from '../apps.js'
import type { Fault } from '../fault.js'
import { nginx } from '../servers.js'

const line = 'if ($request_method = OPTIONS) { return 204; }'

const server = (preflight: string) =>
  nginx(
    `location / { auth_request /auth; proxy_pass http://UPSTREAM; }
    location = /auth {
      internal;
      ${preflight}
      if ($http_authorization = "") { return 401; }
      return 204;
    }`,
    withCors,
  )

export default {
  what: 'auth_request of nginx wants a token of the preflight, and the application does CORS',
  servers: server(''),
  asked: { method: 'PUT', headers: { Authorization: 'Bearer x' } },
  cause: 'answered-before-cors',
  fix: [
    `In nginx, if the application behind it does: \`${line}\` in the location that \`auth_request\` names.`,
  ],
  notFix: /auth_basic|limit_req|deny/,
  fixed: { servers: server(line) },
  refuses: [{}],
  next: 'readable',
} satisfies Fault
