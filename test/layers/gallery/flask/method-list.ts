import { type Fault, PAGE } from '../fault.js'
import { flask } from '../servers.js'

const server = (methods: string) =>
  flask(`CORS(app, origins=["${PAGE}"], methods=[${methods}])
@app.delete('/')
def remove(): return []`)

export default {
  what: 'the methods of Flask-CORS lack DELETE',
  servers: server(`"GET", "POST"`),
  asked: { method: 'DELETE' },
  cause: 'method-not-listed',
  fix: ['must name "DELETE" in `Access-Control-Allow-Methods`', 'add "DELETE" to `methods` of `CORS()`'],
  fixed: { servers: server(`"GET", "POST", "DELETE"`) },
  keeps: [{ method: 'POST' }],
  next: 'readable',
} satisfies Fault
