import { type Fault, PAGE } from '../fault.js'
import { flask } from '../servers.js'

const server = (cors: string) => flask(`${cors}\n@app.get('/users')\ndef users(): return []`)

export default {
  what: 'the resources of Flask-CORS do not cover the path',
  servers: server(`CORS(app, resources={r"/api/*": {"origins": ["${PAGE}"]}})`),
  asked: { path: '/users' },
  cause: 'no-cors-layer',
  fix: [`Access-Control-Allow-Origin: ${PAGE}`, `With Flask-CORS: \`CORS(app, origins=["${PAGE}"])\``],
  fixed: { servers: server(`CORS(app, origins=["${PAGE}"])`) },
  next: 'readable',
} satisfies Fault
