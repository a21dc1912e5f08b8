import { createReadStream } from 'node:fs'
import http from 'node:http'
import koaCors from 'cors-policy/koa'
import Koa, { type Middleware } from 'koa'
import { type Fault, PAGE } from '../fault.js'
import { listen, type Servers } from '../servers.js'

/** As koa-static does: files are for GET and HEAD. */
const files: Middleware = async (ctx, next) => {
  if (ctx.method !== 'GET' || ctx.path !== '/localhost.pem') return next()
  ctx.body = createReadStream('test/data/localhost.pem')
}

const cors = koaCors({ origins: [PAGE, 'https://www.example.com'] })

const server =
  (...middleware: readonly Middleware[]): Servers =>
  async t => {
    const app = new Koa()
    for (const each of middleware) app.use(each)
    return `http://127.0.0.1:${await listen(t, http.createServer(app.callback()))}`
  }

export default {
  what: 'static files of Koa stand before CORS',
  servers: server(files, cors),
  asked: { path: '/localhost.pem' },
  cause: 'answered-before-cors',
  fix: [
    `Access-Control-Allow-Origin: ${PAGE}`,
    'must come before the routes and static files',
    'put `app.use(cors(options))` before all routes',
  ],
  fixed: { servers: server(cors, files) },
  next: 'readable',
} satisfies Fault
