import { cors } from 'cors-policy'
import { type Fault, PAGE } from '../fault.js'
import { express } from '../servers.js'

export default {
  what: 'everyone is allowed by a literal *, and the page sends its cookies',
  servers: express(app => app.use(cors({ sendWildcard: true }))),
  asked: { credentials: true },
  cause: 'wildcard-with-credentials',
  fix: [`Access-Control-Allow-Origin: ${PAGE}`, `set \`credentials: true\`, with "${PAGE}" in \`origins\``],
  fixed: { servers: express(app => app.use(cors({ origins: PAGE, credentials: true }))) },
  next: 'readable',
} satisfies Fault
