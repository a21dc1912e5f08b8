import { type Fault, PAGE } from '../fault.js'
import { apache } from '../servers.js'

const servers = apache(`Header set Access-Control-Allow-Origin ${PAGE}
Alias /users DIRECTORY
DirectoryIndex users.json`)

export default {
  what: 'Apache redirects a folder to its path with a slash at the end',
  servers,
  asked: { path: '/users' },
  cause: 'redirect',
  fix: [/Let the page request "http:\/\/127\.0\.0\.1:\d+\/users\/" at once/],
  fixed: { asked: { path: '/users/' } },
  next: 'readable',
} satisfies Fault
