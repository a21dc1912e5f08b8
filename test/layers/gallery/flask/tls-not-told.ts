import { type Fault, PAGE } from '../fault.js'
import { flask } from '../servers.js'
import { secureNginx } from '../tls.js'

const servers = (directive: string, line: string) =>
  secureNginx(
    `location / {
      proxy_set_header Host $http_host;
      ${directive}
      proxy_pass http://UPSTREAM;
      proxy_pass_header Server;
    }`,
    flask(`from werkzeug.middleware.proxy_fix import ProxyFix
CORS(app, origins=["${PAGE}"])
${line}
@app.route('/users/', methods=['GET', 'PUT'])
def users(): return []`),
  )

export default {
  what: 'Flask behind nginx, which ends TLS and does not say so, adds a slash and redirects to http',
  servers: servers('', ''),
  asked: { path: '/users', host: 'api.example.com' },
  cause: 'mixed-content',
  fix: [
    /^Let the page request "https:\/\/api\.example\.com:\d+\/users\/" at once\.\n/,
    'Let every proxy on the way send `X-Forwarded-Proto: https`',
    'With Flask: `app.wsgi_app = ProxyFix(app.wsgi_app, x_proto=1, x_host=1)`',
  ],
  fixed: {
    servers: servers(
      'proxy_set_header X-Forwarded-Proto $scheme;',
      'app.wsgi_app = ProxyFix(app.wsgi_app, x_proto=1, x_host=1)',
    ),
  },
  next: 'readable',
} satisfies Fault
