import { type Fault, PAGE } from '../fault.js'
import { starlette } from '../servers.js'
import { secureNginx } from '../tls.js'

const servers = (directive: string) =>
  secureNginx(
    `location / {
      proxy_set_header Host $http_host;
      ${directive}
      proxy_pass_header Server;
      proxy_pass http://UPSTREAM;
    }`,
    starlette(`from starlette.middleware.httpsredirect import HTTPSRedirectMiddleware
app.add_middleware(CORSMiddleware, allow_origins=["${PAGE}"])
app.add_middleware(HTTPSRedirectMiddleware)`),
  )

export default {
  what: 'HTTPSRedirectMiddleware of Starlette behind nginx, which ends TLS and does not say so',
  servers: servers(''),
  cause: 'redirect',
  fix: [
    /^Let every proxy on the way send `X-Forwarded-Proto: https` /,
    'With Starlette: `uvicorn --proxy-headers --forwarded-allow-ips`, with the address of the proxy.',
  ],
  notFix: /Let the page request/,
  // uvicorn trusts proxies at 127.0.0.1 by itself.
  fixed: { servers: servers('proxy_set_header X-Forwarded-Proto $scheme;') },
  next: 'readable',
} satisfies Fault
