import type { Description } from './description.js'
import { answerRules, REPEATED, responseRules } from './haproxy-answers.js'
import { requestRules } from './haproxy-requests.js'
import type { Addresses, Target } from './target.js'

/** HAProxy 2.4 and later with PCRE, which packages have, with nothing but variables, `return` and `http-after-response`. @internal */
export const haproxy: Target = {
  check: () => {},
  parts:
    description => `# A CORS policy, written by cors-policy for HAProxy 2.4 or later, built with PCRE (haproxy -vv says it).
#
# Copy these lines into the frontend, before its other http-request and http-after-response lines. Its mode is http.
# A line after these that sets one of these headers, in the frontend or in a backend, changes what browsers may do.

${frontend(description)}`,
  whole: (description, addresses) => whole(description, addresses),
}

function whole(description: Description, { listen, upstream }: Addresses): string {
  return `# A CORS policy before ${upstream}, written by cors-policy for a try. Run it with
#     haproxy -f FILE -db
defaults
mode http
timeout connect 5s
timeout client 60s
timeout server 60s

frontend cors
bind ${listen}
default_backend upstream

${frontend(description)}
backend upstream
server upstream ${address(upstream)}
`
}

function address(upstream: string): string {
  const host = upstream.slice('http://'.length)
  return /:[0-9]+$/.test(host) ? host : `${host}:80`
}

function frontend(description: Description): string {
  const blocks = [
    ...requestRules(description),
    REPEATED,
    `# The answers that need no server behind.\n${answerRules(description)}`,
    `# The headers of all responses, those of HAProxy itself too.\n${responseRules(description)}`,
  ]
  return blocks.filter(block => block !== '').join('\n')
}
