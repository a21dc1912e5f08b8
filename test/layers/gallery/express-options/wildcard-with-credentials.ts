import expressCors, { type CorsOptions } from 'cors'
import { type Fault, PAGE } from '../fault.js'
import { express } from '../servers.js'

const server = (options: CorsOptions) =>
  express(app => app.use(expressCors({ methods: ['PUT'], allowedHeaders: ['x-token'], ...options })))

export default {
  what: 'cors() without origins answers * to a page that sends its cookies',
  servers: server({}),
  asked: { method: 'PUT', headers: { 'X-Token': '1' }, credentials: true },
  cause: 'wildcard-with-credentials',
  fix: [
    `Access-Control-Allow-Origin: ${PAGE}`,
    'Access-Control-Allow-Credentials: true',
    'List every other origin that may read, too.',
    `\`origin: ["${PAGE}"], credentials: true\` among the options of \`cors()\``,
  ],
  // A whole call would lose the lists.
  notFix: /app\.use\(cors\(\{ origin/,
  fixed: { servers: server({ origin: [PAGE], credentials: true }) },
  next: 'readable',
} satisfies Fault
