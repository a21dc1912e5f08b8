import { withoutCors } from '../apps.js'
import { ADMIN, type Fault, PAGE, STRANGER } from '../fault.js'
import { apache } from '../servers.js'

const lines = [
  'SetEnvIf Origin "^(https://admin\\.example\\.com|https://app\\.example\\.com)$" CORS_ORIGIN=$0',
  'Header always set Access-Control-Allow-Origin "%{CORS_ORIGIN}e" env=CORS_ORIGIN',
  'Header always merge Vary Origin',
] as const

const server = (headers: string) => apache(`${headers}\nProxyPass / http://UPSTREAM/`, withoutCors)

export default {
  what: 'a Header line of Apache allows the origin of another page alone',
  servers: server(`Header always set Access-Control-Allow-Origin ${ADMIN}`),
  cause: 'origin-not-listed',
  fix: [
    `Access-Control-Allow-Origin: ${PAGE}`,
    `\`${lines[0]}\`, \`${lines[1]}\` and \`${lines[2]}\`, in place of the line for \`Access-Control-Allow-Origin\``,
  ],
  fixed: { servers: server(lines.join('\n')) },
  keeps: [{ origin: ADMIN }],
  refuses: [{ origin: STRANGER }],
  next: 'readable',
} satisfies Fault
