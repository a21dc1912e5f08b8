import { type Fault, PAGE } from '../fault.js'
import { rackCors, rails } from '../ruby.js'
import { nginx } from '../servers.js'

const server = (origins: string) =>
  nginx(
    'location / { proxy_pass http://UPSTREAM; }',
    rails(rackCors(origins, 'headers: :any, methods: [:get, :put]')),
  )

export default {
  what: 'rack-cors behind nginx answers the preflight of an origin that it does not list',
  servers: server('"https://www.example.com"'),
  asked: { method: 'PUT' },
  cause: 'origin-not-listed',
  fix: [`Access-Control-Allow-Origin: ${PAGE}`, `With rack-cors: add "${PAGE}" to \`origins\``],
  fixed: { servers: server(`"https://www.example.com", "${PAGE}"`) },
  next: 'readable',
} satisfies Fault
