import expressCors from 'cors'
import { type Fault, PAGE } from '../fault.js'
import { express } from '../servers.js'

export default {
  what: 'cors() lists the origin and does not allow credentials',
  servers: express(app => app.use(expressCors({ origin: [PAGE] }))),
  asked: { method: 'PUT', credentials: true },
  cause: 'credentials-not-allowed',
  fix: ['Access-Control-Allow-Credentials: true', 'add `credentials: true` to the options of `cors()`'],
  notFix: /take .* out/,
  fixed: { servers: express(app => app.use(expressCors({ origin: [PAGE], credentials: true }))) },
  next: 'readable',
} satisfies Fault
