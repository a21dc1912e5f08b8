import expressCors from 'cors'
import { type Fault, PAGE } from '../fault.js'
import { express } from '../servers.js'

export default {
  what: 'cors() without options answers * to a page that sends its cookies',
  servers: express(app => app.use(expressCors())),
  asked: { method: 'PUT', credentials: true },
  cause: 'wildcard-with-credentials',
  fix: [
    `Access-Control-Allow-Origin: ${PAGE}`,
    'Access-Control-Allow-Credentials: true',
    `\`app.use(cors({ origin: ["${PAGE}"], credentials: true }))\``,
  ],
  fixed: { servers: express(app => app.use(expressCors({ origin: [PAGE], credentials: true }))) },
  next: 'readable',
} satisfies Fault
