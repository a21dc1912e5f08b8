import { type Fault, PAGE } from '../fault.js'
import { rails } from '../ruby.js'

const asPrinted = `Rails.application.config.middleware.insert_before 0, Rack::Cors do allow do origins "${PAGE}"; resource "*", headers: :any, methods: [:get, :post, :put] end end`

export default {
  what: 'no resource of rack-cors covers the path',
  servers: rails(asPrinted.replace('"*"', '"/api/*"')),
  asked: { method: 'PUT', path: '/users' },
  cause: 'no-cors-layer',
  alternative: 'origin-not-listed',
  fix: [
    `Access-Control-Allow-Origin: ${PAGE}`,
    `With rack-cors: \`${asPrinted}\` in \`config/initializers/cors.rb\``,
  ],
  fixed: { servers: rails(asPrinted) },
  next: 'readable',
} satisfies Fault
