import { withoutCors } from '../apps.js'
import type { Fault } from '../fault.js'

export default {
  what: 'the page sets Access-Control-Allow-Origin on its request to a server without CORS',
  servers: withoutCors,
  asked: { headers: { 'Access-Control-Allow-Origin': '*' } },
  cause: 'page-header',
  fix: ['Let the page leave out "access-control-allow-origin"'],
  fixed: { asked: {} },
  next: 'no-cors-layer',
} satisfies Fault
