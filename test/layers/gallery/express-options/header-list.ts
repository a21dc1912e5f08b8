import expressCors from 'cors'
import { type Fault, PAGE } from '../fault.js'
import { express } from '../servers.js'

const server = (allowedHeaders: string[]) =>
  express(app => app.use(expressCors({ origin: [PAGE], allowedHeaders })))

export default {
  what: 'the allowed headers of cors() lack two that the page sets',
  servers: server(['Content-Type']),
  asked: {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: 'Bearer x', 'X-Request-Id': '1' },
    body: '{}',
  },
  cause: 'header-not-listed',
  fix: ['authorization', 'x-request-id', 'to the option `allowedHeaders` of `cors()`'],
  fixed: { servers: server(['Content-Type', 'authorization', 'x-request-id']) },
  keeps: [{ headers: { 'Content-Type': 'application/json' }, method: 'POST', body: '{}' }],
  next: 'readable',
} satisfies Fault
