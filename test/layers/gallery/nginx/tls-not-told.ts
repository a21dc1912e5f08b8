import { onlyHttps } from '../apps.js'
import type { Fault } from '../fault.js'
import { secureNginx } from '../tls.js'

const servers = (directive: string, trustedProxies: number) =>
  secureNginx(
    `location / {
      proxy_set_header Host $http_host;
      ${directive}
      proxy_pass http://UPSTREAM;
    }`,
    onlyHttps(trustedProxies),
  )

export default {
  what: 'Express behind nginx, which ends TLS and does not say so, redirects the preflight to the URL itself',
  servers: servers('', 0),
  asked: { method: 'PUT' },
  cause: 'redirect',
  fix: [
    /^Let every proxy on the way send `X-Forwarded-Proto: https` /,
    "With Express: `app.set('trust proxy', 1)`.",
    'In nginx: `proxy_set_header X-Forwarded-Proto $scheme;` where TLS ends',
  ],
  notFix: /Let the page request/,
  fixed: { servers: servers('proxy_set_header X-Forwarded-Proto $scheme;', 1) },
  next: 'readable',
} satisfies Fault
