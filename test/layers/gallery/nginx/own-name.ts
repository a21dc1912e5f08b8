import { type Fault, PAGE } from '../fault.js'
import { flask, nginx } from '../servers.js'

export const ownName = (directive: string) =>
  nginx(
    `location /api/ { ${directive} proxy_pass http://UPSTREAM/; }`,
    flask(`CORS(app, origins=["${PAGE}"])
@app.route('/users/', methods=['GET', 'PUT'])
def users(): return []`),
  )

export default {
  what: 'Flask behind nginx, which takes the start of the path off and sends another Host, redirects to that',
  servers: ownName('proxy_set_header Host backend:8000;'),
  asked: { path: '/api/users', method: 'PUT' },
  cause: 'redirect',
  fix: [
    /^Let the page request "http:\/\/127\.0\.0\.1:\d+\/api\/users\/" at once\.\n/,
    'In nginx: `proxy_set_header Host $http_host;`',
    'must put it back into `Location`: `proxy_redirect` in nginx',
  ],
  fixed: { asked: { path: '/api/users/', method: 'PUT' } },
  next: 'readable',
} satisfies Fault
