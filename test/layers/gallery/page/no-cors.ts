import { withCors } from '../apps.js'
import type { Fault } from '../fault.js'

export default {
  what: 'the page asks with mode no-cors, so it gets nothing to read',
  servers: withCors,
  asked: { mode: 'no-cors' },
  cause: 'page-call',
  fix: ['cors'],
  fixed: { asked: {} },
  next: 'readable',
} satisfies Fault
