import { cors } from 'cors-policy'
import { type Fault, PAGE } from '../fault.js'
import { express } from '../servers.js'

const server = (origins: readonly string[]) =>
  express(app => app.use(cors({ origins, credentials: true, methods: ['GET', 'PUT'] })))

export default {
  what: '`origins` lacks the page',
  servers: server(['https://www.example.com', 'https://admin.example.com']),
  asked: { method: 'PUT', credentials: true },
  cause: 'origin-not-listed',
  fix: [
    `Access-Control-Allow-Origin: ${PAGE}`,
    'Access-Control-Allow-Credentials: true',
    `With cors-policy: add "${PAGE}" to \`origins\``,
  ],
  fixed: { servers: server(['https://www.example.com', 'https://admin.example.com', PAGE]) },
  keeps: [{ origin: 'https://admin.example.com', method: 'PUT', credentials: true }],
  next: 'readable',
} satisfies Fault
