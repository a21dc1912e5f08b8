import { withCors } from '../apps.js'
import { type Fault, PAGE } from '../fault.js'
import { varnish } from '../servers.js'

const server = (answer: string) =>
  varnish(`sub vcl_recv { if (req.method == "OPTIONS") { return (${answer}); } }`, withCors)

export default {
  what: 'Varnish answers OPTIONS with 405 itself',
  servers: server('synth(405)'),
  asked: { headers: { 'X-Token': '1' } },
  cause: 'preflight-not-routed',
  fix: [
    `Access-Control-Allow-Origin: ${PAGE}`,
    'Access-Control-Allow-Headers: x-token',
    '`if (req.method == "OPTIONS") { return (pass); }` in `vcl_recv`',
  ],
  fixed: { servers: server('pass') },
  next: 'readable',
} satisfies Fault
