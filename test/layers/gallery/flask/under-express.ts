import http from 'node:http'
import expressCors from 'cors'
import { type Fault, PAGE } from '../fault.js'
import { express, flask, type Servers } from '../servers.js'

const byHand = `
@app.after_request
def headers(response):
    response.headers['Access-Control-Allow-Origin'] = '*'
    return response`

/** A gateway that does CORS, and lets the headers of the server behind it win. */
const server =
  (more: string): Servers =>
  async t => {
    const behind = await flask(`@app.put('/')\ndef users(): return []${more}`)(t)
    const gateway = express(app =>
      app.use(expressCors({ origin: [PAGE], credentials: true }), ({ method, url, headers }, response) => {
        http
          .request(new URL(url, behind), { method, headers }, answer => {
            response.status(answer.statusCode ?? 500).set(answer.headers)
            answer.pipe(response)
          })
          .end()
      }),
    )
    return gateway(t)
  }

export default {
  what: 'a gateway of Express answers the preflight, and Flask behind it sends * with the response',
  servers: server(byHand),
  asked: { method: 'PUT', credentials: true },
  cause: 'two-layers',
  fix: [
    `Access-Control-Allow-Origin: ${PAGE}`,
    'Access-Control-Allow-Credentials: true',
    'Take the CORS headers out of the layer that sends "*"',
  ],
  fixed: { servers: server('') },
  next: 'readable',
} satisfies Fault
