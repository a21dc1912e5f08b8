import { type Fault, PAGE } from '../fault.js'
import { starlette } from '../servers.js'

const server = (headers: string) =>
  starlette(
    `app.add_middleware(CORSMiddleware, allow_origins=["${PAGE}"], allow_methods=methods, allow_headers=[${headers}])`,
  )

export default {
  what: "Starlette's CORSMiddleware refuses the preflight for a header that it does not list",
  servers: server(''),
  asked: { method: 'PUT', headers: { 'X-Token': '1' } },
  cause: 'header-not-listed',
  fix: [
    'must name "x-token" in `Access-Control-Allow-Headers`',
    'add "x-token" to `allow_headers` of `CORSMiddleware`',
  ],
  fixed: { servers: server(`"x-token"`) },
  next: 'readable',
} satisfies Fault
