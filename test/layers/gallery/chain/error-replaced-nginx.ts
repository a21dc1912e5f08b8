import { withFailure } from '../apps.js'
import type { Fault } from '../fault.js'
import { nginx } from '../servers.js'

const server = (line: string) =>
  nginx(
    `error_page 422 /sorry; location /sorry { return 200 sorry; }
location / { ${line} proxy_pass http://UPSTREAM; }`,
    withFailure,
  )

export default {
  what: 'nginx replaces an error of the application by a page of its own',
  servers: server('proxy_intercept_errors on;'),
  asked: { path: '/broken' },
  via: ['nginx', 'app'],
  cause: 'answered-before-cors',
  fix: [
    'Let nginx pass on what app answers with status 422, in place of a page of its own without CORS headers',
    'In nginx: `proxy_intercept_errors off;`',
  ],
  notFix: /add_header|expressjs/,
  fixed: { servers: server('proxy_intercept_errors off;') },
  next: 'readable',
} satisfies Fault
