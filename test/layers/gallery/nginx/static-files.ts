import { type Fault, PAGE } from '../fault.js'
import { nginx } from '../servers.js'

const header = `add_header Access-Control-Allow-Origin ${PAGE} always;`

const server = (preflight: string) => nginx(`root DIRECTORY; location / { ${preflight} ${header} }`)

export default {
  what: 'static files of nginx answer OPTIONS with 405',
  servers: server(''),
  asked: { path: '/passwords', headers: { 'X-Token': '1' } },
  cause: 'preflight-not-routed',
  fix: [
    'status 204',
    'Access-Control-Allow-Headers: x-token',
    'if ($request_method = OPTIONS) { return 204; }',
  ],
  fixed: {
    servers: server(
      `if ($request_method = OPTIONS) { ${header} add_header Access-Control-Allow-Headers x-token always; return 204; }`,
    ),
  },
  next: 'readable',
} satisfies Fault
