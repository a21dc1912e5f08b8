import { type Fault, PAGE } from '../fault.js'
import { django } from '../servers.js'

const server = (before: string, more: string) =>
  django(
    `CORS_ALLOWED_ORIGINS=["${PAGE}"], MIDDLEWARE=['corsheaders.middleware.CorsMiddleware']${more}`,
    before,
  )

export default {
  what: 'the default methods of django-cors-headers lack one',
  servers: server('', ''),
  asked: { method: 'PURGE' },
  cause: 'method-not-listed',
  fix: [
    'must name "PURGE" in `Access-Control-Allow-Methods`',
    '`from corsheaders.defaults import default_methods` and `CORS_ALLOW_METHODS = (*default_methods, "PURGE")`',
  ],
  fixed: {
    servers: server(
      'from corsheaders.defaults import default_methods',
      ', CORS_ALLOW_METHODS = (*default_methods, "PURGE")',
    ),
  },
  next: 'readable',
} satisfies Fault
