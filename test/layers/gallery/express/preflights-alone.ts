import expressCors from 'cors'
import { type Fault, PAGE } from '../fault.js'
import { express } from '../servers.js'

const cors = expressCors({ origin: [PAGE], credentials: true })

export default {
  what: 'cors() answers OPTIONS alone, and the page sends its cookies',
  servers: express(app => app.options('/users', cors)),
  asked: { method: 'PUT', path: '/users', credentials: true },
  cause: 'answered-before-cors',
  fix: [
    `Access-Control-Allow-Origin: ${PAGE}`,
    'Access-Control-Allow-Credentials: true',
    'must come before the routes and static files',
  ],
  fixed: { servers: express(app => app.use(cors)) },
  next: 'readable',
} satisfies Fault
