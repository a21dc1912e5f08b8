import { type Fault, PAGE } from '../fault.js'
import { caddy } from '../servers.js'

const line = (names: string) => `header Access-Control-Allow-Headers "${names}"`

const server = (names: string) =>
  caddy(`root * DIRECTORY
header Access-Control-Allow-Origin ${PAGE}
header Access-Control-Allow-Methods "DELETE, PATCH"
${line(names)}
file_server`)

const path = '/users.json'

export default {
  what: 'the names in a header line of Caddy lack one',
  servers: server('Content-Type, Authorization'),
  asked: { path, method: 'PATCH', headers: { 'X-CSRFToken': '1' } },
  cause: 'header-not-listed',
  fix: [`\`${line('Content-Type, Authorization, x-csrftoken')}\``],
  fixed: { servers: server('Content-Type, Authorization, x-csrftoken') },
  keeps: [{ path, method: 'DELETE', headers: { Authorization: 'Bearer x' } }],
  next: 'readable',
} satisfies Fault
