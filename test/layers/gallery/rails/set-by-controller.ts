import { type Fault, PAGE } from '../fault.js'
import { rackCors, rails } from '../ruby.js'

const byHand = `UsersController.after_action { response.headers['Access-Control-Allow-Origin'] = '${PAGE}' }\n`

export default {
  what: 'a controller of Rails sets the headers, and no route is there for OPTIONS',
  servers: rails(byHand),
  asked: { method: 'PUT', path: '/users' },
  cause: 'preflight-not-routed',
  fix: [
    `Access-Control-Allow-Origin: ${PAGE}`,
    'Access-Control-Allow-Methods: PUT',
    'With rack-cors: `Rails.application.config.middleware.insert_before 0, Rack::Cors`',
  ],
  fixed: { servers: rails(byHand + rackCors(`"${PAGE}"`, 'headers: :any, methods: [:get, :put]')) },
  next: 'readable',
} satisfies Fault
