import { type Fault, PAGE } from '../fault.js'
import { spring } from '../servers.js'

const server = (more: string) => spring(`registry.addMapping("/**").allowedOrigins("${PAGE}")${more}`)

export default {
  what: 'a mapping of Spring allows GET, HEAD and POST alone, unless it lists methods',
  servers: server(''),
  asked: { method: 'PUT' },
  cause: 'method-not-listed',
  fix: [
    'must name "PUT" in `Access-Control-Allow-Methods`',
    'With Spring: `.allowedMethods("GET", "HEAD", "POST", "PUT")` at the mapping',
  ],
  fixed: { servers: server(`.allowedMethods("GET", "HEAD", "POST", "PUT")`) },
  next: 'readable',
} satisfies Fault
