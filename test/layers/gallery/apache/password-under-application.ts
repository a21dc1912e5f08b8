import { withCors } from '../apps.js'
import type { Fault } from '../fault.js'
import { apache } from '../servers.js'

const server = (require: string) =>
  apache(
    `<Location />
  AuthType Basic
  AuthName api
  AuthUserFile DIRECTORY/passwords
  ${require}
</Location>
ProxyPass / http://UPSTREAM/`,
    withCors,
  )

export default {
  what: 'Require of Apache asks the preflight for a password, and the application does CORS',
  servers: server('Require valid-user'),
  asked: { method: 'PUT', headers: { Authorization: 'Basic dXNlcjpzZWNyZXQ=' } },
  cause: 'answered-before-cors',
  fix: [
    'In Apache, if the application behind it does: OPTIONS among the methods of `<LimitExcept>`; if there is none, `<LimitExcept OPTIONS>` around `Require`.',
  ],
  fixed: { servers: server('<LimitExcept OPTIONS>\nRequire valid-user\n</LimitExcept>') },
  refuses: [{}],
  next: 'readable',
} satisfies Fault
