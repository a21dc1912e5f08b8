import { type Fault, PAGE } from '../fault.js'
import { django } from '../servers.js'

const server = (before: string, more: string) =>
  django(
    `CORS_ALLOWED_ORIGINS=["${PAGE}"], MIDDLEWARE=['corsheaders.middleware.CorsMiddleware']${more}`,
    before,
  )

export default {
  what: 'the default headers of django-cors-headers lack one that the page sets',
  servers: server('', ''),
  asked: { headers: { 'X-Api-Key': '1' } },
  cause: 'header-not-listed',
  fix: [
    'must name "x-api-key" in `Access-Control-Allow-Headers`',
    '`from corsheaders.defaults import default_headers` and `CORS_ALLOW_HEADERS = (*default_headers, "x-api-key")`',
  ],
  fixed: {
    servers: server(
      'from corsheaders.defaults import default_headers',
      ', CORS_ALLOW_HEADERS = (*default_headers, "x-api-key")',
    ),
  },
  keeps: [{ headers: { 'X-CSRFToken': '1' } }],
  next: 'readable',
} satisfies Fault
