import { withoutCors } from '../apps.js'
import { type Fault, PAGE } from '../fault.js'
import { apache } from '../servers.js'

const server = (require: string, preflight: string) =>
  apache(
    `Header always set Access-Control-Allow-Headers authorization
Header always set Access-Control-Allow-Origin ${PAGE}
<Location />
  AuthType Basic
  AuthName api
  AuthUserFile DIRECTORY/passwords
  ${require}
</Location>
RewriteEngine on
${preflight}
ProxyPass / http://UPSTREAM/`,
    withoutCors,
  )

export default {
  what: 'Require of Apache asks the preflight for a password',
  servers: server('Require valid-user', ''),
  asked: { headers: { Authorization: 'Basic dXNlcjpzZWNyZXQ=' } },
  cause: 'answered-before-cors',
  fix: [
    'status 204',
    '`<LimitExcept OPTIONS>` around `Require`',
    'RewriteCond %{REQUEST_METHOD} =OPTIONS',
    'RewriteRule ^ - [R=204,L]',
  ],
  fixed: {
    servers: server(
      '<LimitExcept OPTIONS>\nRequire valid-user\n</LimitExcept>',
      'RewriteCond %{REQUEST_METHOD} =OPTIONS\nRewriteRule ^ - [R=204,L]',
    ),
  },
  next: 'readable',
} satisfies Fault
