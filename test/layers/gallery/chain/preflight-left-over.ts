import { withCors } from '../apps.js'
import type { Fault } from '../fault.js'
import { caddy } from '../servers.js'

const server = (lines: string) => caddy(`${lines}\nreverse_proxy UPSTREAM`, withCors)

export default {
  what: 'Caddy answers preflights with 204 and nothing else, as the application would with headers',
  servers: server('@preflight method OPTIONS\nrespond @preflight 204'),
  asked: { method: 'PUT', credentials: true },
  via: ['caddy', 'app'],
  cause: 'preflight-not-routed',
  fix: [
    'Let caddy pass OPTIONS on to app as it came, `Origin` included, in place of the answer 204',
    'In Caddy: take out `respond @preflight` and `header_up -Origin`, whichever stands there',
  ],
  fixed: { servers: server('') },
  next: 'readable',
} satisfies Fault
