import { type Fault, PAGE } from '../fault.js'
import { spring } from '../servers.js'

const server = (path: string) =>
  spring(
    `registry.addMapping("${path}").allowedOrigins("${PAGE}").allowedMethods("GET", "HEAD", "POST", "PUT")`,
  )

export default {
  what: 'no mapping of Spring covers the path',
  servers: server('/api/**'),
  asked: { method: 'PUT' },
  cause: 'no-cors-layer',
  fix: [
    `With Spring: \`registry.addMapping("/**").allowedOrigins("${PAGE}").allowedMethods("GET", "HEAD", "POST", "PUT")\``,
  ],
  fixed: { servers: server('/**') },
  next: 'readable',
} satisfies Fault
