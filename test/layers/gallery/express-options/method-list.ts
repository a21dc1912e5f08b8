import expressCors from 'cors'
import { type Fault, PAGE } from '../fault.js'
import { express } from '../servers.js'

const server = (methods: string[]) => express(app => app.use(expressCors({ origin: [PAGE], methods })))

export default {
  what: 'the methods of cors() lack PATCH',
  servers: server(['GET', 'PUT', 'POST', 'DELETE']),
  asked: { method: 'PATCH' },
  cause: 'method-not-listed',
  fix: [
    'must name "PATCH" in `Access-Control-Allow-Methods`',
    'add "PATCH" to the option `methods` of `cors()`',
  ],
  fixed: { servers: server(['GET', 'PUT', 'POST', 'DELETE', 'PATCH']) },
  keeps: [{ method: 'DELETE' }],
  next: 'readable',
} satisfies Fault
