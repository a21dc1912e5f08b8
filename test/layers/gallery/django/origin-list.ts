import { type Fault, PAGE } from '../fault.js'
import { django } from '../servers.js'

const server = (origins: string) =>
  django(`CORS_ALLOWED_ORIGINS=[${origins}], MIDDLEWARE=['corsheaders.middleware.CorsMiddleware']`)

export default {
  what: 'CORS_ALLOWED_ORIGINS of Django lacks the page',
  servers: server(`"https://www.example.com"`),
  cause: 'origin-not-listed',
  fix: [
    `Access-Control-Allow-Origin: ${PAGE}`,
    `With django-cors-headers: add "${PAGE}" to \`CORS_ALLOWED_ORIGINS\``,
  ],
  fixed: { servers: server(`"https://www.example.com", "${PAGE}"`) },
  keeps: [{ origin: 'https://www.example.com' }],
  next: 'readable',
} satisfies Fault
