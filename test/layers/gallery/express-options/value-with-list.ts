import expressCors from 'cors'
import { type Fault, PAGE } from '../fault.js'
import { express } from '../servers.js'

const server = (origin: string | string[]) => express(app => app.use(expressCors({ origin })))

export default {
  what: 'one string holds a list of origins',
  servers: server(`https://www.example.com,${PAGE}`),
  asked: { method: 'PUT' },
  cause: 'header-misspelt',
  fix: [`Access-Control-Allow-Origin: ${PAGE}\``, 'With expressjs/cors'],
  fixed: { servers: server(['https://www.example.com', PAGE]) },
  next: 'readable',
} satisfies Fault
