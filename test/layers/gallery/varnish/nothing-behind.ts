import { type Fault, PAGE } from '../fault.js'
import { type Servers, varnish } from '../servers.js'

const nothing: Servers = async () => 'http://127.0.0.1:1'
const header = `set beresp.http.Access-Control-Allow-Origin = "${PAGE}";`

export default {
  what: 'nothing runs behind Varnish, which answers 503',
  servers: varnish('', nothing),
  cause: 'server-error',
  fix: [
    'First check that the server behind the proxy is running',
    `Access-Control-Allow-Origin: ${PAGE}`,
    '`vcl_backend_error`',
  ],
  fixed: { servers: varnish(`sub vcl_backend_error { ${header} }`, nothing) },
  next: 'readable',
} satisfies Fault
