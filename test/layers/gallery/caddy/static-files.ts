import { type Fault, PAGE } from '../fault.js'
import { caddy } from '../servers.js'

const server = (more: string) =>
  caddy(`root * DIRECTORY
header Access-Control-Allow-Origin ${PAGE}
${more}
file_server`)

export default {
  what: 'file_server of Caddy answers OPTIONS as it does GET, and lists no headers',
  servers: server(''),
  asked: { path: '/users.json', headers: { 'X-Token': '1' } },
  cause: 'header-not-listed',
  fix: [
    'must name "x-token" in `Access-Control-Allow-Headers`',
    '`header Access-Control-Allow-Headers "x-token"`',
  ],
  fixed: { servers: server('header Access-Control-Allow-Headers "x-token"') },
  next: 'readable',
} satisfies Fault
