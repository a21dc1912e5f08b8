import expressCors from 'cors'
import { type Fault, PAGE } from '../fault.js'
import { express } from '../servers.js'

const server = (origin: string[]) => express(app => app.use(expressCors({ origin })))

export default {
  what: 'the list of origins lacks the page',
  servers: server(['https://www.example.com', 'http://app.example.com']),
  asked: { method: 'DELETE' },
  cause: 'origin-not-listed',
  fix: [`Access-Control-Allow-Origin: ${PAGE}`, `With expressjs/cors: add "${PAGE}" to the list`],
  fixed: { servers: server(['https://www.example.com', 'http://app.example.com', PAGE]) },
  keeps: [{ origin: 'https://www.example.com' }],
  next: 'readable',
} satisfies Fault
