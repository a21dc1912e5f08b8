import { cors } from 'cors-policy'
import { type Fault, PAGE } from '../fault.js'
import { express } from '../servers.js'

const server = (methods: readonly string[]) =>
  express(app => app.use(cors({ origins: PAGE, methods, allowHeaders: ['X-Token'] })))

export default {
  what: '`methods` and `allowHeaders` both lack what the page sends',
  servers: server(['GET', 'PUT']),
  asked: { method: 'PATCH', headers: { 'X-Api-Key': '1' } },
  cause: 'method-not-listed',
  fix: ['must name "PATCH" in `Access-Control-Allow-Methods`', 'add "PATCH" to `methods`'],
  fixed: { servers: server(['GET', 'PUT', 'PATCH']) },
  keeps: [{ method: 'PUT', headers: { 'X-Token': '1' } }],
  next: 'header-not-listed',
} satisfies Fault
