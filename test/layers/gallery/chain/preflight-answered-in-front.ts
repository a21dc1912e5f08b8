import { withCors } from '../apps.js'
import { type Fault, PAGE } from '../fault.js'
import { caddy } from '../servers.js'

const preflight = `@preflight method OPTIONS
handle @preflight {
  header Access-Control-Allow-Origin ${PAGE}
  header Access-Control-Allow-Headers Content-Type
  respond 200
}`
const server = (lines: string) => caddy(`${lines}\nhandle {\nreverse_proxy UPSTREAM\n}`, withCors)

export default {
  what: 'Caddy answers preflights with a list that lacks a header, and the application would allow it',
  servers: server(preflight),
  asked: { headers: { 'X-Api-Key': '1' } },
  via: ['caddy', 'app'],
  cause: 'header-not-listed',
  fix: [
    'Let caddy pass OPTIONS on to app as it came, `Origin` included, in place of the answer 200',
    'In Caddy: take out `respond @preflight`, `header Access-Control-…` and `header_down Access-Control-…`, whichever stands there',
  ],
  notFix: /cors-policy|expressjs/,
  fixed: { servers: server('') },
  next: 'readable',
} satisfies Fault
