import { withCors } from '../apps.js'
import type { Fault } from '../fault.js'
import { varnish } from '../servers.js'

const line = 'if (req.method == "OPTIONS") { return (pass); }'

const server = (preflight: string) =>
  varnish(`sub vcl_recv { ${preflight} if (!req.http.Authorization) { return (synth(401)); } }`, withCors)

export default {
  what: 'Varnish wants a token of the preflight, and the application does CORS',
  servers: server(''),
  asked: { method: 'PUT', headers: { Authorization: 'Bearer x' } },
  cause: 'answered-before-cors',
  fix: [`In Varnish, if the application behind it does: \`${line}\` first in \`vcl_recv\`.`],
  fixed: { servers: server(line) },
  refuses: [{}],
  next: 'readable',
} satisfies Fault
