import type { Fault } from '../fault.js'
import fault from './own-name.js'

export default {
  ...fault,
  what: 'Flask behind Apache redirects the preflight to its own address: the page adds the slash',
  asked: { path: '/users', method: 'PUT' },
  fixed: { asked: { path: '/users/', method: 'PUT' } },
} satisfies Fault
