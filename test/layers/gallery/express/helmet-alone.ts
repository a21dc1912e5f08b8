import expressCors from 'cors'
import type { RequestHandler } from 'express'
import { type Fault, PAGE } from '../fault.js'
import { express } from '../servers.js'

/** As helmet does. */
const headers: RequestHandler = (_request, response, next) => {
  response.removeHeader('X-Powered-By')
  response.set({
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Origin-Agent-Cluster': '?1',
    'X-Content-Type-Options': 'nosniff',
  })
  next()
}

export default {
  what: 'the application has security headers and no CORS',
  servers: express(app => app.use(headers)),
  cause: 'no-cors-layer',
  fix: [`Access-Control-Allow-Origin: ${PAGE}`, 'With cors-policy', 'let your own server request it'],
  fixed: { servers: express(app => app.use(headers, expressCors({ origin: [PAGE] }))) },
  next: 'readable',
} satisfies Fault
