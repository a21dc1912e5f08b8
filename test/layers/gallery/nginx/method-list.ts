import { withoutCors } from '../apps.js'
import { type Fault, PAGE } from '../fault.js'
import { nginx } from '../servers.js'

const server = (methods: string) =>
  nginx(
    `location / {
      add_header Access-Control-Allow-Origin ${PAGE} always;
      add_header Access-Control-Allow-Methods "${methods}" always;
      if ($request_method = OPTIONS) { return 204; }
      proxy_pass http://UPSTREAM;
    }`,
    withoutCors,
  )

export default {
  what: 'the methods in an add_header of nginx lack PUT',
  servers: server('GET, HEAD, POST'),
  asked: { method: 'PUT' },
  cause: 'method-not-listed',
  fix: [
    'must name "PUT" in `Access-Control-Allow-Methods`',
    'add_header Access-Control-Allow-Methods "GET, HEAD, POST, PUT" always;',
  ],
  fixed: { servers: server('GET, HEAD, POST, PUT') },
  next: 'readable',
} satisfies Fault
