import { CORS_HEADERS } from '../protocol.js'
import { headerNames } from './cases.js'
import type { Description } from './description.js'
import { answerMaps, statuses, variable } from './nginx-answers.js'
import { requestMaps } from './nginx-requests.js'
import { DOLLAR_VARIABLE, hashSizes } from './nginx-text.js'
import type { Addresses, Target } from './target.js'

/** nginx 1.18 and later, with nothing but maps, `if … return`, `add_header` and `proxy_hide_header`. @internal */
export const nginx: Target = {
  check: () => {},
  parts: description => `# A CORS policy, written by cors-policy for nginx 1.18 or later, in two parts.
#
# Part 1: save it as /etc/nginx/cors-maps.conf, and in the http block write
#     include /etc/nginx/cors-maps.conf;

${maps(description)}
# Part 2: save it as /etc/nginx/cors-server.conf, and in the server block, before any return or rewrite, write
#     include /etc/nginx/cors-server.conf;
#
# A location that has an add_header of its own drops all add_header lines of this part, and one that has a
# proxy_hide_header of its own drops all of those. Include this part in such a location too.

${server(description)}`,
  whole: (description, addresses) => whole(description, addresses),
}

function whole(description: Description, { listen, upstream }: Addresses): string {
  return `# A CORS policy before ${upstream}, written by cors-policy for a try. Run it with
#     nginx -c FILE -g 'daemon off; pid /tmp/cors-nginx.pid;'
error_log stderr;
events {}
http {
access_log off;

${maps(description)}
server {
listen ${listen};

${server(description)}
location / {
  proxy_pass ${upstream};
}
}
}
`
}

function maps(description: Description): string {
  const exact = description.rules.map(({ origins }) => origins.exact)
  const blocks = [hashSizes(exact), DOLLAR_VARIABLE, ...requestMaps(description), ...answerMaps(description)]
  return blocks.filter(block => block !== '').join('\n')
}

/** Upstreams of all kinds that nginx passes requests to. */
const MODULES = ['proxy', 'fastcgi', 'uwsgi', 'scgi']

function server(description: Description): string {
  const names = headerNames(description).map(name => ({ name, title: CORS_HEADERS.get(name) ?? name }))
  const lines = [
    ...statuses(description).map(status => {
      // With a text, nginx sends the status without a page of its own.
      const page = status === 204 || status === 403 ? '' : ' ""'
      return `if ($cors_answer = ${status}) { return ${status}${page}; }`
    }),
    ...MODULES.flatMap(module => names.map(({ title }) => `${module}_hide_header ${title};`)),
    ...names.map(({ name, title }) => `add_header ${title} $${variable(name)} always;`),
    'add_header Vary $cors_vary always;',
  ]
  return `${lines.join('\n')}\n`
}
