import { type Fault, PAGE } from '../fault.js'
import { rackCors, rails } from '../ruby.js'

export default {
  what: 'rack-cors allows "*" and a page sends credentials',
  servers: rails(rackCors('"*"', 'headers: :any')),
  asked: { credentials: true },
  cause: 'wildcard-with-credentials',
  fix: [
    `Access-Control-Allow-Origin: ${PAGE}`,
    'Access-Control-Allow-Credentials: true',
    `With rack-cors: \`origins "${PAGE}"\` in place of \`"*"\`, and \`credentials: true\` at the \`resource\``,
  ],
  fixed: { servers: rails(rackCors(`"${PAGE}"`, 'headers: :any, credentials: true')) },
  next: 'readable',
} satisfies Fault
