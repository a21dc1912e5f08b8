import { type Fault, PAGE } from '../fault.js'
import { rackCors, rails } from '../ruby.js'

const server = (more: string) => rails(rackCors(`"${PAGE}"`, `headers: :any, methods: [:get, :put]${more}`))

export default {
  what: 'rack-cors allows no credentials in the answer to the preflight',
  servers: server(''),
  asked: { method: 'PUT', credentials: true },
  cause: 'credentials-not-allowed',
  fix: [
    'Access-Control-Allow-Credentials: true',
    `With rack-cors: \`credentials: true\` at the \`resource\`, with "${PAGE}" in \`origins\``,
  ],
  fixed: { servers: server(', credentials: true') },
  next: 'readable',
} satisfies Fault
