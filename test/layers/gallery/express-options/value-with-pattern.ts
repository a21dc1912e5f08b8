import expressCors from 'cors'
import { type Fault, PAGE } from '../fault.js'
import { express } from '../servers.js'

const server = (origin: string | string[]) => express(app => app.use(expressCors({ origin })))

export default {
  what: 'the origin is a pattern, which is sent as it stands',
  servers: server('https://*.example.com'),
  cause: 'header-misspelt',
  fix: [
    `Access-Control-Allow-Origin: ${PAGE}\``,
    `\`origin: ["${PAGE}"]\` among the options of \`cors()\``,
    'List every other origin',
  ],
  fixed: { servers: server([PAGE]) },
  next: 'readable',
} satisfies Fault
