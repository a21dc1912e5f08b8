import { withFailure } from '../apps.js'
import type { Fault } from '../fault.js'
import { apache } from '../servers.js'

const server = (line: string) => apache(`${line}\nProxyPass / http://UPSTREAM/`, withFailure)

export default {
  what: 'Apache replaces an error of the application by a page of its own',
  servers: server('ProxyErrorOverride On'),
  asked: { path: '/broken' },
  via: ['apache', 'app'],
  cause: 'answered-before-cors',
  fix: [
    'Let apache pass on what app answers with status 422, in place of a page of its own without CORS headers',
    'In Apache: `ProxyErrorOverride Off`',
  ],
  notFix: /Header always|expressjs/,
  fixed: { servers: server('ProxyErrorOverride Off') },
  next: 'readable',
} satisfies Fault
