import { type Fault, PAGE } from '../fault.js'
import { express, varnish } from '../servers.js'

const other = 'https://other.example.com'
const ORIGINS = [PAGE, other]

const server = (vary: string) =>
  varnish(
    '',
    express(app =>
      app.use((request, response, next) => {
        const { origin = '' } = request.headers
        if (ORIGINS.includes(origin)) response.set('Access-Control-Allow-Origin', origin)
        if (vary) response.vary(vary)
        next()
      }),
    ),
  )

export default {
  what: 'the application sends no Vary, and Varnish gives a page the copy of another origin',
  servers: server(''),
  askedBefore: [other],
  cause: 'cached-copy',
  fix: ['Vary: Origin', 'clear the cache'],
  fixed: { servers: server('Origin') },
  next: 'readable',
} satisfies Fault
