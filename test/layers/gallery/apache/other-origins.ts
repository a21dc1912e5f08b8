import { withoutCors } from '../apps.js'
import { type Fault, PAGE } from '../fault.js'
import { apache } from '../servers.js'

const server = (names: string) =>
  apache(
    `SetEnvIf Origin "^https://(${names})\\.example\\.com$" ALLOWED=$0
Header always set Access-Control-Allow-Origin %{ALLOWED}e env=ALLOWED
Header always merge Vary Origin
ProxyPass / http://UPSTREAM/`,
    withoutCors,
  )

export default {
  what: 'the pattern of SetEnvIf in Apache lacks the origin',
  servers: server('www|admin'),
  cause: 'origin-not-listed',
  fix: [`Access-Control-Allow-Origin: ${PAGE}`, 'In Apache'],
  fixed: { servers: server('www|admin|app') },
  next: 'readable',
} satisfies Fault
