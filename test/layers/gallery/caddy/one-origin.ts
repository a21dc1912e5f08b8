import { withoutCors } from '../apps.js'
import { ADMIN, type Fault, PAGE, STRANGER } from '../fault.js'
import { caddy } from '../servers.js'

const lines = [
  '@listed header_regexp Origin "^(https://admin\\.example\\.com|https://app\\.example\\.com)$"',
  'header @listed Access-Control-Allow-Origin {header.Origin}',
  'header +Vary Origin',
  'header Access-Control-Allow-Credentials true',
] as const

const server = (headers: string) => caddy(`${headers}\nreverse_proxy UPSTREAM`, withoutCors)

export default {
  what: 'a header line of Caddy allows the origin of another page alone',
  servers: server(`header Access-Control-Allow-Origin ${ADMIN}\n${lines[3]}`),
  asked: { credentials: true },
  cause: 'origin-not-listed',
  fix: [
    `Access-Control-Allow-Origin: ${PAGE}`,
    `\`${lines[0]}\`, \`${lines[1]}\`, \`${lines[2]}\` and \`${lines[3]}\`, in place of the line for \`Access-Control-Allow-Origin\``,
  ],
  fixed: { servers: server(lines.join('\n')) },
  keeps: [{ origin: ADMIN, credentials: true }],
  refuses: [{ origin: STRANGER }],
  next: 'readable',
} satisfies Fault
