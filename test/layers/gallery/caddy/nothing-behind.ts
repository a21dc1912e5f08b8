import { type Fault, PAGE } from '../fault.js'
import { caddy } from '../servers.js'

const header = `header Access-Control-Allow-Origin ${PAGE}`

export default {
  what: 'nothing runs behind Caddy, which answers 502',
  servers: caddy('reverse_proxy 127.0.0.1:1'),
  cause: 'server-error',
  fix: [
    'First check that the server behind the proxy is running',
    `Access-Control-Allow-Origin: ${PAGE}`,
    '`header` lines in `handle_errors`',
  ],
  fixed: { servers: caddy(`reverse_proxy 127.0.0.1:1\nhandle_errors {\n${header}\n}`) },
  next: 'readable',
} satisfies Fault
