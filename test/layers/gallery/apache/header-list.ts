import { type Fault, PAGE } from '../fault.js'
import { apache } from '../servers.js'

const line = (names: string) => `Header always set Access-Control-Allow-Headers "${names}"`

const server = (names: string) =>
  apache(`Header always set Access-Control-Allow-Origin ${PAGE}\n${line(names)}`)

const path = '/users.json'

export default {
  what: 'the names in a Header line of Apache lack one',
  servers: server('Content-Type, Authorization'),
  asked: { path, headers: { 'X-CSRFToken': '1' } },
  cause: 'header-not-listed',
  fix: [`\`${line('Content-Type, Authorization, x-csrftoken')}\``],
  fixed: { servers: server('Content-Type, Authorization, x-csrftoken') },
  keeps: [{ path, headers: { Authorization: 'Bearer x' } }],
  next: 'readable',
} satisfies Fault
