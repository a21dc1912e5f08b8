import { withCors } from '../apps.js'
import { type Fault, PAGE } from '../fault.js'
import { apache } from '../servers.js'

const server = (line: string) => apache(`${line}\nProxyPass / http://UPSTREAM/`, withCors)

export default {
  what: 'Apache sets * in place of the origin that the application allows',
  servers: server('Header set Access-Control-Allow-Origin "*"'),
  asked: { credentials: true },
  via: ['apache', 'app'],
  cause: 'wildcard-with-credentials',
  fix: [
    `Let apache pass on \`Access-Control-Allow-Origin: ${PAGE}\`, in place of \`Access-Control-Allow-Origin: *\``,
    'In Apache: take out `Header set Access-Control-…` and `Header unset Access-Control-…`, whichever stands there',
  ],
  notFix: /cors-policy|expressjs|Header always/,
  fixed: { servers: server('') },
  next: 'readable',
} satisfies Fault
