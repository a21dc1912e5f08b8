import { withoutCors } from '../apps.js'
import { type Fault, PAGE } from '../fault.js'
import { nginx } from '../servers.js'

const header = `add_header Access-Control-Allow-Origin ${PAGE} always;`
const preflight = `if ($request_method = OPTIONS) {
  ${header}
  add_header Access-Control-Allow-Headers content-type always;
  return 204;
}`

export default {
  what: 'nginx adds its header in an `if` for GET, and the page sends POST',
  servers: nginx(
    `location / {
      ${preflight}
      if ($request_method = GET) { ${header} }
      proxy_pass http://UPSTREAM;
    }`,
    withoutCors,
  ),
  asked: { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' },
  cause: 'answered-before-cors',
  fix: [
    `Access-Control-Allow-Origin: ${PAGE}`,
    'the `add_header Access-Control-…` lines that OPTIONS gets, in the `location` too',
  ],
  fixed: { servers: nginx(`location / { ${preflight} ${header} proxy_pass http://UPSTREAM; }`, withoutCors) },
  next: 'readable',
} satisfies Fault
