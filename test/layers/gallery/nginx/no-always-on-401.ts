import { withToken } from '../apps.js'
import { type Fault, PAGE } from '../fault.js'
import { nginx } from '../servers.js'

const server = (always: string) =>
  nginx(
    `location / {
      if ($request_method = OPTIONS) { return 204; }
      add_header Access-Control-Allow-Origin ${PAGE} ${always};
      proxy_pass http://UPSTREAM;
    }`,
    withToken,
  )

export default {
  what: 'nginx adds its header without `always`, so an answer with status 401 has none',
  servers: server(''),
  cause: 'answered-before-cors',
  fix: [
    `Access-Control-Allow-Origin: ${PAGE}`,
    'In nginx, if it sets the CORS headers: `always` at the end of each `add_header Access-Control-…`',
  ],
  fixed: { servers: server('always') },
  next: 'readable',
} satisfies Fault
