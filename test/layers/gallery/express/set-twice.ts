import expressCors from 'cors'
import { type Fault, PAGE } from '../fault.js'
import { express } from '../servers.js'

const cors = expressCors({ origin: [PAGE] })

export default {
  what: 'a middleware appends the header that cors() has set',
  servers: express(app =>
    app.use(cors, (_request, response, next) => {
      response.append('Access-Control-Allow-Origin', '*')
      next()
    }),
  ),
  cause: 'two-layers',
  fix: [`Access-Control-Allow-Origin: ${PAGE}`, 'goes out once', 'Take every CORS header out of the others'],
  fixed: { servers: express(app => app.use(cors)) },
  next: 'readable',
} satisfies Fault
