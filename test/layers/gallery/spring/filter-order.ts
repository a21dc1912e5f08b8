import { type Fault, PAGE } from '../fault.js'
import { spring } from '../servers.js'

const mapping = `registry.addMapping("/**").allowedOrigins("${PAGE}")`

export default {
  what: 'a filter in front of Spring MVC asks the preflight for a token',
  servers: spring(mapping, 'token'),
  asked: { headers: { Authorization: 'Bearer x' } },
  cause: 'answered-before-cors',
  fix: [
    `Access-Control-Allow-Origin: ${PAGE}`,
    'With Tomcat: a `CorsFilter` mapped before every other filter',
  ],
  fixed: { servers: spring(mapping, 'cors', 'token') },
  next: 'readable',
} satisfies Fault
