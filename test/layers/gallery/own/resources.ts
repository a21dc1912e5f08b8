import { cors } from 'cors-policy'
import { type Fault, PAGE } from '../fault.js'
import { express } from '../servers.js'

const server = (...paths: string[]) =>
  express(app =>
    app.use(cors({ resources: Object.fromEntries(paths.map(path => [path, { origins: [PAGE] }])) })),
  )

export default {
  what: '`resources` do not cover the path',
  servers: server('/api/*'),
  asked: { path: '/users', method: 'PUT' },
  cause: 'no-cors-layer',
  fix: [`Access-Control-Allow-Origin: ${PAGE}`, 'With cors-policy'],
  fixed: { servers: server('/api/*', '/users') },
  next: 'readable',
} satisfies Fault
