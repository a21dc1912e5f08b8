import expressCors from 'cors'
import { type Fault, PAGE } from '../fault.js'
import { express, nginx } from '../servers.js'

const other = 'https://other.example.com'

export const keeping = (ignored: string, more = '') =>
  nginx(
    `location / {
      proxy_cache kept;
      proxy_cache_valid 200 10m;
      proxy_ignore_headers ${ignored};
      ${more}
      add_header X-Cache-Status $upstream_cache_status;
      proxy_pass http://UPSTREAM;
    }`,
    express(app => app.use(expressCors({ origin: [PAGE, other] }))),
  )

export default {
  what: "nginx keeps an answer without heed to Vary, and gives a page the copy of another origin's",
  servers: keeping('Cache-Control Vary'),
  askedBefore: [other],
  cause: 'cached-copy',
  fix: [
    /^The copy has Vary: "Origin", which the cache ignores: put `Origin` into its cache key/,
    'In nginx: `proxy_cache_key "$scheme$proxy_host$request_uri$http_origin";`, or take `Vary` out of `proxy_ignore_headers`',
  ],
  notFix: /Every response must have/,
  fixed: { servers: keeping('Cache-Control') },
  next: 'readable',
} satisfies Fault
