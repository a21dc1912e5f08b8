import { withoutCors } from '../apps.js'
import { ADMIN, type Fault, PAGE, STRANGER } from '../fault.js'
import { haproxy } from '../servers.js'

const server = (lines: string) => haproxy(`${lines}\n  server app UPSTREAM`, withoutCors)

export default {
  // Nothing in what HAProxy sends tells that it is HAProxy, except its error pages.
  what: 'a line of HAProxy allows the origin of another page alone',
  servers: server(`  http-after-response set-header Access-Control-Allow-Origin ${ADMIN}`),
  cause: 'origin-not-listed',
  fix: [`Access-Control-Allow-Origin: ${PAGE}`],
  fixed: {
    servers: server(`  http-request set-var(txn.origin) req.hdr(Origin)
  http-after-response set-header Access-Control-Allow-Origin %[var(txn.origin)] if { var(txn.origin) -m str ${ADMIN} ${PAGE} }
  http-after-response add-header Vary Origin`),
  },
  keeps: [{ origin: ADMIN }],
  refuses: [{ origin: STRANGER }],
  next: 'readable',
} satisfies Fault
