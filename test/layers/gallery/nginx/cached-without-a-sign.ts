import { type Fault, PAGE } from '../fault.js'
import { express, nginx } from '../servers.js'

const other = 'https://other.example.com'
const ORIGINS = [PAGE, other]

const server = (vary: string) =>
  nginx(
    'location / { proxy_cache kept; proxy_cache_valid 200 10m; proxy_pass http://UPSTREAM; }',
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
  what: 'the application sends no Vary, and nginx gives a page the copy of another origin without a sign of it',
  servers: server(''),
  askedBefore: [other],
  cause: 'two-layers',
  alternative: 'cached-copy',
  fix: [`Access-Control-Allow-Origin: ${PAGE}`],
  fixed: { servers: server('Origin') },
  next: 'readable',
} satisfies Fault
