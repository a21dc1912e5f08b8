import { ALLOW_CREDENTIALS, ALLOW_ORIGIN, CORS_HEADERS, EXPOSE_HEADERS } from '../protocol.js'
import { conditionOf } from './condition.js'
import { type Directive, written } from './directive.js'
import { type AddedHeader, isSameName } from './headers.js'
import type { Level } from './level.js'
import { APP, type Site } from './site.js'
import { anchored } from './witness.js'

/** A sentence, and the lines that it tells to write. */
export function write(sentence: string, lines: readonly string[]): string {
  return [sentence, ...lines.map(line => `    ${line}`)].join('\n')
}

/** The line of a header, with `always`. */
export function lineOf({ name, value, directive }: AddedHeader): string {
  if (directive.name === 'more_set_headers') return written(directive.name, directive.args)
  return written('add_header', [name, value, 'always'])
}

/** `a location (site.conf:12)` */
export function placeName(level: Level): string {
  if (level.opener === null) return 'the configuration'
  const { name, args, file, line } = level.opener
  const text = [name, ...args].join(' ')
  return `${text.length > 60 ? `${text.slice(0, 60)}…` : text} (${file}:${line})`
}

export function at({ file, line }: Directive): string {
  return `${file}:${line}`
}

export const VARY_LINE: string = written('add_header', ['Vary', 'Origin', 'always'])

/** The name of the variable that holds the allowed origin in what is advised. */
function variable(site: Site): string {
  return site.maps.has('cors_origin') ? '$cors_allowed_origin' : '$cors_origin'
}

/** `map` lines that list origins, or the keys of a `map` that match them. */
export function mapLines(site: Site, keys: readonly string[] = listed(site)): readonly string[] {
  return [
    `map $http_origin ${variable(site)} {`,
    '    default "";',
    ...keys.map(key => `    "${key}" $http_origin;`),
    '}',
  ]
}

/** What the configuration allows today, and the page that was asked about. */
function listed(site: Site): readonly string[] {
  const { page } = site.known
  const asked = page?.origin && page.origin !== 'null' ? [page.origin] : []
  const patterns = site.patterns.map(
    ({ source, ignoreCase }) => `${ignoreCase ? '~*' : '~'}${anchored(source)}`,
  )
  const all = [...new Set([...asked, ...site.listed, ...patterns])]
  return all.length > 0 ? all.slice(0, 10) : [APP]
}

/** The headers for what the `map` lines list. */
export function originLines(site: Site, credentials: boolean): readonly string[] {
  const allow = written('add_header', ['Access-Control-Allow-Origin', variable(site), 'always'])
  const cookies = written('add_header', ['Access-Control-Allow-Credentials', 'true', 'always'])
  return [allow, ...(credentials ? [cookies] : []), VARY_LINE]
}

/** Lists the origins in a `map`, and sends the one that asks. */
export function listedOrigins(site: Site, credentials: boolean, keys?: readonly string[]): string {
  const lines = [...mapLines(site, keys), ...originLines(site, credentials)]
  return write(
    'List the origins in a map (in http), and send the one that asks, in place of this line:',
    lines,
  )
}

/** A condition on `$http_origin` as the key of a `map`. */
export function keyOf(opener: Directive): string | null {
  const { subject, operator, operand } = conditionOf(opener)
  if (subject !== '$http_origin') return null
  if (operator === '=') return operand
  return operator === '~' || operator === '~*' ? `${operator}${operand}` : null
}

/** The headers of a level that say who may read an answer, `Vary` included. */
export function readerHeaders(headers: readonly AddedHeader[]): readonly AddedHeader[] {
  const names = [ALLOW_ORIGIN, ALLOW_CREDENTIALS, EXPOSE_HEADERS, 'vary']
  return headers.filter(({ name }) => names.includes(name.toLowerCase()))
}

/** Those of some headers that a level lacks. */
export function missing(
  headers: readonly AddedHeader[],
  here: readonly AddedHeader[],
): readonly AddedHeader[] {
  return headers.filter(({ name }) => !here.some(header => isSameName(header.name, name)))
}

/** The lines that answer a preflight at a place: headers that it lacks, and a bare `return`, which inherits those that stand beside it. */
export function preflightLines(headers: readonly AddedHeader[]): readonly string[] {
  const has = (name: string) => headers.some(header => isSameName(header.name, name))
  const lists = [
    ['Access-Control-Allow-Methods', 'GET, POST, PUT, PATCH, DELETE'],
    ['Access-Control-Allow-Headers', 'Authorization, Content-Type'],
  ] as const
  return [
    ...lists
      .filter(({ 0: name }) => !has(name))
      .map(({ 0: name, 1: value }) => written('add_header', [name, value, 'always'])),
    'if ($request_method = OPTIONS) { return 204; }',
  ]
}

/** How a header's name is written. */
export function spelt(name: string): string {
  return CORS_HEADERS.get(name.toLowerCase()) ?? name
}
