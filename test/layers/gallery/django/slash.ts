import { type Fault, PAGE } from '../fault.js'
import { django } from '../servers.js'

const servers = django(
  `CORS_ALLOWED_ORIGINS=["${PAGE}"],
MIDDLEWARE=['django.middleware.common.CommonMiddleware', 'corsheaders.middleware.CorsMiddleware']`,
)

export default {
  what: 'APPEND_SLASH of Django redirects before CorsMiddleware',
  servers,
  asked: { path: '/users' },
  cause: 'redirect',
  fix: [/Let the page request "http:\/\/127\.0\.0\.1:\d+\/users\/" at once/],
  fixed: { asked: { path: '/users/' } },
  next: 'readable',
} satisfies Fault
