import { type Fault, PAGE } from '../fault.js'
import { spring } from '../servers.js'

const mapping = `registry.addMapping("/**").allowedOrigins("${PAGE}").allowedMethods("GET", "HEAD", "POST", "PUT")`

export default {
  what: 'a mapping of Spring allows no credentials',
  servers: spring(mapping),
  asked: { method: 'PUT', credentials: true },
  cause: 'credentials-not-allowed',
  fix: ['Access-Control-Allow-Credentials: true', 'With Spring: `allowCredentials(true)` at the mapping'],
  fixed: { servers: spring(`${mapping}.allowCredentials(true)`) },
  next: 'readable',
} satisfies Fault
