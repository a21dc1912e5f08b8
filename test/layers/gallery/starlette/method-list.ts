import { type Fault, PAGE } from '../fault.js'
import { starlette } from '../servers.js'

const server = (methods: string) =>
  starlette(`app.add_middleware(CORSMiddleware, allow_origins=["${PAGE}"], allow_methods=[${methods}])`)

export default {
  what: "Starlette's CORSMiddleware refuses the preflight for a method that it does not list",
  servers: server(`"GET"`),
  asked: { method: 'PUT' },
  cause: 'method-not-listed',
  fix: [
    'must name "PUT" in `Access-Control-Allow-Methods`',
    'add "PUT" to `allow_methods` of `CORSMiddleware`',
  ],
  fixed: { servers: server(`"GET", "PUT"`) },
  keeps: [{ headers: { 'Content-Type': 'application/json' } }],
  next: 'readable',
} satisfies Fault
