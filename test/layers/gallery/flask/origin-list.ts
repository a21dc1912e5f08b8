import { type Fault, PAGE } from '../fault.js'
import { flask } from '../servers.js'

const server = (origins: string) =>
  flask(`CORS(app, origins=[${origins}])\n@app.get('/')\ndef users(): return []`)

export default {
  what: 'the origins of Flask-CORS lack the page',
  servers: server(`"https://www.example.com"`),
  cause: 'origin-not-listed',
  fix: [`Access-Control-Allow-Origin: ${PAGE}`, `With Flask-CORS: add "${PAGE}" to \`origins\``],
  fixed: { servers: server(`"https://www.example.com", "${PAGE}"`) },
  keeps: [{ origin: 'https://www.example.com' }],
  next: 'readable',
} satisfies Fault
