import expressCors from 'cors'
import { static as files } from 'express'
import { type Fault, PAGE } from '../fault.js'
import { express } from '../servers.js'

const cors = expressCors({ origin: [PAGE] })

export default {
  what: 'static files stand before cors()',
  servers: express(app => app.use(files('test/data'), cors)),
  asked: { path: '/README.md' },
  cause: 'answered-before-cors',
  fix: [`Access-Control-Allow-Origin: ${PAGE}`, 'must come before the routes and static files'],
  fixed: { servers: express(app => app.use(cors, files('test/data'))) },
  next: 'readable',
} satisfies Fault
