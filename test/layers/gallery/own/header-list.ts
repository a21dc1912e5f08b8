import { cors } from 'cors-policy'
import { type Fault, PAGE } from '../fault.js'
import { express } from '../servers.js'

const server = (allowHeaders: readonly string[]) =>
  express(app => app.use(cors({ origins: PAGE, allowHeaders })))

export default {
  what: '`allowHeaders` lacks a header that the page sets',
  servers: server(['X-Token']),
  asked: { headers: { 'X-Api-Key': '1', 'X-Token': '1' } },
  cause: 'header-not-listed',
  fix: ['x-api-key', 'add "x-api-key" to `allowHeaders`'],
  fixed: { servers: server(['X-Token', 'x-api-key']) },
  keeps: [{ headers: { 'X-Token': '1' } }],
  next: 'readable',
} satisfies Fault
