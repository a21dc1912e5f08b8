import { onlyHttps } from '../apps.js'
import type { Fault } from '../fault.js'
import { secureApache } from '../tls.js'

const servers = (directive: string, trustedProxies: number) =>
  secureApache(`ProxyPreserveHost On\n${directive}\nProxyPass / http://UPSTREAM/`, onlyHttps(trustedProxies))

export default {
  what: 'Express behind Apache, which ends TLS and does not say so, redirects to the URL itself',
  servers: servers('', 0),
  cause: 'redirect',
  fix: [
    /^Let every proxy on the way send `X-Forwarded-Proto: https` /,
    "With Express: `app.set('trust proxy', 1)`.",
    'In Apache: `RequestHeader set X-Forwarded-Proto "https"`',
  ],
  notFix: /Let the page request/,
  fixed: { servers: servers('RequestHeader set X-Forwarded-Proto "https"', 1) },
  next: 'readable',
} satisfies Fault
