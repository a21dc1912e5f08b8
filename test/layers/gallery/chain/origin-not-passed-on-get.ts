import { withCors } from '../apps.js'
import type { Fault } from '../fault.js'
import { nginx } from '../servers.js'

const server = (line: string) => nginx(`location / { ${line} proxy_pass http://UPSTREAM; }`, withCors)

export default {
  what: 'nginx takes Origin off a request that needs no preflight',
  servers: server('proxy_set_header Origin "";'),
  asked: {},
  via: ['nginx', 'app'],
  cause: 'origin-not-listed',
  fix: [
    'In nginx: take out `proxy_hide_header Access-Control-…` and `proxy_set_header Origin …`, whichever stands there',
  ],
  notFix: /add_header|expressjs/,
  fixed: { servers: server('') },
  next: 'readable',
} satisfies Fault
