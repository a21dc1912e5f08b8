import { type Fault, PAGE } from '../fault.js'
import { express, nginx } from '../servers.js'

const failing = express(app => app.get('/', (_request, response) => void response.sendStatus(500)))

const server = (always: string) =>
  nginx(
    `location / {
      if ($request_method = OPTIONS) { return 204; }
      add_header Access-Control-Allow-Origin * ${always};
      proxy_pass http://UPSTREAM;
    }`,
    failing,
  )

export default {
  what: 'nginx adds its header without `always`, so a failure of the application has none',
  servers: server(''),
  cause: 'server-error',
  fix: [
    `Access-Control-Allow-Origin: ${PAGE}`,
    "server's log",
    'In nginx, if it sets the CORS headers: `always` at the end of each `add_header Access-Control-…`',
  ],
  fixed: { servers: server('always') },
  next: 'readable',
} satisfies Fault
