import { type Fault, PAGE } from '../fault.js'
import { nginx, starlette } from '../servers.js'

const server = (origins: string) =>
  nginx(
    'location / { proxy_pass http://UPSTREAM; }',
    starlette(
      `app.add_middleware(CORSMiddleware, allow_origins=[${origins}], allow_credentials=True, allow_methods=methods)`,
    ),
  )

export default {
  what: 'nginx hides Starlette, whose CORSMiddleware answers the preflight with the origin and the request with *',
  servers: server('"*"'),
  asked: { method: 'PUT', credentials: true },
  cause: 'wildcard-with-credentials',
  fix: [`Access-Control-Allow-Origin: ${PAGE}`, 'List every other origin that may read, too.'],
  fixed: { servers: server(`"${PAGE}"`) },
  next: 'readable',
} satisfies Fault
