import { withoutCors } from '../apps.js'
import { type Fault, PAGE } from '../fault.js'
import { nginx } from '../servers.js'

const servers = nginx(
  `location /users/ {
    if ($request_method = OPTIONS) { return 204; }
    add_header Access-Control-Allow-Methods PUT always;
    add_header Access-Control-Allow-Origin ${PAGE} always;
    proxy_pass http://UPSTREAM;
  }`,
  withoutCors,
)

export default {
  what: 'nginx redirects to the path with a slash at the end',
  servers,
  asked: { method: 'PUT', path: '/users' },
  cause: 'redirect',
  fix: [/Let the page request "http:\/\/127\.0\.0\.1:\d+\/users\/" at once/],
  fixed: { asked: { method: 'PUT', path: '/users/' } },
  next: 'readable',
} satisfies Fault
