import { type Fault, PAGE } from '../fault.js'
import { rackCors, rails } from '../ruby.js'

const token = `class Token
  def initialize(app) = @app = app
  def call(env) = env['HTTP_AUTHORIZATION'] ? @app.call(env) : [401, {}, []]
end
Rails.application.config.middleware.use Token
`
const cors = rackCors(`"${PAGE}"`, 'headers: :any')
const first = 'insert_before 0, Rack::Cors'

export default {
  what: 'a middleware of Rails in front of rack-cors asks the preflight for a token',
  servers: rails(token + cors.replace(first, 'use Rack::Cors')),
  asked: { headers: { Authorization: 'Bearer x' } },
  cause: 'answered-before-cors',
  fix: [
    'Access-Control-Allow-Headers: authorization',
    `With rack-cors: \`Rails.application.config.middleware.${first}\`, in place of \`use\``,
  ],
  fixed: { servers: rails(token + cors) },
  next: 'readable',
} satisfies Fault
