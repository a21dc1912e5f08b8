import expressCors from 'cors'
import type { Fault } from '../fault.js'
import { express } from '../servers.js'

const page = 'http://localhost:5173'
const server = (origin: string | string[]) =>
  express(app => app.use(expressCors({ origin, credentials: true })))

export default {
  what: 'the development server has moved to another port',
  servers: server('http://localhost:3000'),
  asked: { origin: page, credentials: true },
  cause: 'origin-not-listed',
  fix: [`Access-Control-Allow-Origin: ${page}`, `With expressjs/cors: add "${page}" to the list`],
  fixed: { servers: server(['http://localhost:3000', page]) },
  keeps: [{ origin: 'http://localhost:3000', credentials: true }],
  next: 'readable',
} satisfies Fault
