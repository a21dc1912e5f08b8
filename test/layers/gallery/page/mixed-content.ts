import expressCors from 'cors'
import { withCors } from '../apps.js'
import { type Fault, PAGE } from '../fault.js'
import { secureExpress } from '../servers.js'

const host = 'api.example.com'

export default {
  what: 'the page is https and asks for http',
  servers: withCors,
  asked: { host },
  cause: 'mixed-content',
  fix: [/https:\/\/api\.example\.com/],
  fixed: { servers: secureExpress(app => app.use(expressCors({ origin: [PAGE] }))) },
  next: 'readable',
} satisfies Fault
