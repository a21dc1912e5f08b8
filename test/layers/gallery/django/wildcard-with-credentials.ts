import { type Fault, PAGE } from '../fault.js'
import { django } from '../servers.js'

const server = (settings: string) =>
  django(`${settings}, CORS_ALLOW_HEADERS=['x-token'], MIDDLEWARE=['corsheaders.middleware.CorsMiddleware']`)

export default {
  what: 'django-cors-headers allows all origins, and the page sends its cookies',
  servers: server('CORS_ALLOW_ALL_ORIGINS=True'),
  asked: { method: 'PUT', headers: { 'X-Token': '1' }, credentials: true },
  cause: 'wildcard-with-credentials',
  fix: [
    `Access-Control-Allow-Origin: ${PAGE}`,
    `\`CORS_ALLOWED_ORIGINS = ["${PAGE}"]\` in place of \`CORS_ALLOW_ALL_ORIGINS\`, and \`CORS_ALLOW_CREDENTIALS = True\``,
  ],
  fixed: { servers: server(`CORS_ALLOWED_ORIGINS=["${PAGE}"], CORS_ALLOW_CREDENTIALS=True`) },
  next: 'readable',
} satisfies Fault
