import { withCors } from '../apps.js'
import type { Fault } from '../fault.js'
import { varnish } from '../servers.js'

const server = (line: string) =>
  varnish(
    `sub vcl_recv { return (hash); } sub vcl_backend_response { ${line} set beresp.ttl = 60s; }`,
    withCors,
  )

export default {
  what: 'Varnish drops Vary, and keeps the copy of an origin that is not listed',
  servers: server('unset beresp.http.Vary;'),
  askedBefore: ['https://www.example.com'],
  via: ['varnish', 'app'],
  cause: 'cached-copy',
  fix: [
    'Let varnish heed and pass on `Vary: Origin` of app. Then clear its cache.',
    'take `unset beresp.http.Vary` and `unset req.http.Origin` out',
  ],
  fixed: { servers: server('') },
  next: 'readable',
} satisfies Fault
