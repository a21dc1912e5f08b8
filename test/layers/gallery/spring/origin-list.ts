import { type Fault, PAGE } from '../fault.js'
import { spring } from '../servers.js'

const server = (origins: string) => spring(`registry.addMapping("/**").allowedOrigins(${origins})`)

export default {
  what: 'allowedOrigins of Spring lacks the page',
  servers: server(`"https://www.example.com"`),
  cause: 'origin-not-listed',
  fix: [
    `Access-Control-Allow-Origin: ${PAGE}`,
    `With Spring: add "${PAGE}" to \`allowedOrigins\` at the mapping`,
  ],
  fixed: { servers: server(`"https://www.example.com", "${PAGE}"`) },
  next: 'readable',
} satisfies Fault
