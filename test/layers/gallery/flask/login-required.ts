import { type Fault, PAGE } from '../fault.js'
import { flask } from '../servers.js'

const server = (preflight: string) =>
  flask(`
@app.before_request
def login():
    ${preflight}
    if 'Authorization' not in request.headers: return Response('who?', 401)

@app.get('/')
def users(): return []

CORS(app, origins=["${PAGE}"])`)

export default {
  what: 'a before_request function of Flask answers the preflight with 401, with the headers',
  servers: server('pass'),
  asked: { headers: { Authorization: 'Bearer x' } },
  cause: 'answered-before-cors',
  fix: ['status 204', 'if request.method == "OPTIONS": return None'],
  fixed: { servers: server('if request.method == "OPTIONS": return None') },
  next: 'readable',
} satisfies Fault
