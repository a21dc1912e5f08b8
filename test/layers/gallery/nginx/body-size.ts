import { withCors } from '../apps.js'
import { type Fault, PAGE } from '../fault.js'
import { nginx } from '../servers.js'

const [map, header] = [
  `map $upstream_http_access_control_allow_origin $missing_origin { "" "${PAGE}"; default ""; }`,
  'add_header Access-Control-Allow-Origin $missing_origin always;',
]
const server = (line: string) =>
  nginx(`client_max_body_size 1k; location / { ${line} proxy_pass http://UPSTREAM; }`, withCors, map)

export default {
  what: 'nginx refuses a long body with an answer of its own, which has none of the headers of the application',
  servers: server(''),
  asked: { method: 'POST', body: 'x'.repeat(2000) },
  cause: 'answered-before-cors',
  fix: [
    '413',
    `Access-Control-Allow-Origin: ${PAGE}`,
    `In nginx, if the application behind it does: \`${map}\` in \`http\`, and \`${header}\` in the \`location\``,
  ],
  fixed: { servers: server(header) },
  keeps: [{}],
  next: 'readable',
} satisfies Fault
