import { type Fault, PAGE } from '../fault.js'
import { flask } from '../servers.js'

const byHand = `
@app.after_request
def headers(response):
    response.headers.add('Access-Control-Allow-Origin', '*')
    return response`

const server = (more: string) =>
  flask(`${more}
CORS(app, origins=["${PAGE}"])
@app.get('/')
def users(): return []`)

export default {
  what: 'an after_request function of Flask adds the header beside CORS(app)',
  servers: server(byHand),
  cause: 'two-layers',
  fix: [`Access-Control-Allow-Origin: ${PAGE}`, 'goes out once', 'Take every CORS header out of the others'],
  fixed: { servers: server('') },
  next: 'readable',
} satisfies Fault
