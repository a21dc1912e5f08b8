import { withCors } from '../apps.js'
import type { Fault } from '../fault.js'

export default {
  what: 'the page sends TRACE, which no page may',
  servers: withCors,
  asked: { method: 'TRACE' },
  cause: 'page-call',
  fix: ['method'],
  fixed: { asked: {} },
  next: 'readable',
} satisfies Fault
