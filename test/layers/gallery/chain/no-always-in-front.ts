import { type Fault, PAGE } from '../fault.js'
import { express, nginx } from '../servers.js'

const app = express(app => app.get('/broken', (_, response) => void response.status(422).json({})))

const server = (always: string) =>
  nginx(
    `location / {
      add_header Access-Control-Allow-Origin $cors_origin ${always};
      add_header Access-Control-Allow-Headers x-token ${always};
      if ($request_method = OPTIONS) { return 204; }
      proxy_pass http://UPSTREAM;
    }`,
    app,
    `map $http_origin $cors_origin { "${PAGE}" $http_origin; }`,
  )

export default {
  what: 'nginx leaves its headers out of errors of the application',
  servers: server(''),
  asked: { path: '/broken', headers: { 'X-Token': '1' } },
  via: ['nginx', 'app'],
  cause: 'answered-before-cors',
  fix: ['In nginx: `always` at the end of each `add_header Access-Control-…`'],
  notFix: /expressjs|application behind/,
  fixed: { servers: server('always') },
  next: 'readable',
} satisfies Fault
