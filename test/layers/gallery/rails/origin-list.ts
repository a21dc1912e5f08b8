import { type Fault, PAGE } from '../fault.js'
import { rackCors, rails } from '../ruby.js'

const server = (origins: string) => rails(rackCors(origins, 'headers: :any, methods: [:get, :put]'))

export default {
  what: 'rack-cors answers the preflight of an origin that it does not list, with status 200 and no sign of Rails',
  servers: server('"https://www.example.com"'),
  asked: { method: 'PUT' },
  cause: 'origin-not-listed',
  fix: [`Access-Control-Allow-Origin: ${PAGE}`, `With rack-cors: add "${PAGE}" to \`origins\``],
  fixed: { servers: server(`"https://www.example.com", "${PAGE}"`) },
  next: 'readable',
} satisfies Fault
