import expressCors from 'cors'
import { json } from 'express'
import { type Fault, PAGE } from '../fault.js'
import { express } from '../servers.js'

const cors = expressCors({ origin: [PAGE] })
const parser = json({ limit: 100 })

export default {
  what: 'a body parser stands before cors() and answers 413',
  servers: express(app => app.use(parser, cors)),
  asked: {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify('x'.repeat(200)),
  },
  cause: 'answered-before-cors',
  fix: [
    '413',
    `Access-Control-Allow-Origin: ${PAGE}`,
    'With expressjs/cors: put `app.use(cors(…))` before all routes and body parsers',
  ],
  fixed: { servers: express(app => app.use(cors, parser)) },
  next: 'readable',
} satisfies Fault
