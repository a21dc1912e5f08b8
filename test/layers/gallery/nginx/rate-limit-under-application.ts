import { withCors } from '../apps.js'
import { type Fault, PAGE } from '../fault.js'
import { nginx } from '../servers.js'

const map = (otherwise: string) => `map $request_method $limited { OPTIONS ""; default ${otherwise}; }`

// Whoever has no token, as a preflight, shares a limit with all of its address.
const server = (key: string) =>
  nginx(
    'location / { limit_req zone=some burst=1 nodelay; limit_req_status 429; proxy_pass http://UPSTREAM; }',
    withCors,
    `map $http_authorization $client { "" $binary_remote_addr; default $http_authorization; }
    ${map('$client')}
    limit_req_zone ${key} zone=some:1m rate=1r/m;`,
  )

export default {
  what: 'limit_req of nginx counts the preflight and refuses it, and the application does CORS',
  servers: server('$client'),
  asked: { method: 'PUT', headers: { Authorization: 'Bearer x' } },
  askedBefore: [PAGE, PAGE],
  cause: 'answered-before-cors',
  fix: [
    'it runs before `limit_req`.',
    `In nginx, if the application behind it does: \`${map('$binary_remote_addr')}\` in \`http\`, and \`$limited\` as the key of \`limit_req_zone\`.`,
  ],
  notFix: /auth_|deny/,
  fixed: { servers: server('$limited') },
  next: 'readable',
} satisfies Fault
