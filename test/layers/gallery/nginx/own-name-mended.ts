import type { Fault } from '../fault.js'
import { ownName } from './own-name.js'

export default {
  what: 'Flask behind nginx redirects to the Host that nginx sends, until nginx passes the name on and puts the path back',
  servers: ownName('proxy_set_header Host backend:8000;'),
  asked: { path: '/api/users' },
  cause: 'mixed-content',
  fix: [
    /^Let the page request "http:\/\/127\.0\.0\.1:\d+\/api\/users\/" at once\./,
    'In nginx: `proxy_set_header Host $http_host;`',
    '`proxy_redirect` in nginx',
  ],
  fixed: {
    servers: ownName('proxy_set_header Host $http_host; proxy_redirect http://$http_host/ /api/;'),
  },
  next: 'readable',
} satisfies Fault
