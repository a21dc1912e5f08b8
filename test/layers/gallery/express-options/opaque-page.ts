import expressCors from 'cors'
import type { Fault } from '../fault.js'
import { express } from '../servers.js'

const server = (origin: string[]) => express(app => app.use(expressCors({ origin })))

export default {
  what: 'the page is sandboxed, so its origin is null',
  servers: server(['https://app.example.com']),
  asked: { origin: 'null' },
  cause: 'origin-not-listed',
  fix: ['null'],
  fixed: { asked: {} },
  next: 'readable',
} satisfies Fault
