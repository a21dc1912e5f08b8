import { type Fault, PAGE } from '../fault.js'
import { flask } from '../servers.js'

const server = (more: string) =>
  flask(`CORS(app, origins=["${PAGE}"]${more})\n@app.get('/')\ndef users(): return []`)

export default {
  what: 'Flask-CORS lists the origin without supports_credentials',
  servers: server(''),
  asked: { credentials: true },
  cause: 'credentials-not-allowed',
  fix: ['Access-Control-Allow-Credentials: true', 'supports_credentials=True'],
  fixed: { servers: server(', supports_credentials=True') },
  next: 'readable',
} satisfies Fault
