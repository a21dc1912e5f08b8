import { withCors } from '../apps.js'
import type { Fault } from '../fault.js'

export default {
  what: 'the page asks another origin with mode same-origin',
  servers: withCors,
  asked: { mode: 'same-origin' },
  cause: 'page-call',
  fix: ['cors'],
  fixed: { asked: {} },
  next: 'readable',
} satisfies Fault
