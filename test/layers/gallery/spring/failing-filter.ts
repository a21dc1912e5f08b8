import { type Fault, PAGE } from '../fault.js'
import { spring } from '../servers.js'

const mapping = `registry.addMapping("/**").allowedOrigins("${PAGE}")`

export default {
  what: 'a filter in front of Spring MVC fails',
  servers: spring(mapping, 'failure'),
  cause: 'server-error',
  fix: ["server's log", `Access-Control-Allow-Origin: ${PAGE}`, /With Spring: .* a `CorsFilter` before them/],
  fixed: { servers: spring(mapping, 'cors', 'failure') },
  next: 'readable',
} satisfies Fault
