import { type Fault, PAGE } from '../fault.js'
import { apache } from '../servers.js'

const server = (set: string) => apache(`Header ${set} Access-Control-Allow-Origin ${PAGE}`)

export default {
  what: 'Header set of Apache without `always` leaves out a 404',
  servers: server('set'),
  asked: { path: '/missing' },
  cause: 'answered-before-cors',
  fix: [`Access-Control-Allow-Origin: ${PAGE}`, '`Header always set` in place of `Header set`'],
  fixed: { servers: server('always set') },
  next: 'readable',
} satisfies Fault
