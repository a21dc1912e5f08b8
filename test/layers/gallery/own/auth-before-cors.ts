import { cors } from 'cors-policy'
import type { RequestHandler } from 'express'
import { type Fault, PAGE } from '../fault.js'
import { express } from '../servers.js'

const token: RequestHandler = (request, response, next) =>
  request.headers.authorization === undefined ? void response.sendStatus(401) : next()
const policy = cors({ origins: [PAGE] })

export default {
  what: 'authentication stands before cors() of this library',
  servers: express(app => app.use(token, policy)),
  asked: { headers: { Authorization: 'Bearer x' } },
  cause: 'answered-before-cors',
  fix: ['With cors-policy: put `app.use(cors(options))` before authentication, limits and routes'],
  fixed: { servers: express(app => app.use(policy, token)) },
  next: 'readable',
} satisfies Fault
