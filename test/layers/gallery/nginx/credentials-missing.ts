import { withoutCors } from '../apps.js'
import { ADMIN, type Fault, PAGE } from '../fault.js'
import { nginx } from '../servers.js'

const line = 'add_header Access-Control-Allow-Credentials true always;'

const server = (credentials: string) =>
  nginx(
    `location / {
      add_header Access-Control-Allow-Origin $cors_origin always;
      add_header Vary Origin always;
      ${credentials}
      proxy_pass http://UPSTREAM;
    }`,
    withoutCors,
    `map $http_origin $cors_origin { "${ADMIN}" $http_origin; "${PAGE}" $http_origin; }`,
  )

export default {
  what: 'nginx has a list of origins, and does not allow them credentials',
  servers: server(''),
  asked: { credentials: true },
  cause: 'credentials-not-allowed',
  fix: [`In nginx, if CORS is configured there: \`${line}\`.`],
  fixed: { servers: server(line) },
  keeps: [{ origin: ADMIN }],
  next: 'readable',
} satisfies Fault
