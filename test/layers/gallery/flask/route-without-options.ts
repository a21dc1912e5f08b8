import { type Fault, PAGE } from '../fault.js'
import { flask } from '../servers.js'

const route = (options: string) => `
@app.route('/', methods=['GET', 'POST'], provide_automatic_options=${options})
def users(): return []`

export default {
  what: 'a route of Flask answers no OPTIONS, with the headers of CORS(app)',
  servers: flask(`CORS(app, origins=["${PAGE}"])${route('False')}`),
  asked: { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' },
  cause: 'preflight-not-routed',
  fix: ['status 204', 'Access-Control-Allow-Headers: content-type', '`provide_automatic_options=False`'],
  fixed: { servers: flask(`CORS(app, origins=["${PAGE}"])${route('None')}`) },
  next: 'readable',
} satisfies Fault
