import { type Fault, PAGE } from '../fault.js'
import { flask } from '../servers.js'

const server = (headers: string) =>
  flask(`CORS(app, origins=["${PAGE}"], allow_headers=[${headers}])
@app.get('/')
def users(): return []`)

export default {
  what: 'the headers of Flask-CORS lack the one that the page sets',
  servers: server(`"Content-Type"`),
  asked: { headers: { Authorization: 'Bearer x' } },
  cause: 'header-not-listed',
  fix: [
    'must name "authorization" in `Access-Control-Allow-Headers`',
    'add "authorization" to `allow_headers` of `CORS()`',
  ],
  fixed: { servers: server(`"Content-Type", "authorization"`) },
  keeps: [{ headers: { 'Content-Type': 'application/json' } }],
  next: 'readable',
} satisfies Fault
