import { withoutCors } from '../apps.js'
import { type Fault, PAGE } from '../fault.js'
import { haproxy } from '../servers.js'

const other = 'https://www.example.com'
const lines = [
  'http-request set-var(txn.origin) req.hdr(Origin)',
  `http-after-response set-header Access-Control-Allow-Origin %[var(txn.origin)] if { var(txn.origin) -m str ${other} ${PAGE} }`,
  'http-after-response add-header Vary Origin',
]
const server = (text: string) => haproxy(`${text}\n  server app UPSTREAM`, withoutCors)

export default {
  what: 'HAProxy, which no answer shows, has a list of origins in one value',
  servers: server(`  http-after-response set-header Access-Control-Allow-Origin "${other}, ${PAGE}"`),
  via: ['HAProxy', 'app'],
  cause: 'header-misspelt',
  fix: [
    'That is one value: the origin that asks, if it is listed',
    `In HAProxy, if CORS is configured there: ${lines
      .slice(0, -1)
      .map(line => `\`${line}\``)
      .join(', ')} and \`${lines.at(-1)}\``,
  ],
  notFix: /expressjs/,
  fixed: { servers: server(lines.join('\n')) },
  refuses: [{ origin: 'https://opaque.example' }],
  next: 'readable',
} satisfies Fault
