import type { Fault } from '../fault.js'
import fault from './tls-not-told.js'

const asked = { ...fault.asked, method: 'PUT' }

export default {
  ...fault,
  what: 'Flask behind nginx, which ends TLS and does not say so, redirects the preflight to http: the page adds the slash',
  asked,
  cause: 'redirect',
  fixed: { asked: { ...asked, path: '/users/' } },
} satisfies Fault
