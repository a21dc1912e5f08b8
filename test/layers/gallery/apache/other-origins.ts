import { withoutCors } from '../apps.js'
import { ADMIN, type Fault, PAGE, STRANGER } from '../fault.js'
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
  fix: [
    `Access-Control-Allow-Origin: ${PAGE}`,
    'SetEnvIf Origin "^(https://app\\.example\\.com)$" CORS_ORIGIN=$0',
    'List the origins that it allows already too.',
  ],
  fixed: { servers: server('www|admin|app') },
  keeps: [{ origin: 'https://www.example.com' }, { origin: ADMIN }],
  refuses: [{ origin: STRANGER }],
  next: 'readable',
} satisfies Fault
