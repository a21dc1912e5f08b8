import { withoutCors } from '../apps.js'
import { type Fault, PAGE } from '../fault.js'
import { varnish } from '../servers.js'

const line = 'if (req.method == "OPTIONS") { return (synth(204)); }'

const server = (preflight: string) => {
  const headers = `set resp.http.Access-Control-Allow-Origin = "${PAGE}";
  set resp.http.Access-Control-Allow-Headers = "authorization";`
  return varnish(
    `sub vcl_recv { ${preflight} if (!req.http.Authorization) { return (synth(401)); } }
sub vcl_deliver { ${headers} }
sub vcl_synth { ${preflight === '' ? '' : headers} }`,
    withoutCors,
  )
}

export default {
  what: 'Varnish wants a token of the preflight',
  servers: server(''),
  asked: { headers: { Authorization: 'Bearer x' } },
  cause: 'answered-before-cors',
  fix: [
    `In Varnish, if it sets the CORS headers: \`${line}\` first in \`vcl_recv\`, with the headers in \`vcl_synth\`.`,
    'In Varnish, if the application behind it does: `if (req.method == "OPTIONS") { return (pass); }` first in `vcl_recv`.',
  ],
  fixed: { servers: server(line) },
  next: 'readable',
} satisfies Fault
