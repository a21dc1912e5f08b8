import { withoutCors } from '../apps.js'
import { type Fault, PAGE } from '../fault.js'
import { nginx } from '../servers.js'

const line = (methods: string) => `add_header Access-Control-Allow-Methods "${methods}" always;`

const server = (methods: string) =>
  nginx(
    `location / {
      add_header Access-Control-Allow-Origin ${PAGE} always;
      ${line(methods)}
      if ($request_method = OPTIONS) { return 204; }
      proxy_pass http://UPSTREAM;
    }`,
    withoutCors,
  )

export default {
  what: 'the methods in an add_header of nginx lack PUT',
  servers: server('GET, POST, DELETE, PATCH'),
  asked: { method: 'PUT' },
  cause: 'method-not-listed',
  fix: ['must name "PUT" in `Access-Control-Allow-Methods`', `\`${line('GET, POST, DELETE, PATCH, PUT')}\``],
  fixed: { servers: server('GET, POST, DELETE, PATCH, PUT') },
  keeps: [{ method: 'DELETE' }, { method: 'PATCH' }],
  next: 'readable',
} satisfies Fault
