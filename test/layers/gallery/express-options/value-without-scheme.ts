import expressCors from 'cors'
import { type Fault, PAGE } from '../fault.js'
import { express } from '../servers.js'

const server = (origin: string) => express(app => app.use(expressCors({ origin })))

export default {
  what: 'the origin has no scheme',
  servers: server('app.example.com'),
  cause: 'header-misspelt',
  fix: [`Access-Control-Allow-Origin: ${PAGE}\``, `\`origin: ["${PAGE}"]\` among the options of \`cors()\``],
  fixed: { servers: server(PAGE) },
  next: 'readable',
} satisfies Fault
