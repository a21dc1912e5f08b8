import expressCors from 'cors'
import { type Fault, PAGE } from '../fault.js'
import { express } from '../servers.js'

const cors = expressCors({ origin: [PAGE] })

export default {
  what: 'cors() stands after the routes, so only the preflight comes as far',
  servers: express(
    () => {},
    app => app.use(cors),
  ),
  asked: { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' },
  cause: 'answered-before-cors',
  fix: [`Access-Control-Allow-Origin: ${PAGE}`, 'must come before the routes and static files'],
  fixed: { servers: express(app => app.use(cors)) },
  next: 'readable',
} satisfies Fault
