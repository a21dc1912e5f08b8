import { withCors } from '../apps.js'
import { type Fault, PAGE } from '../fault.js'
import { caddy } from '../servers.js'

const server = (preflight: string) =>
  caddy(
    `route {
  ${preflight}
  basicauth {
    user $2a$14$.Jl5irZ5gXiWqe3Lt8iFyu/3uWwofnQksDwObDZeT8eJTXH7gmCze
  }
  reverse_proxy UPSTREAM
}`,
    withCors,
  )

export default {
  what: 'basicauth of Caddy asks the preflight for a password',
  servers: server(''),
  asked: { headers: { Authorization: 'Basic dXNlcjpzZWNyZXQ=' } },
  cause: 'answered-before-cors',
  fix: [
    'status 204',
    'Access-Control-Allow-Headers: authorization',
    '`@preflight method OPTIONS` with `respond @preflight 204`, after the `header` lines and before what refuses it, in a `route` block',
  ],
  fixed: {
    servers: server(`@preflight method OPTIONS
  header @preflight Access-Control-Allow-Origin ${PAGE}
  header @preflight Access-Control-Allow-Headers authorization
  respond @preflight 204`),
  },
  next: 'readable',
} satisfies Fault
