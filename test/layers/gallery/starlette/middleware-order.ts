import { type Fault, PAGE } from '../fault.js'
import { starlette } from '../servers.js'

const token = `
async def token(request, call_next):
    if 'authorization' in request.headers: return await call_next(request)
    return PlainTextResponse('who?', 401)
`
const addToken = 'app.add_middleware(BaseHTTPMiddleware, dispatch=token)'
const addCors = `app.add_middleware(CORSMiddleware, allow_origins=["${PAGE}"], allow_headers=["authorization"])`

export default {
  what: 'a middleware of Starlette that was added after CORSMiddleware asks the preflight for a token',
  servers: starlette(`${token}${addCors}\n${addToken}`),
  asked: { headers: { Authorization: 'Bearer x' } },
  cause: 'answered-before-cors',
  fix: [
    'Access-Control-Allow-Headers: authorization',
    'add `CORSMiddleware` last: what is added last runs first',
  ],
  fixed: { servers: starlette(`${token}${addToken}\n${addCors}`) },
  next: 'readable',
} satisfies Fault
