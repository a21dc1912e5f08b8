import expressCors from 'cors'
import { type Fault, PAGE } from '../fault.js'
import { express } from '../servers.js'

const server = (origin: string) => express(app => app.use(expressCors({ origin })))

export default {
  what: 'the origin stands in quotes, as an environment file had it',
  servers: server(`"${PAGE}"`),
  cause: 'header-misspelt',
  fix: [`Access-Control-Allow-Origin: ${PAGE}\``, 'With expressjs/cors'],
  fixed: { servers: server(PAGE) },
  next: 'readable',
} satisfies Fault
