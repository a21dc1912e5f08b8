import { answerDirectives, failing } from './caddy-answers.js'
import { requestDirectives } from './caddy-requests.js'
import { indented } from './caddy-text.js'
import type { Description } from './description.js'
import type { Addresses, Target } from './target.js'

/** Caddy 2.6 and later, with nothing but map, vars, header and respond. @internal */
export const caddy: Target = {
  check: () => {},
  parts: description => `# A CORS policy, written by cors-policy for Caddy 2.6 or later.
#
# Part 1: save it as /etc/caddy/cors.caddyfile. Put all directives of the site into a handle block after it:
#     example.com {
#         route {
#             import /etc/caddy/cors.caddyfile
#             handle {
#                 # what the site had, such as reverse_proxy
#             }
#         }
#     }
# Only bind, log, tls and handle_errors stay outside. Remove the directives that set CORS headers.

${policy(description)}${part2(description)}`,
  whole: (description, addresses) => whole(description, addresses),
}

function whole(description: Description, { listen, upstream }: Addresses): string {
  const { 1: host = '', 2: port = '' } = /^(.*):([0-9]+)$/.exec(listen) ?? []
  const onFailure = failing(description.rules).length === 0 ? '' : indented(FAILURE)
  return `# A CORS policy before ${upstream}, written by cors-policy for a try. Run it with
#     caddy run --adapter caddyfile --config FILE
{
	admin off
	auto_https off
}

http://:${port} {
	bind ${host.replaceAll(/[[\]]/g, '')}
	route {
${indented(policy(description), 2)}
		handle {
			reverse_proxy ${upstream}${onFailure === '' ? '' : ` {\n${indented(onFailure, 3)}\t\t\t}`}
		}
	}
}
`
}

function policy(description: Description): string {
  return [...requestDirectives(description), ...answerDirectives(description)].join('\n')
}

const FAILURE = `@cors_failed status 5xx
handle_response @cors_failed {
	vars cors_failed yes
	copy_response
}
`

function part2(description: Description): string {
  if (failing(description.rules).length === 0) return ''
  return `
# Part 2: save it as /etc/caddy/cors-upstream.caddyfile, and in each reverse_proxy block write
#     import /etc/caddy/cors-upstream.caddyfile
# Responses with status 500 and above then carry no CORS headers. A respond directive with such a status keeps them;
# write error in its place.

${FAILURE}`
}
