import expressCors from 'cors'
import { static as files } from 'express'
import { type Fault, PAGE } from '../fault.js'
import { express } from '../servers.js'

const cors = expressCors({ origin: [PAGE] })

export default {
  what: 'static files redirect a folder to its path with a slash at the end',
  servers: express(app => app.use(files('test'), cors)),
  asked: { path: '/data' },
  cause: 'redirect',
  fix: [/Let the page request "http:\/\/127\.0\.0\.1:\d+\/data\/" at once/],
  fixed: { asked: { path: '/data/' } },
  next: 'readable',
} satisfies Fault
