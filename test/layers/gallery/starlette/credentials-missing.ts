import { type Fault, PAGE } from '../fault.js'
import { starlette } from '../servers.js'

const server = (more: string) =>
  starlette(`app.add_middleware(CORSMiddleware, allow_origins=["${PAGE}"]${more})`)

export default {
  what: "Starlette's CORSMiddleware allows no credentials",
  servers: server(''),
  asked: { credentials: true },
  cause: 'credentials-not-allowed',
  fix: ['Access-Control-Allow-Credentials: true', 'allow_credentials=True'],
  fixed: { servers: server(', allow_credentials=True') },
  next: 'readable',
} satisfies Fault
