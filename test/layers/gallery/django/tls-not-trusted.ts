import { type Fault, PAGE } from '../fault.js'
import { django } from '../servers.js'
import { secureNginx } from '../tls.js'

const servers = (setting: string) =>
  secureNginx(
    `location / {
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_pass_header Server;
      proxy_pass http://UPSTREAM;
    }`,
    django(`CORS_ALLOWED_ORIGINS=["${PAGE}"], SECURE_SSL_REDIRECT=True, ${setting}
MIDDLEWARE=['django.middleware.security.SecurityMiddleware', 'corsheaders.middleware.CorsMiddleware']`),
  )

export default {
  what: 'SECURE_SSL_REDIRECT of Django does not trust the scheme that nginx tells it',
  servers: servers(''),
  cause: 'redirect',
  fix: [
    /^Let every proxy on the way send `X-Forwarded-Proto: https` .* and let the application trust it\./,
    'With Django: `SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")`.',
  ],
  notFix: /Let the page request/,
  fixed: { servers: servers('SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"),') },
  next: 'readable',
} satisfies Fault
