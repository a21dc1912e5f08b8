import { type Fault, PAGE } from '../fault.js'
import { django } from '../servers.js'

const server = (more: string) =>
  django(`CORS_ALLOWED_ORIGINS=["${PAGE}"], MIDDLEWARE=['corsheaders.middleware.CorsMiddleware']${more}`)

export default {
  what: 'django-cors-headers allows no credentials',
  servers: server(''),
  asked: { method: 'PUT', credentials: true },
  cause: 'credentials-not-allowed',
  fix: ['Access-Control-Allow-Credentials: true', '`CORS_ALLOW_CREDENTIALS = True`'],
  fixed: { servers: server(', CORS_ALLOW_CREDENTIALS=True') },
  next: 'readable',
} satisfies Fault
