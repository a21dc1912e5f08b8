import { type Fault, PAGE } from '../fault.js'
import { rackCors, rails } from '../ruby.js'

const server = (methods: string) => rails(rackCors(`"${PAGE}"`, `headers: :any${methods}`))

export default {
  what: 'rack-cors without `methods:` refuses the preflight for all but GET',
  servers: server(''),
  asked: { method: 'PUT' },
  cause: 'method-not-listed',
  fix: [
    'must name "PUT" in `Access-Control-Allow-Methods`',
    'With rack-cors: add `:put` to `methods:` at the `resource`, which has `[:get]` alone if nothing is written',
  ],
  fixed: { servers: server(', methods: [:get, :put]') },
  next: 'readable',
} satisfies Fault
