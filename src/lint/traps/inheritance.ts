import { ALLOW_CREDENTIALS, ALLOW_ORIGIN } from '../../protocol.js'
import { type Answer, actual, isRefusal, type SentHeader, sent, sentAt } from '../answer.js'
import { browserSays, plainPage } from '../browser.js'
import type { Found } from '../finding.js'
import { type AddedHeader, addHeadersAt, headersAt } from '../headers.js'
import { type Level, levelsBelow, own } from '../level.js'
import {
  at,
  keyOf,
  lineOf,
  mapLines,
  missing,
  originLines,
  placeName,
  readerHeaders,
  write,
} from '../lines.js'
import { APP, allowsAt, type Place, type Site } from '../site.js'

/** Headers that an inner level loses, since it has an `add_header` of its own. */
export function inheritanceTraps(site: Site, found: Found): void {
  for (const level of levelsBelow(site.server, 'location')) lostInside(level, site, found)
  lostInside(site.server, site, found)
  for (const place of site.places) lostInIf(place, site, found)
}

/** Whether a level lacks `Access-Control-Allow-Origin` only because it has an `add_header` of its own. */
export function isLost(level: Level): boolean {
  const { parent } = level
  return parent !== null && !allowsAt(level) && allowsAt(parent) && own(level, /^add_header$/).length > 0
}

function named(headers: readonly AddedHeader[], name: string): AddedHeader | undefined {
  return headers.find(header => header.name.toLowerCase() === name)
}

function lostInside(level: Level, site: Site, found: Found): void {
  const { parent } = level
  const { 0: first } = own(level, /^add_header$/)
  if (parent === null || first === undefined) return
  const outer = headersAt(parent)
  const here = headersAt(level)
  const isCookieLost =
    named(outer, ALLOW_CREDENTIALS) !== undefined &&
    named(here, ALLOW_CREDENTIALS) === undefined &&
    named(outer, ALLOW_ORIGIN)?.value === named(here, ALLOW_ORIGIN)?.value
  if (!isLost(level) && !isCookieLost) return
  const origin = site.at(parent).origin ?? APP
  const answers = site.at(level).ask(actual('GET', origin))
  const bare = answers.find(answer => !isRefusal(answer) && (isCookieLost || !sent(answer, ALLOW_ORIGIN)))
  if (bare === undefined || isByCorsUpstream(bare, site)) return
  const lost = isCookieLost ? 'Access-Control-Allow-Credentials' : 'Access-Control-Allow-Origin'
  const says = browserSays(plainPage(origin, isCookieLost), level, 'response', {
    status: 200,
    headers: bare.headers,
  })
  const { 0: line } = addHeadersAt(parent)
  found.add(
    'lost-by-inner-add-header',
    first,
    `This add_header drops those of the level around it${line ? ` (${at(line)} and on)` : ''}, ${lost} among them: nginx inherits add_header only where a level has none of its own.${says}`,
    write('Repeat the outer lines beside it:', missing(outer, here).map(lineOf)),
  )
}

/** The upstream, which is known to send CORS headers, makes the answer. */
export function isByCorsUpstream({ by }: Answer, { known }: Site): boolean {
  return by === 'upstream' && known.upstreamCors === true
}

function lostInIf(place: Place, site: Site, found: Found): void {
  const origins = [...new Set([place.origin ?? APP, ...site.origins.slice(0, 12)])]
  for (const origin of origins) {
    for (const answer of place.all(origin)) {
      if (answer.level.kind === 'if' && !isRefusal(answer)) checkIf(answer, origin, place, site, found)
    }
  }
}

function checkIf(answer: Answer, origin: string, { level }: Place, site: Site, found: Found): void {
  const { level: inner, scope, matched } = answer
  const { opener, parent } = inner
  if (opener === null || parent === null) return
  const around = sentAt(parent, null, scope)
  const earlier = matched.slice(0, -1).findLast(other => has(sentAt(other, null, scope), ALLOW_ORIGIN))
  const other = has(around, ALLOW_ORIGIN) ? parent : (earlier ?? null)
  if (other === null) return
  const before = sentAt(other, null, scope)
  const isOriginLost = !has(answer.headers, ALLOW_ORIGIN)
  const isCookieLost =
    has(answer.headers, ALLOW_ORIGIN) &&
    has(before, ALLOW_CREDENTIALS) &&
    !has(answer.headers, ALLOW_CREDENTIALS)
  if (!isOriginLost && !isCookieLost) return
  const isPreflight = scope.request.method === 'OPTIONS'
  const status = answer.status ?? 200
  const says = browserSays(plainPage(origin, isCookieLost), level, isPreflight ? 'preflight' : 'response', {
    status,
    headers: answer.headers,
  })
  const lost = isOriginLost ? 'Access-Control-Allow-Origin' : 'Access-Control-Allow-Credentials'
  const { 0: first } = own(inner, /^add_header$/)
  if (other === parent)
    found.add(
      'lost-in-if',
      first ?? opener,
      `This "if" has an add_header of its own, so its answers lack those of ${placeName(parent)}, ${lost} among them.${says}`,
      write(
        'Repeat the outer lines in the "if":',
        missing(readerHeaders(headersAt(parent)), headersAt(inner)).map(lineOf),
      ),
    )
  else
    found.add(
      'lost-in-if',
      opener,
      `Several "if" match, and the last one wins, so the answers lack the headers of ${placeName(other)}, ${lost} among them.${says}`,
      write(
        `Take the headers out of ${placeName(other)}: let a map (in http) choose the value, and write them beside the "if", and in every "if" that has an add_header of its own:`,
        choosing(other, site, before),
      ),
    )
}

function has(headers: readonly SentHeader[], name: string): boolean {
  return headers.some(header => header.name === name)
}

/** Lines that say without `if` what an `if` said. */
function choosing(level: Level, site: Site, headers: readonly SentHeader[]): readonly string[] {
  const key = level.opener && keyOf(level.opener)
  const cookies = has(headers, ALLOW_CREDENTIALS)
  return [...(key === null ? mapLines(site) : mapLines(site, [key])), ...originLines(site, cookies)]
}
