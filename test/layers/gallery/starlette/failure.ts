import { type Fault, PAGE } from '../fault.js'
import { starlette } from '../servers.js'

export default {
  what: 'a failure of Starlette is answered outside CORSMiddleware',
  servers: starlette(`app.add_middleware(CORSMiddleware, allow_origins=["${PAGE}"])`),
  asked: { path: '/broken' },
  cause: 'server-error',
  fix: [
    "server's log",
    `Access-Control-Allow-Origin: ${PAGE}`,
    'wrap the whole application: `app = CORSMiddleware(app, …)`',
  ],
  fixed: { servers: starlette(`app = CORSMiddleware(app, allow_origins=["${PAGE}"])`) },
  next: 'readable',
} satisfies Fault
