import { CORS_HEADERS } from '../../protocol.js'
import { type Directive, written } from '../directive.js'
import type { Found } from '../finding.js'
import { moreHeaders } from '../headers.js'
import { write } from '../lines.js'

/** Names that are read without regard to servers: misspelt ones, and headers on the wrong message. */
export function nameTraps(directives: readonly Directive[], found: Found): void {
  for (const directive of directives) {
    if (directive.block) nameTraps(directive.block, found)
    if (/^(?:proxy|grpc)_set_header$|^more_set_input_headers$/.test(directive.name))
      setOnRequest(directive, found)
    if (directive.name === 'add_header')
      check(directive.args.at(0) ?? '', directive.args.at(1) ?? '', directive, found)
    if (directive.name === 'more_set_headers')
      for (const { name, value } of moreHeaders(directive)) check(name, value, directive, found)
  }
}

function check(name: string, value: string, directive: Directive, found: Found): void {
  const lower = name.toLowerCase()
  if (CORS_HEADERS.has(lower)) return
  if (/^access-control-(?:allow|request)-(?:private|local)-network$/.test(lower)) {
    found.add(
      'removed-header',
      directive,
      `Browsers no longer know ${name}: access to the local network is a permission that the user gives, and no header grants it. A browser ignores this line.`,
      'Delete this line.',
    )
    return
  }
  const meant = nameMeant(lower)
  if (meant === null) return
  const isOfRequest = lower.startsWith('access-control-request-')
  found.add(
    'misspelled-header',
    directive,
    isOfRequest
      ? `${name} is a header of requests: browsers send it with a preflight, and ignore it in an answer.`
      : `No browser knows the header ${name}, so the answer is read as if this line were not there. The name is ${meant}.`,
    write('Write:', [written('add_header', [meant, value, 'always'])]),
  )
}

/** The header whose name somebody missed; `null` for names that have nothing to do with CORS. */
function nameMeant(name: string): string | null {
  const plain = name.replaceAll(/[^a-z]/g, '')
  const isNear = /^acc?ess?.*c[ou]ntrol/.test(plain) || /allowed?(?:control)?origins?/.test(plain)
  if (!isNear) return null
  const topics = [
    { is: /timing/, meant: 'Timing-Allow-Origin' },
    { is: /origin/, meant: 'Access-Control-Allow-Origin' },
    { is: /credential/, meant: 'Access-Control-Allow-Credentials' },
    { is: /method/, meant: 'Access-Control-Allow-Methods' },
    { is: /expose/, meant: 'Access-Control-Expose-Headers' },
    { is: /header/, meant: 'Access-Control-Allow-Headers' },
    { is: /age/, meant: 'Access-Control-Max-Age' },
  ]
  return topics.find(({ is }) => is.test(plain))?.meant ?? null
}

function setOnRequest(directive: Directive, found: Found): void {
  const { 0: first = '', 1: second = '' } = directive.args
  const isMore = directive.name === 'more_set_input_headers'
  const name = isMore ? (first.split(':').at(0) ?? '') : first
  const value = isMore ? first.slice(name.length + 1).trim() : second
  if (!CORS_HEADERS.has(name.toLowerCase()) || value === '') return
  found.add(
    'set-on-the-request',
    directive,
    `${directive.name} sets ${name} on the request that goes to the upstream. The answer does not have it, so a browser never sees it.`,
    write('Set it on the answer:', [written('add_header', [name, value, 'always'])]),
  )
}
