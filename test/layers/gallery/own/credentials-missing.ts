import { cors } from 'cors-policy'
import { type Fault, PAGE } from '../fault.js'
import { express } from '../servers.js'

const server = (credentials: boolean) => express(app => app.use(cors({ origins: PAGE, credentials })))

export default {
  what: '`credentials` is not set',
  servers: server(false),
  asked: { credentials: true },
  cause: 'credentials-not-allowed',
  fix: ['Access-Control-Allow-Credentials: true', `set \`credentials: true\`, with "${PAGE}" in \`origins\``],
  fixed: { servers: server(true) },
  next: 'readable',
} satisfies Fault
