import http from 'node:http'
import { withCors } from '../apps.js'
import type { Fault } from '../fault.js'
import { express, type Servers } from '../servers.js'

/** A gateway that serves the app's only page for all that it does not know, before or after it passes requests on. */
function gateway(isFallbackFirst: boolean): Servers {
  return async t => {
    const behind = new URL(await withCors(t))
    return express(app => {
      const fallback = () => app.use((_, response) => void response.type('html').send('<title>app</title>'))
      if (isFallbackFirst) fallback()
      app.use((request, response) => {
        const { method, url, headers } = request
        const sent = http.request(new URL(url, behind), { method, headers }, answer => {
          response.writeHead(answer.statusCode ?? 500, answer.rawHeaders)
          answer.pipe(response)
        })
        request.pipe(sent)
      })
    })(t)
  }
}

export default {
  what: 'a gateway answers with its page in place of passing the request on',
  servers: gateway(true),
  asked: { path: '/users' },
  via: ['gateway', 'api'],
  cause: 'answered-before-cors',
  fix: ['Let gateway pass the request on to api, in place of the answer 200'],
  notFix: /cors\(/,
  fixed: { servers: gateway(false) },
  next: 'readable',
} satisfies Fault
