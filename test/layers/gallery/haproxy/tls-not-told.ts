import { onlyHttps } from '../apps.js'
import type { Fault } from '../fault.js'
import { secureHaproxy } from '../tls.js'

const servers = (directive: string, trustedProxies: number) =>
  secureHaproxy(`  ${directive}\n  server app UPSTREAM`, onlyHttps(trustedProxies))

export default {
  what: 'Express behind HAProxy, which ends TLS and does not say so, redirects to the URL itself',
  servers: servers('', 0),
  cause: 'redirect',
  // Nothing in its answers shows HAProxy.
  fix: [
    /^Let every proxy on the way send `X-Forwarded-Proto: https` /,
    "With Express: `app.set('trust proxy', 1)`.",
  ],
  notFix: /Let the page request/,
  fixed: { servers: servers('http-request set-header X-Forwarded-Proto https if { ssl_fc }', 1) },
  next: 'readable',
} satisfies Fault
