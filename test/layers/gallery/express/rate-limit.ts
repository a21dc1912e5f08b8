import expressCors from 'cors'
import type { RequestHandler } from 'express'
import { type Fault, PAGE } from '../fault.js'
import { express } from '../servers.js'

/** As express-rate-limit answers: one request passes. */
function limit(): RequestHandler {
  let count = 0
  return (_request, response, next) => {
    count++
    if (count === 1) next()
    else
      response.set({ 'RateLimit-Remaining': '0', 'Retry-After': '60' }).status(429).send('Too many requests')
  }
}
const cors = expressCors({ origin: [PAGE] })

export default {
  what: 'a rate limit stands before cors() and answers 429 without headers',
  servers: express(app => app.use(limit(), cors)),
  askedBefore: [PAGE],
  cause: 'answered-before-cors',
  fix: [
    '429',
    `Access-Control-Allow-Origin: ${PAGE}`,
    'With expressjs/cors: put `app.use(cors(…))` before authentication, limits and routes',
  ],
  fixed: { servers: express(app => app.use(cors, limit())) },
  next: 'readable',
} satisfies Fault
