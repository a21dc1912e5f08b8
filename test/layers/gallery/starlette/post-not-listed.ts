import { type Fault, PAGE } from '../fault.js'
import { starlette } from '../servers.js'

const server = (methods: string) =>
  starlette(`app.add_middleware(CORSMiddleware, allow_origins=["${PAGE}"], allow_credentials=True${methods})`)

export default {
  what: "Starlette's CORSMiddleware, which lists GET alone by default, refuses the preflight for a POST",
  servers: server(', allow_headers=["content-type"]'),
  asked: {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{}',
    credentials: true,
  },
  cause: 'method-not-listed',
  fix: [
    'must name "POST" in `Access-Control-Allow-Methods`',
    'add "POST" to `allow_methods` of `CORSMiddleware`',
  ],
  fixed: { servers: server(', allow_headers=["content-type"], allow_methods=["GET", "POST"]') },
  next: 'readable',
} satisfies Fault
