import { type Fault, PAGE } from '../fault.js'
import { flask } from '../servers.js'

const servers = flask(`CORS(app, origins=["${PAGE}"])
@app.route('/users/', methods=['GET', 'PUT'])
def users(): return []`)

export default {
  what: 'Flask redirects the preflight to the path with a slash at the end',
  servers,
  asked: { method: 'PUT', path: '/users' },
  cause: 'redirect',
  fix: [/Let the page request "http:\/\/127\.0\.0\.1:\d+\/users\/" at once/],
  fixed: { asked: { method: 'PUT', path: '/users/' } },
  next: 'readable',
} satisfies Fault
