import { type Fault, PAGE } from '../fault.js'
import { rackCors, rails } from '../ruby.js'

const cors = rackCors(`"${PAGE}"`, 'headers: :any')
const first = 'insert_before 0, Rack::Cors'

export default {
  what: 'a failure of Rails is answered in front of rack-cors',
  servers: rails(cors.replace(first, 'use Rack::Cors')),
  asked: { path: '/broken' },
  cause: 'server-error',
  fix: [
    "server's log",
    `Access-Control-Allow-Origin: ${PAGE}`,
    `With rack-cors: \`Rails.application.config.middleware.${first}\`, in place of \`use\``,
  ],
  fixed: { servers: rails(cors) },
  next: 'readable',
} satisfies Fault
