import { withCors } from '../apps.js'
import { type Fault, PAGE } from '../fault.js'
import { apache } from '../servers.js'

const server = (unset: string) =>
  apache(
    `${unset}\nHeader always set Access-Control-Allow-Origin ${PAGE}\nProxyPass / http://UPSTREAM/`,
    withCors,
  )

export default {
  what: 'Apache and the application behind it both send the header',
  servers: server(''),
  cause: 'two-layers',
  fix: ['goes out once', '`Header onsuccess unset Access-Control-Allow-Origin`'],
  fixed: { servers: server('Header onsuccess unset Access-Control-Allow-Origin') },
  next: 'readable',
} satisfies Fault
