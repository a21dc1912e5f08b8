import expressCors from 'cors'
import { type Fault, PAGE } from '../fault.js'
import { express, varnish } from '../servers.js'

const other = 'https://other.example.com'

const server = (subroutines: string) =>
  varnish(
    subroutines,
    express(app => app.use(expressCors({ origin: [PAGE, other] }))),
  )

export default {
  what: 'VCL hides Vary from Varnish until the answer goes out',
  servers: server(`sub vcl_backend_response {
  set beresp.http.X-Vary = beresp.http.Vary;
  unset beresp.http.Vary;
}
sub vcl_deliver {
  set resp.http.Vary = resp.http.X-Vary;
}`),
  askedBefore: [other],
  cause: 'cached-copy',
  fix: [
    /^The copy has Vary: "Origin", which the cache ignores/,
    'take `unset beresp.http.Vary` and `unset req.http.Origin` out',
  ],
  fixed: { servers: server('') },
  next: 'readable',
} satisfies Fault
