import { type Fault, PAGE } from '../fault.js'
import { flask } from '../servers.js'

const broken = `
@app.get('/')
CROSS
def users(): raise RuntimeError('broken')`

export default {
  what: 'a route of Flask under @cross_origin fails, and the 500 has no headers',
  servers: flask(broken.replace('CROSS', `@cross_origin(origins=["${PAGE}"])`)),
  cause: 'server-error',
  fix: [
    "server's log",
    `Access-Control-Allow-Origin: ${PAGE}`,
    'With Flask-CORS: `CORS(app)` for the whole application, so that errors pass it too',
  ],
  fixed: { servers: flask(`CORS(app)${broken.replace('CROSS\n', '')}`) },
  next: 'readable',
} satisfies Fault
