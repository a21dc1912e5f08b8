import { CORS_HEADERS } from '../protocol.js'
import { headerNames, UNCOVERED } from './cases.js'
import type { Description } from './description.js'
import { answerMaps, statuses, variable, varyVariables } from './nginx-answers.js'
import { requestMaps } from './nginx-requests.js'
import { DOLLAR_VARIABLE, hashSizes, withOwnNames } from './nginx-text.js'
import type { Addresses, Target } from './target.js'

/** Upstreams of all kinds that nginx passes requests to. */
const MODULES = ['proxy', 'fastcgi', 'uwsgi', 'scgi']

/** Lines that do nothing, but keep those of the level above away. */
const LEFT_ALONE = [
  ...MODULES.map(module => `${module}_hide_header X-Uncovered;`),
  'add_header X-Uncovered "";',
]

/** nginx 1.18 and later, with nothing but maps, `if … return`, `add_header` and `proxy_hide_header`. @internal */
export const nginx: Target = {
  check: () => {},
  parts: description => withOwnNames(parts(description)),
  whole: (description, addresses) => withOwnNames(whole(description, addresses)),
}

function parts(description: Description): string {
  return `# A CORS policy, written by cors-policy for nginx 1.18 or later, in ${hasUncovered(description) ? 'three' : 'two'} parts.
#
# Part 1: save it as /etc/nginx/cors-maps.conf, and in the http block write
#     include /etc/nginx/cors-maps.conf;
#
# The names of the variables are the policy's own, so an http block can have several policies, and nginx refuses parts that do
# not belong together.

${maps(description)}
# Part 2: save it as /etc/nginx/cors-server.conf, and in the server block, before any return or rewrite, write
#     include /etc/nginx/cors-server.conf;
#
# nginx takes add_header lines, and likewise proxy_hide_header lines, from the next level out only if a level has none:
# - A location with an add_header of its own sends no CORS header, and one with a proxy_hide_header of its own sends
#   upstream's as well. Write this include in it too.
# - An if block with an add_header sends no CORS header. Copy the add_header lines of this part into it.
# - The server block now ignores add_header and proxy_hide_header lines of the http block. Repeat those beside this include.

${server(description)}${hasUncovered(description) ? UNCOVERED_PART : ''}`
}

const UNCOVERED_PART = `
# Part 3: save it as /etc/nginx/cors-uncovered.conf, and in a location whose paths the policy does not cover write
#     include /etc/nginx/cors-uncovered.conf;
#
# Such a location sends upstream's CORS headers as they are. Others do so too for paths that the policy does not cover, but
# before nginx 1.23 they send only the first of several lines with one name.

${LEFT_ALONE.join('\n')}
`

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
${hasUncovered(description) ? twoLocations(upstream) : location(upstream)}}
}
`
}

function location(upstream: string): string {
  return `location / {
  proxy_pass ${upstream};
}
`
}

/** `return` is the one way from a map to another location that keeps the method and the body. */
function twoLocations(upstream: string): string {
  return `location / {
  error_page 418 = @uncovered;
  if ($cors_rules = ${UNCOVERED}) { return 418; }
  proxy_pass ${upstream};
}
location @uncovered {
  ${LEFT_ALONE.join('\n  ')}
  proxy_pass ${upstream};
}
`
}

function maps(description: Description): string {
  const exact = description.rules.map(({ origins }) => origins.exact)
  const blocks = [...requestMaps(description), ...answerMaps(description)]
  const dollar = blocks.some(block => block.includes('{cors_dollar}')) ? DOLLAR_VARIABLE : ''
  return [hashSizes(exact), dollar, ...blocks].filter(block => block !== '').join('\n')
}

function server(description: Description): string {
  const names = headerNames(description).map(name => ({ name, title: CORS_HEADERS.get(name) ?? name }))
  const answers = statuses(description).map(status => {
    // With a text, nginx sends the status without a page of its own.
    const page = status === 204 || status === 403 ? '' : ' ""'
    return `if ($cors_answer = ${status}) { return ${status}${page}; }`
  })
  const lines = [
    // For error_page nginx makes a GET of every request, so the question is asked before.
    ...(answers.length > 0 ? answers : ['set $cors_asked $cors_case;']),
    ...MODULES.flatMap(module => names.map(({ title }) => `${module}_hide_header ${title};`)),
    ...names.map(({ name, title }) => `add_header ${title} $${variable(name)} always;`),
    ...varyVariables(description.rules).map(variable => `add_header Vary $${variable} always;`),
  ]
  return `${lines.join('\n')}\n`
}

function hasUncovered({ paths }: Description): boolean {
  return paths !== undefined && paths.otherwise === undefined
}
