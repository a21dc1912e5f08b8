import { withCors } from '../apps.js'
import type { Fault } from '../fault.js'

export default {
  what: 'the page sends PUT with mode no-cors, which fetch refuses',
  servers: withCors,
  asked: { method: 'PUT', mode: 'no-cors' },
  cause: 'page-call',
  fix: ['cors'],
  fixed: { asked: { method: 'PUT' } },
  next: 'readable',
} satisfies Fault
