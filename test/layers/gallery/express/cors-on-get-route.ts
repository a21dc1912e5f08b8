import expressCors from 'cors'
import { type Fault, PAGE } from '../fault.js'
import { express } from '../servers.js'

const cors = expressCors({ origin: [PAGE] })

export default {
  what: 'cors() is on the GET route alone, and the page sends a header',
  servers: express(app => app.get('/items', cors, (_request, response) => void response.json([]))),
  asked: { path: '/items', headers: { 'X-Token': '1' } },
  cause: 'preflight-not-routed',
  fix: ['Access-Control-Allow-Headers: x-token', '`app.options(path, cors(…))`'],
  fixed: {
    servers: express(app => {
      app.options('/items', cors)
      app.get('/items', cors, (_request, response) => void response.json([]))
    }),
  },
  next: 'readable',
} satisfies Fault
