import { type Fault, PAGE } from '../fault.js'
import { spring } from '../servers.js'

const server = (path: string) => spring(`registry.addMapping("${path}").allowedOrigins("${PAGE}")`)

export default {
  what: 'no mapping of Spring covers the path of a GET',
  servers: server('/api/**'),
  cause: 'no-cors-layer',
  fix: [`With Spring: \`registry.addMapping("/**").allowedOrigins("${PAGE}")\``],
  fixed: { servers: server('/**') },
  next: 'readable',
} satisfies Fault
