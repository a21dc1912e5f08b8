import { withCors } from '../apps.js'
import type { Fault } from '../fault.js'
import { varnish } from '../servers.js'

const server = (first: string) =>
  varnish(
    `sub vcl_recv {
      ${first}
      if (req.method != "GET" && req.method != "PUT") { return (synth(405, "No")); }
    }`,
    withCors,
  )

export default {
  what: 'Varnish answers all methods that it does not know itself',
  servers: server(''),
  asked: { method: 'PUT' },
  via: ['varnish', 'app'],
  cause: 'preflight-not-routed',
  fix: [
    'Let varnish pass OPTIONS on to app',
    'In Varnish: `if (req.method == "OPTIONS") { return (pass); }` first in `vcl_recv`',
  ],
  fixed: { servers: server('if (req.method == "OPTIONS") { return (pass); }') },
  next: 'readable',
} satisfies Fault
