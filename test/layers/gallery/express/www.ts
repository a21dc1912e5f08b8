import expressCors from 'cors'
import type { Fault } from '../fault.js'
import { express } from '../servers.js'

const page = 'http://app.example.com'

const servers = express(app => {
  app.use(expressCors({ origin: [page] }))
  app.use((request, response, next) =>
    request.hostname.startsWith('www.')
      ? next()
      : response.redirect(301, `http://www.${request.headers.host}${request.url}`),
  )
})

export default {
  what: 'a redirect to the host with www. hides the origin of the page',
  servers,
  asked: { origin: page, host: 'shop.example.com' },
  cause: 'redirect',
  fix: [/Let the page request "http:\/\/www\.shop\.example\.com:\d+\/" at once/],
  fixed: { asked: { origin: page, host: 'www.shop.example.com' } },
  next: 'readable',
} satisfies Fault
