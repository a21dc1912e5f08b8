import { type Fault, PAGE } from '../fault.js'
import { spring } from '../servers.js'

const server = (headers: string) =>
  spring(`registry.addMapping("/**").allowedOrigins("${PAGE}").allowedHeaders(${headers})`)

export default {
  what: 'allowedHeaders of Spring lacks a header that the page sets',
  servers: server(`"content-type"`),
  asked: { headers: { 'X-Api-Key': '1' } },
  cause: 'header-not-listed',
  fix: [
    'must name "x-api-key" in `Access-Control-Allow-Headers`',
    'With Spring: add "x-api-key" to `allowedHeaders` at the mapping',
  ],
  fixed: { servers: server(`"content-type", "x-api-key"`) },
  next: 'readable',
} satisfies Fault
