import { withCors } from '../apps.js'
import type { Fault } from '../fault.js'
import { nginx } from '../servers.js'

const server = (lines: string) => nginx(`location / { ${lines} proxy_pass http://UPSTREAM; }`, withCors)

export default {
  what: 'nginx hides a header of the application',
  servers: server('proxy_hide_header Access-Control-Allow-Credentials;'),
  asked: { credentials: true },
  via: ['nginx', 'app'],
  cause: 'credentials-not-allowed',
  fix: [
    'Let nginx pass on `Access-Control-Allow-Credentials: true` of app',
    'In nginx: take out `proxy_hide_header Access-Control-…`',
  ],
  notFix: /add_header|expressjs/,
  fixed: { servers: server('') },
  next: 'readable',
} satisfies Fault
