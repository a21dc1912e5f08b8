import { type Fault, PAGE } from '../fault.js'
import { starlette } from '../servers.js'

const server = (origins: string) =>
  starlette(`app.add_middleware(CORSMiddleware, allow_methods=methods, allow_origins=[${origins}])`)

export default {
  what: "Starlette's CORSMiddleware refuses the preflight of an origin that it does not list",
  servers: server(`"https://www.example.com"`),
  asked: { method: 'PUT' },
  cause: 'origin-not-listed',
  fix: [`Access-Control-Allow-Origin: ${PAGE}`, `add "${PAGE}" to \`allow_origins\``],
  fixed: { servers: server(`"https://www.example.com", "${PAGE}"`) },
  keeps: [{ origin: 'https://www.example.com' }],
  next: 'readable',
} satisfies Fault
