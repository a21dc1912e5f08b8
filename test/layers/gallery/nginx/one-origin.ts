import { withoutCors } from '../apps.js'
import { ADMIN, type Fault, PAGE, STRANGER } from '../fault.js'
import { nginx } from '../servers.js'

const map = `map $http_origin $cors_origin { "${ADMIN}" $http_origin; "${PAGE}" $http_origin; }`
const lines = [
  'add_header Access-Control-Allow-Origin $cors_origin always;',
  'add_header Vary Origin always;',
  'add_header Access-Control-Allow-Credentials true always;',
] as const

const server = (headers: string) =>
  nginx(`location / { ${headers} proxy_pass http://UPSTREAM; }`, withoutCors, map)

export default {
  what: 'an add_header of nginx allows the origin of another page alone',
  servers: server(`add_header Access-Control-Allow-Origin ${ADMIN} always; ${lines[2]}`),
  asked: { credentials: true },
  cause: 'origin-not-listed',
  fix: [
    `Access-Control-Allow-Origin: ${PAGE}`,
    `\`${map}\` in \`http\`, and in the \`location\` \`${lines[0]}\`, \`${lines[1]}\` and \`${lines[2]}\`, in place of`,
  ],
  fixed: { servers: server(lines.join(' ')) },
  keeps: [{ origin: ADMIN, credentials: true }],
  refuses: [{ origin: STRANGER }],
  next: 'readable',
} satisfies Fault
