import http from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { cors } from 'cors-policy/hono'
import { Hono } from 'hono'
import { type Fault, PAGE } from '../fault.js'
import { listen, type Servers } from '../servers.js'

const server =
  (path: string): Servers =>
  async t => {
    const app = new Hono()
    app.use(path, cors({ origins: [PAGE] }))
    app.put('/api/users', context => context.json([]))
    return `http://127.0.0.1:${await listen(t, http.createServer(getRequestListener(app.fetch)))}`
  }

export default {
  what: 'a path of Hono lacks its *, so CORS covers no path below it',
  servers: server('/api'),
  asked: { method: 'PUT', path: '/api/users' },
  cause: 'preflight-not-routed',
  alternative: 'no-cors-layer',
  fix: ['Access-Control-Allow-Methods: PUT'],
  fixed: { servers: server('/api/*') },
  next: 'readable',
} satisfies Fault
