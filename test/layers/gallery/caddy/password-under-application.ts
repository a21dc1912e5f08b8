import { withCors } from '../apps.js'
import type { Fault } from '../fault.js'
import { caddy } from '../servers.js'

const line = '@secured not method OPTIONS'

const server = (matcher: string) =>
  caddy(
    `${line}
basicauth ${matcher} {
  user $2a$14$.Jl5irZ5gXiWqe3Lt8iFyu/3uWwofnQksDwObDZeT8eJTXH7gmCze
}
reverse_proxy UPSTREAM`,
    withCors,
  )

export default {
  what: 'basicauth of Caddy asks the preflight for a password, and the application does CORS',
  servers: server('*'),
  asked: { method: 'PUT', headers: { Authorization: 'Basic dXNlcjpzZWNyZXQ=' } },
  cause: 'answered-before-cors',
  fix: [
    `In Caddy, if the application behind it does: \`not method OPTIONS\` in the matcher of what refuses it; if it has none, \`${line}\` and \`basicauth @secured\`.`,
  ],
  fixed: { servers: server('@secured') },
  refuses: [{}],
  next: 'readable',
} satisfies Fault
