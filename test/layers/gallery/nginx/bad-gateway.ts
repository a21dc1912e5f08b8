import { type Fault, PAGE } from '../fault.js'
import { nginx } from '../servers.js'

const server = (header: string) => nginx(`location / { ${header} proxy_pass http://127.0.0.1:1; }`)

export default {
  what: 'nothing runs behind nginx, which answers 502',
  servers: server(''),
  cause: 'server-error',
  fix: [
    'First check that the server behind the proxy is running',
    `Access-Control-Allow-Origin: ${PAGE}`,
    'always',
  ],
  fixed: { servers: server(`add_header Access-Control-Allow-Origin ${PAGE} always;`) },
  next: 'readable',
} satisfies Fault
