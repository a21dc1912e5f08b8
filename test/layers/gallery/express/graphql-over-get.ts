import expressCors from 'cors'
import { type Fault, PAGE } from '../fault.js'
import { express } from '../servers.js'

const cors = expressCors({ origin: [PAGE] })

export default {
  what: 'a GraphQL server takes GET alone, and the page posts JSON',
  servers: express(app => app.get('/graphql', cors, (_request, response) => void response.json({}))),
  asked: {
    method: 'POST',
    path: '/graphql',
    headers: { 'Content-Type': 'application/json' },
    body: '{"query":"{ me }"}',
  },
  cause: 'preflight-not-routed',
  fix: ['Access-Control-Allow-Headers: content-type', 'put `app.use(cors(…))` before all routes'],
  fixed: {
    servers: express(app => app.use(cors).get('/graphql', (_request, response) => void response.json({}))),
  },
  next: 'readable',
} satisfies Fault
