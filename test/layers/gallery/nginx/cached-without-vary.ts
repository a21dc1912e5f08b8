import expressCors from 'cors'
import { type Fault, PAGE } from '../fault.js'
import { express, nginx } from '../servers.js'

const other = 'https://other.example.com'

const server = (ignored: string) =>
  nginx(
    `location / {
      proxy_cache kept;
      proxy_cache_valid 200 10m;
      proxy_ignore_headers ${ignored};
      add_header X-Cache-Status $upstream_cache_status;
      proxy_pass http://UPSTREAM;
    }`,
    express(app => app.use(expressCors({ origin: [PAGE, other] }))),
  )

export default {
  what: "nginx keeps an answer without heed to Vary, and gives a page the copy of another origin's",
  servers: server('Cache-Control Vary'),
  askedBefore: [other],
  cause: 'cached-copy',
  fix: ['Vary: Origin', 'cache key'],
  fixed: { servers: server('Cache-Control') },
  next: 'readable',
} satisfies Fault
