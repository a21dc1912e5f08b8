import { withCors } from '../apps.js'
import { type Fault, PAGE } from '../fault.js'
import { haproxy } from '../servers.js'

const server = (line: string) => haproxy(`  ${line}\n  server app UPSTREAM`, withCors)

export default {
  what: 'HAProxy replaces the origin that the application allows',
  servers: server('http-response set-header Access-Control-Allow-Origin https://www.example.com'),
  asked: { credentials: true },
  via: ['haproxy', 'app'],
  cause: 'origin-not-listed',
  fix: [
    `Let haproxy pass on \`Access-Control-Allow-Origin: ${PAGE}\`, in place of \`Access-Control-Allow-Origin: https://www.example.com\``,
    'In HAProxy: take out `http-response set-header Access-Control-…` and `http-response del-header Access-Control-…`, whichever stands there',
  ],
  notFix: /cors-policy|expressjs/,
  fixed: { servers: server('') },
  next: 'readable',
} satisfies Fault
