import { type Fault, PAGE } from '../fault.js'
import { flask } from '../servers.js'

const server = (origins: string) =>
  flask(`CORS(app, origins=[${origins}])\n@app.put('/')\ndef users(): return []`)

export default {
  what: 'Flask-CORS says nothing to the preflight of an origin that it does not list',
  servers: server(`"https://www.example.com", "https://admin.example.com"`),
  asked: { method: 'PUT' },
  cause: 'origin-not-listed',
  fix: [`Access-Control-Allow-Origin: ${PAGE}`, `With Flask-CORS: add "${PAGE}" to \`origins\``],
  fixed: { servers: server(`"https://www.example.com", "${PAGE}"`) },
  next: 'readable',
} satisfies Fault
