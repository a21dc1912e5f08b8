import expressCors from 'cors'
import { type Fault, PAGE } from '../fault.js'
import { express } from '../servers.js'

export default {
  what: 'the header for credentials says True, and only true counts',
  servers: express(app =>
    app.use((_request, response, next) => {
      response.set({ 'Access-Control-Allow-Origin': PAGE, 'Access-Control-Allow-Credentials': 'True' })
      next()
    }),
  ),
  asked: { credentials: true },
  cause: 'credentials-not-allowed',
  fix: ['Access-Control-Allow-Credentials: true'],
  fixed: { servers: express(app => app.use(expressCors({ origin: [PAGE], credentials: true }))) },
  next: 'readable',
} satisfies Fault
