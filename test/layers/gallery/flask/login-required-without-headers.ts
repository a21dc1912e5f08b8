import { type Fault, PAGE } from '../fault.js'
import { flask } from '../servers.js'

const server = (preflight: string) =>
  flask(`
@app.before_request
def login():
    ${preflight}
    if 'Authorization' not in request.headers: return Response('who?', 401)

@app.put('/')
@cross_origin(origins=["${PAGE}"])
def users(): return []`)

export default {
  what: 'a before_request function of Flask answers before @cross_origin is reached',
  servers: server('pass'),
  asked: { method: 'PUT', headers: { Authorization: 'Bearer x' } },
  cause: 'answered-before-cors',
  fix: [
    `Access-Control-Allow-Origin: ${PAGE}`,
    'Access-Control-Allow-Methods: PUT',
    'if request.method == "OPTIONS": return None',
  ],
  fixed: { servers: server('if request.method == "OPTIONS": return None') },
  next: 'readable',
} satisfies Fault
