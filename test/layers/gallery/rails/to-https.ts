import { type Fault, PAGE } from '../fault.js'
import { rackCors, rails, secureRails } from '../ruby.js'

const cors = rackCors(`"${PAGE}"`, 'headers: :any, methods: [:get, :put]')
const secure = secureRails(cors)

export default {
  what: 'force_ssl of Rails redirects the request from http to https after rack-cors has answered the preflight',
  servers: rails(
    `Rails.application.config.force_ssl = true
Rails.application.config.ssl_options = { redirect: { port: UPSTREAM_PORT } }
${cors}`,
    secure,
  ),
  asked: { method: 'PUT' },
  cause: 'redirect',
  fix: [/Let the page request "https:\/\/127\.0\.0\.1:\d+\/" at once/],
  fixed: { servers: secure },
  next: 'readable',
} satisfies Fault
