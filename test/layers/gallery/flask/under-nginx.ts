import { type Fault, PAGE } from '../fault.js'
import { flask, nginx } from '../servers.js'

const app = flask(`CORS(app, origins=["${PAGE}"], supports_credentials=True)
@app.get('/')
def users(): return []`)

const server = (line: string) => nginx(`location / {\n${line}\nproxy_pass http://UPSTREAM;\n}`, app)

export default {
  what: 'nginx adds * to what Flask-CORS sends to a page with credentials',
  servers: server('add_header Access-Control-Allow-Origin *;'),
  asked: { credentials: true },
  cause: 'two-layers',
  fix: [
    `\`Access-Control-Allow-Origin: ${PAGE}\` and \`Access-Control-Allow-Credentials: true\` goes out once`,
    'In nginx: take the `add_header Access-Control-…` lines out',
  ],
  fixed: { servers: server('') },
  next: 'readable',
} satisfies Fault
