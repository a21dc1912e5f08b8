import expressCors from 'cors'
import { withoutCors } from '../apps.js'
import { type Fault, PAGE } from '../fault.js'
import { express } from '../servers.js'

/** The page's own server asks in its place. */
const own = express(app => app.use(expressCors({ origin: [PAGE] })))

export default {
  what: "somebody else's server does no CORS, and the page asks a server of its own in its place",
  servers: withoutCors,
  asked: { method: 'PUT', headers: { 'X-Api-Key': '1' } },
  cause: 'no-cors-layer',
  fix: ['If the server is yours', 'If it is not', 'let your own server request it, and the page your server'],
  fixed: { servers: own },
  next: 'readable',
} satisfies Fault
