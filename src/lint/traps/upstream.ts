import { ALLOW_HEADERS, ALLOW_METHODS, ALLOW_ORIGIN, CORS_HEADERS } from '../../protocol.js'
import { type Answer, actual, type SentHeader, sent, sentAt } from '../answer.js'
import { browserSays, plainPage, preflightNames } from '../browser.js'
import { type Directive, written } from '../directive.js'
import type { Found, Trap } from '../finding.js'
import { headersAt } from '../headers.js'
import { inherited, type Level, own } from '../level.js'
import { at, originLines, placeName, preflightLines, write } from '../lines.js'
import { APP, METHODS, type Place, type Site } from '../site.js'
import { variablesIn } from '../variables.js'
import { isLost } from './inheritance.js'

/** Traps that are there if the upstream sends CORS headers, or if it does not. */
export function upstreamTraps(site: Site, found: Found): void {
  for (const place of site.places) {
    const origin = place.origin ?? site.known.page?.origin ?? APP
    for (const method of METHODS) {
      for (const answer of place.ask(actual(method, origin))) doubled(answer, origin, place, site, found)
    }
    for (const answer of place.preflights(origin)) unanswered(answer, origin, place, site, found)
  }
  ownErrors(site, found)
}

/** Reports what is so if the upstream sends CORS headers (`yes`) or not; a question if that is not known. */
function decide(
  trap: Trap,
  isIfYes: boolean,
  place: Directive,
  message: string,
  fix: string,
  { known }: Site,
  found: Found,
): void {
  if (known.upstreamCors === isIfYes) found.add(trap, place, message, fix)
  if (known.upstreamCors === null) found.ask(trap, place, message, fix)
}

const HIDE = /^(?:proxy|fastcgi|uwsgi|scgi|grpc)_hide_header$/

function hidesAllowOrigin(lines: readonly Directive[]): boolean {
  return lines.some(({ args }) => args.at(0)?.toLowerCase() === ALLOW_ORIGIN)
}

/** The `proxy_hide_header` lines of an outer level that an inner one replaces. */
function hiddenAbove(level: Level): readonly Directive[] {
  if (level.parent === null) return []
  const outer = own(level.parent, HIDE)
  return hidesAllowOrigin(outer) ? outer : hiddenAbove(level.parent)
}

function doubled(answer: Answer, origin: string, { level }: Place, site: Site, found: Found): void {
  const header = sent(answer, ALLOW_ORIGIN)
  if (answer.by !== 'upstream' || !header || header.added.directive.name !== 'add_header') return
  const hides = inherited(answer.level, HIDE)
  if (hidesAllowOrigin(hides) || looksAtUpstream(header.added.value, site)) return
  const says = browserSays(plainPage(origin), level, 'response', { status: 200, headers: [header, header] })
  const outer = hiddenAbove(answer.level)
  const { 0: inner } = hides
  if (inner && outer.length > 0) {
    const lines = outer.map(({ name, args }) => written(name, args))
    decide(
      'hide-lost-by-inner-hide',
      true,
      inner,
      `This ${inner.name} drops those of the level around it (${at(outer.at(0) as Directive)}), so an Access-Control-Allow-Origin of the upstream comes through beside nginx's own.${says}`,
      write('Repeat the outer lines beside it:', lines),
      site,
      found,
    )
    return
  }
  const hide = (answer.at?.name ?? 'proxy_pass').replace(/_pass$/, '_hide_header')
  decide(
    'doubled-by-upstream',
    true,
    header.added.directive,
    `nginx adds Access-Control-Allow-Origin to what ${answer.at ? `${answer.at.name} (${at(answer.at)})` : 'the upstream'} answers, and the upstream sends one itself.${says}`,
    write('Let only nginx send it:', hideLines(hide, answer.headers)),
    site,
    found,
  )
}

/** Whether a value depends on what the upstream sends. */
function looksAtUpstream(value: string, site: Site): boolean {
  return variablesIn(value).some(name => {
    const source = site.maps.get(name)?.args.at(0) ?? ''
    return name.startsWith('upstream_http_') || /\$\{?upstream_http_/.test(source)
  })
}

/** Hides what nginx adds itself. */
function hideLines(hide: string, headers: readonly SentHeader[]): readonly string[] {
  return headers.flatMap(({ name }) =>
    CORS_HEADERS.has(name) ? [written(hide, [CORS_HEADERS.get(name) as string])] : [],
  )
}

function unanswered(answer: Answer, origin: string, place: Place, site: Site, found: Found): void {
  if (answer.by !== 'upstream' || answer.at === null || !place.isCors) return
  const { page } = site.known
  const lists = place.all(origin).flatMap(({ level, scope }) => sentAt(level, null, scope))
  const isExpected =
    (page !== null && preflightNames({ ...page, origin }, place.level) !== null) ||
    lists.some(({ name }) => name === ALLOW_METHODS || name === ALLOW_HEADERS)
  if (!isExpected) return
  const says = browserSays({ ...plainPage(origin), method: 'PUT' }, place.level, 'preflight', {
    status: 405,
    headers: answer.headers.filter(({ added }) => added.always),
  })
  decide(
    'preflight-not-answered',
    false,
    answer.at,
    `The preflight (OPTIONS) goes on to the upstream, and an upstream without CORS answers 404 or 405.${says}`,
    write('Answer it in nginx, beside the add_header lines:', preflightLines(headersAt(place.level))),
    site,
    found,
  )
}

/** Only the first place of a server, since one answer of the upstream's owner serves for all. */
function ownErrors(site: Site, found: Found): void {
  const origin = site.known.page?.origin ?? APP
  const passes = site.places.flatMap(place => {
    const isOurs = place.actuals(origin).some(answer => sent(answer, ALLOW_ORIGIN))
    if (isOurs || place.level.isPart || isLost(place.level)) return []
    const answers = place.ask(actual('GET', origin)).filter(({ by, at }) => by === 'upstream' && at)
    return answers.map(answer => ({ place, answer }))
  })
  const { 0: first } = passes
  if (!first?.answer.at) return
  const { level } = first.place
  const says = browserSays(plainPage(origin), level, 'response', { status: 502, headers: [] })
  decide(
    'own-error-without-headers',
    true,
    first.answer.at,
    `Only the upstream sends CORS headers for ${placeName(level)}, so the answers that nginx makes itself (401, 413, 502 …) have none.${says}`,
    write('Add the header where the upstream sent none (the first lines in http):', [
      'map $upstream_http_access_control_allow_origin $cors_missing {',
      '    default "";',
      `    "" "${origin}";`,
      '}',
      ...originLines(site, false).map(line => line.replace(/\$cors_\w+/, '$cors_missing')),
    ]),
    site,
    found,
  )
}
