import { type Fault, PAGE } from '../fault.js'
import { apache, flask } from '../servers.js'

const servers = (directive: string) =>
  apache(
    `${directive}\nProxyPass / http://UPSTREAM/`,
    flask(`CORS(app, origins=["${PAGE}"])
@app.route('/users/', methods=['GET', 'PUT'])
def users(): return []`),
  )

export default {
  what: 'Flask behind Apache, which does not pass Host on, adds a slash and redirects to its own address',
  servers: servers(''),
  asked: { path: '/users' },
  cause: 'redirect',
  fix: [
    /^Let the page request "http:\/\/127\.0\.0\.1:\d+\/users\/" at once\.\n/,
    /Let every proxy on the way pass on `Host: 127\.0\.0\.1:\d+`, as the page sends it: .*`ProxyPreserveHost On` in Apache\./,
  ],
  fixed: { servers: servers('ProxyPreserveHost On') },
  next: 'readable',
} satisfies Fault
