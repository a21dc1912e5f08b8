import { type Fault, PAGE } from '../fault.js'
import { flask } from '../servers.js'

const route = `
@app.post('/')
def users(): return []`

export default {
  what: 'the application sets the headers by hand, for GET and POST alone',
  servers: flask(`
@app.after_request
def headers(response):
    if request.method in ('GET', 'POST'): response.headers['Access-Control-Allow-Origin'] = '${PAGE}'
    return response
${route}
@app.get('/')
def read(): return []`),
  asked: { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' },
  cause: 'preflight-not-routed',
  fix: ['Access-Control-Allow-Headers: content-type', '`CORS(app)` for the whole application'],
  fixed: { servers: flask(`CORS(app)${route}`) },
  next: 'readable',
} satisfies Fault
