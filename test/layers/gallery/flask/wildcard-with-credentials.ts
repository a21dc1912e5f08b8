import { type Fault, PAGE } from '../fault.js'
import { flask } from '../servers.js'

const server = (more: string) =>
  flask(`CORS(app, methods=["PUT"], allow_headers=["x-token"], send_wildcard=True${more})
@app.put('/')
def users(): return []`)

export default {
  what: 'Flask-CORS with send_wildcard answers * to a page that sends its cookies',
  servers: server(''),
  asked: { method: 'PUT', headers: { 'X-Token': '1' }, credentials: true },
  cause: 'wildcard-with-credentials',
  fix: [
    `Access-Control-Allow-Origin: ${PAGE}`,
    'Access-Control-Allow-Credentials: true',
    `\`origins=["${PAGE}"], supports_credentials=True\` among the arguments of \`CORS()\``,
  ],
  // A whole call would lose the lists.
  notFix: /CORS\(app, /,
  fixed: { servers: server(`, origins=["${PAGE}"], supports_credentials=True`) },
  next: 'readable',
} satisfies Fault
