import { type Fault, PAGE } from '../fault.js'
import { django } from '../servers.js'

const server = (names: string) =>
  django(
    `CORS_ALLOWED_ORIGINS=["${PAGE}"], MIDDLEWARE=['corsheaders.middleware.CorsMiddleware'],
CORS_ALLOW_HEADERS = (*default_headers, ${names})`,
    'from corsheaders.defaults import default_headers',
  )

export default {
  what: 'django-cors-headers lacks a header that the page sets',
  servers: server('"x-token"'),
  asked: { headers: { 'X-Api-Key': '1' } },
  cause: 'header-not-listed',
  fix: [
    'must name "x-api-key" in `Access-Control-Allow-Headers`',
    'add "x-api-key" to `CORS_ALLOW_HEADERS`; if there is none yet,',
  ],
  fixed: { servers: server('"x-token", "x-api-key"') },
  keeps: [{ headers: { 'X-Token': '1', 'X-CSRFToken': '1' } }],
  next: 'readable',
} satisfies Fault
