import { withCors } from '../apps.js'
import type { Fault } from '../fault.js'

export default {
  what: 'the page gives a body to GET',
  servers: withCors,
  asked: { body: '{}' },
  cause: 'page-call',
  fix: ['POST or PUT'],
  fixed: { asked: { method: 'POST', body: '{}' } },
  next: 'readable',
} satisfies Fault
