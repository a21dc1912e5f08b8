import { withoutCors } from '../apps.js'
import { type Fault, PAGE } from '../fault.js'
import { varnish } from '../servers.js'

const line = (names: string) => `set resp.http.Access-Control-Allow-Headers = "${names}";`

const server = (names: string) =>
  varnish(
    `sub vcl_recv { if (req.method == "OPTIONS") { return (pass); } }
sub vcl_deliver {
  set resp.http.Access-Control-Allow-Origin = "${PAGE}";
  ${line(names)}
}`,
    withoutCors,
  )

export default {
  what: 'the names that Varnish sets lack one',
  servers: server('Content-Type, Authorization'),
  asked: { headers: { 'X-CSRFToken': '1' } },
  cause: 'header-not-listed',
  fix: [`\`${line('Content-Type, Authorization, x-csrftoken')}\` in \`vcl_deliver\``],
  fixed: { servers: server('Content-Type, Authorization, x-csrftoken') },
  keeps: [{ headers: { Authorization: 'Bearer x' } }],
  next: 'readable',
} satisfies Fault
