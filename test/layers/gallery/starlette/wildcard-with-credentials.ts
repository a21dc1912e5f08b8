import { type Fault, PAGE } from '../fault.js'
import { starlette } from '../servers.js'

const server = (origins: string) =>
  starlette(
    `app.add_middleware(CORSMiddleware, allow_origins=[${origins}], allow_credentials=True, allow_methods=methods, allow_headers=["content-type"])`,
  )

export default {
  what: "Starlette's CORSMiddleware answers the preflight with the origin, and * to a request without a cookie",
  servers: server('"*"'),
  asked: {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{}',
    credentials: true,
  },
  cause: 'wildcard-with-credentials',
  fix: [
    `Access-Control-Allow-Origin: ${PAGE}`,
    'List every other origin that may read, too.',
    `in \`CORSMiddleware\`: \`allow_origins=["${PAGE}"]\` in place of \`["*"]\``,
  ],
  // A whole call would lose the lists.
  notFix: /add_middleware/,
  fixed: { servers: server(`"${PAGE}"`) },
  next: 'readable',
} satisfies Fault
