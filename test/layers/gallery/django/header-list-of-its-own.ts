import { type Fault, PAGE } from '../fault.js'
import { django } from '../servers.js'

const server = (headers: string) =>
  django(
    `CORS_ALLOWED_ORIGINS=["${PAGE}"], CORS_ALLOW_HEADERS=[${headers}], MIDDLEWARE=['corsheaders.middleware.CorsMiddleware']`,
  )

export default {
  what: 'CORS_ALLOW_HEADERS of Django lists a header, and with that no longer the defaults',
  servers: server(`"x-api-key"`),
  asked: {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Api-Key': '1' },
    body: '{}',
  },
  cause: 'header-not-listed',
  fix: ['must name "content-type"', 'add "content-type" to `CORS_ALLOW_HEADERS`; if there is none yet,'],
  fixed: { servers: server(`"x-api-key", "content-type"`) },
  next: 'readable',
} satisfies Fault
