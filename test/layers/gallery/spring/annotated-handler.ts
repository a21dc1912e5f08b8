import type { Fault } from '../fault.js'
import { spring } from '../servers.js'

export default {
  what: '@CrossOrigin of Spring stands at the handler of GET, and not at that of PUT',
  servers: spring(''),
  asked: { path: '/annotated/get', method: 'PUT' },
  cause: 'method-not-listed',
  fix: ['or `@CrossOrigin` at the handler of PUT too'],
  // The same handlers at another path: an annotation is no argument of a program.
  fixed: { asked: { path: '/annotated/both', method: 'PUT' } },
  next: 'readable',
} satisfies Fault
