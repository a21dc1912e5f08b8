import { type Fault, PAGE } from '../fault.js'
import { nginx, starlette } from '../servers.js'

const app = starlette(`app.add_middleware(CORSMiddleware, allow_origins=["${PAGE}"], allow_methods=["PUT"])`)
const server = (line: string) => nginx(`location / { ${line} proxy_pass http://UPSTREAM; }`, app)

export default {
  what: 'nginx takes Origin off the requests that it passes on',
  servers: server('proxy_set_header Origin "";'),
  asked: { method: 'PUT' },
  via: ['nginx', 'app'],
  cause: 'preflight-not-routed',
  fix: [
    'Let nginx pass OPTIONS on to app as it came, `Origin` included, in place of the answer 405',
    'In nginx: take out `if ($request_method = OPTIONS) …` and `proxy_set_header Origin …`, whichever stands there',
  ],
  notFix: /add_header|Starlette/,
  fixed: { servers: server('') },
  next: 'readable',
} satisfies Fault
