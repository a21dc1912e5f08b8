import { type Fault, PAGE } from '../fault.js'
import { spring } from '../servers.js'

const tomcats =
  `tomcat?cors.allowed.origins=${PAGE}&cors.allowed.headers=authorization&cors.support.credentials=true` as const

export default {
  what: 'a filter on Tomcat asks the preflight for a token, and nothing does CORS',
  servers: spring('', 'token'),
  asked: { headers: { Authorization: 'Bearer x' }, credentials: true },
  cause: 'answered-before-cors',
  fix: [
    'Access-Control-Allow-Credentials: true',
    "a `CorsFilter` mapped before every other filter: Tomcat's own, `org.apache.catalina.filters.CorsFilter`",
  ],
  fixed: { servers: spring('', tomcats, 'token') },
  next: 'readable',
} satisfies Fault
