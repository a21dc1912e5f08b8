import { cors } from 'cors-policy'
import { type Fault, PAGE } from '../fault.js'
import { express } from '../servers.js'

const servers = express(app => app.use(cors({ origins: [PAGE], allowHeaders: ['Content-Type'] })))

export default {
  what: 'the page sets Access-Control-Allow-Origin on its request',
  servers,
  asked: { headers: { 'Access-Control-Allow-Origin': '*' } },
  cause: 'page-header',
  fix: ['Let the page leave out "access-control-allow-origin"'],
  notFix: /allowHeaders/,
  fixed: { asked: {} },
  next: 'readable',
} satisfies Fault
