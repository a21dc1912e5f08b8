import { cors } from 'cors-policy'
import { type Fault, PAGE } from '../fault.js'
import { express } from '../servers.js'

const servers = express(app => app.use(cors({ origins: [PAGE], methods: ['GET', 'PATCH'] })))

export default {
  what: 'the page sends patch, which no browser turns into PATCH',
  servers,
  asked: { method: 'patch' },
  cause: 'method-not-listed',
  fix: ['Let the page write "PATCH"'],
  fixed: { asked: { method: 'PATCH' } },
  next: 'readable',
} satisfies Fault
