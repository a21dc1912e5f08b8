import expressCors from 'cors'
import type { Fault } from '../fault.js'
import { express } from '../servers.js'

export default {
  what: 'a page sends its cookies to a server for everyone, which needs none',
  servers: express(app => app.use(expressCors())),
  asked: { credentials: true },
  cause: 'wildcard-with-credentials',
  fix: ['leave the credentials out'],
  fixed: { asked: {} },
  next: 'readable',
} satisfies Fault
