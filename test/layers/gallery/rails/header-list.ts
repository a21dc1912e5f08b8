import { type Fault, PAGE } from '../fault.js'
import { rackCors, rails } from '../ruby.js'

const server = (headers: string) =>
  rails(rackCors(`"${PAGE}"`, `headers: [${headers}], methods: [:get, :put]`))

export default {
  what: 'rack-cors refuses the preflight for a header that it does not list',
  servers: server('"x-trace"'),
  asked: { method: 'PUT', headers: { 'X-Token': '1' } },
  cause: 'header-not-listed',
  fix: [
    'must name "x-token" in `Access-Control-Allow-Headers`',
    'With rack-cors: add "x-token" to `headers:` at the `resource`, or let it be `:any`',
  ],
  fixed: { servers: server('"x-trace", "x-token"') },
  next: 'readable',
} satisfies Fault
