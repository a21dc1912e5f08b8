import { type Fault, PAGE } from '../fault.js'
import { served } from '../servers.js'

const origins = ['https://www.example.com', PAGE]

const server = (origin: (asked: string | undefined) => string | string[]) =>
  served(() => (request, response) => {
    response.setHeader('Access-Control-Allow-Origin', origin(request.headers.origin))
    response.setHeader('Vary', 'Origin')
    response.end('[]')
  })

export default {
  what: 'a server of Node sets an array of origins, which goes out as two lines',
  servers: server(() => origins),
  cause: 'header-misspelt',
  alternative: 'two-layers',
  fix: ['That is one value: the origin that asks, if it is listed, with `Vary: Origin`'],
  fixed: { servers: server(asked => origins.find(origin => origin === asked) ?? '') },
  next: 'readable',
} satisfies Fault
