import expressCors from 'cors'
import { json } from 'express'
import { type Fault, PAGE } from '../fault.js'
import { express } from '../servers.js'

const cors = expressCors({ origin: [PAGE] })

export default {
  what: 'a body parser stands before cors() and answers 400',
  servers: express(app => app.use(json(), cors)),
  asked: { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{' },
  cause: 'answered-before-cors',
  fix: ['400', `Access-Control-Allow-Origin: ${PAGE}`, 'before all routes and body parsers'],
  fixed: { servers: express(app => app.use(cors, json())) },
  next: 'readable',
} satisfies Fault
