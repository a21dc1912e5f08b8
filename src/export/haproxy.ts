import { ALLOW_HEADERS, ALLOW_METHODS, EXPOSE_HEADERS, MAX_ORIGIN_LENGTH } from '../protocol.js'
import type { Answer } from './answers.js'
import { type Description, placeIn } from './description.js'
import type { ReportObstacle } from './errors.js'
import { answerRules, REPEATED, responseRules } from './haproxy-answers.js'
import { requestRules } from './haproxy-requests.js'
import type { Addresses, Target } from './target.js'

/** HAProxy 2.4 and later with PCRE, which packages have, with nothing but variables, `return` and `http-after-response`. @internal */
export const haproxy: Target = {
  check: reportObstacles,
  parts:
    description => `# A CORS policy, written by cors-policy for HAProxy 2.4 or later, built with PCRE (haproxy -vv says it).
#
# Copy these lines into the frontend, before its other http-request and http-after-response lines. Its mode is http.
# A line after these that sets one of these headers, in the frontend or in a backend, changes what browsers may do.
${forRoom(description, line => `# In the global section, write this too, for these headers need more room than HAProxy keeps:\n#     ${line}\n`)}
${frontend(description)}`,
  whole: (description, addresses) => whole(description, addresses),
}

/** Bytes for new headers that HAProxy keeps free beside the body of a response, less what others may add. */
const ROOM = 768
/** It keeps no more than half of its 16 KB. */
const MOST_ROOM = 7168

/** The options that can be long, by the headers that list them. */
const LISTS = new Map([
  [EXPOSE_HEADERS, 'exposeHeaders'],
  [ALLOW_HEADERS, 'allowHeaders'],
  [ALLOW_METHODS, 'methods'],
])

function reportObstacles({ rules }: Description, report: ReportObstacle): void {
  for (const each of rules) {
    const answer = each.answers.find(one => sizeOf(one) > MOST_ROOM)
    const lists = [...(answer?.headers ?? [])].filter(({ 0: name }) => LISTS.has(name))
    const { 0: longest } = lists.toSorted(({ 1: a }, { 1: b }) => b.text.length - a.text.length)
    if (longest === undefined) continue
    const { 0: name, 1: value } = longest
    report(
      'too-long',
      placeIn(each, LISTS.get(name) ?? name),
      value.text,
      `HAProxy has no room for headers of more than ${MOST_ROOM} bytes. Write fewer names.`,
    )
  }
}

function sizeOf({ headers, vary }: Answer): number {
  const lines = [...headers].map(({ 0: name, 1: { repeats, text } }) => {
    // Other values are repeated in preflights, whose answers have no body.
    return name.length + (repeats === 'origin' ? MAX_ORIGIN_LENGTH : text.length)
  })
  return [...lines, 'vary'.length + vary.join(', ').length].reduce((sum, size) => sum + size + 16, 0)
}

function forRoom({ rules }: Description, toText: (line: string) => string): string {
  const answers = rules.flatMap(each => each.answers.filter(({ status }) => status === undefined))
  const size = Math.max(...answers.map(sizeOf))
  return size <= ROOM ? '' : toText(`tune.maxrewrite ${Math.ceil((size + 256) / 1024) * 1024}`)
}

function whole(description: Description, { listen, upstream }: Addresses): string {
  return `# A CORS policy before ${upstream}, written by cors-policy for a try. Run it with
#     haproxy -f FILE -db
${forRoom(description, line => `global\n${line}\n\n`)}defaults
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
