import expressCors from 'cors'
import { type Fault, PAGE } from '../fault.js'
import { express } from '../servers.js'

const cors = expressCors({ origin: [PAGE] })

export default {
  what: 'cors() is on the PUT route alone, and the router answers OPTIONS',
  servers: express(app => app.put('/items', cors, (_request, response) => void response.json([]))),
  asked: { method: 'PUT', path: '/items' },
  cause: 'preflight-not-routed',
  fix: [
    'status 204',
    `Access-Control-Allow-Origin: ${PAGE}`,
    'Access-Control-Allow-Methods: PUT',
    'With expressjs/cors: put `app.use(cors(…))` before all routes; for one route alone, `app.options(path, cors(…))`',
  ],
  fixed: {
    servers: express(app => {
      app.options('/items', cors)
      app.put('/items', cors, (_request, response) => void response.json([]))
    }),
  },
  next: 'readable',
} satisfies Fault
