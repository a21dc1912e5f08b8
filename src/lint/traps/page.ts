import { ALLOW_HEADERS, ALLOW_METHODS, ALLOW_ORIGIN } from '../../protocol.js'
import { type Answer, actual, isOk, isRefusal, preflight, type SentHeader, sent } from '../answer.js'
import { browserSays, preflightNames, verdictOf } from '../browser.js'
import { written } from '../directive.js'
import type { Found } from '../finding.js'
import { headersAt } from '../headers.js'
import { lineOf, listedOrigins, placeName, preflightLines, readerHeaders, spelt, write } from '../lines.js'
import { locate } from '../locate.js'
import { APP, type AskedPage, allowsAt, METHODS, type Place, type Site } from '../site.js'
import { isByCorsUpstream } from './inheritance.js'

/** What stops a page whose method, headers and credentials are known. */
export function pageTraps(site: Site, found: Found): void {
  const { page } = site.known
  if (page === null) return
  for (const place of site.places) {
    const origin = page.origin ?? place.origin ?? site.origins.at(0) ?? APP
    const asked: AskedPage = { ...page, origin }
    const names = preflightNames(asked, place.level)
    const preflights = names === null ? [] : place.ask(preflight(asked.method, origin, names))
    const isMeant = (answer: Answer) =>
      place.isCors ? !isByCorsUpstream(answer, site) : isRedirect(answer) && leadsToCors(answer, site)
    for (const answer of preflights) if (isMeant(answer)) checkPreflight(answer, asked, place, found)
    for (const answer of place.ask(actual(asked.method, origin)))
      if (isMeant(answer)) checkAnswer(answer, asked, place, site, found)
  }
}

/** Whether a redirect may lead to what pages read from this server. */
function leadsToCors({ at }: Answer, site: Site): boolean {
  const target = at?.args.at(1) ?? at?.args.at(0) ?? ''
  const path = target.replace(/^(?:https?|\$scheme):\/\/\$(?:host|server_name|http_host)(?=[/$])/, '')
  if (path.includes('$')) return !path.startsWith('http')
  return path.startsWith('/') && site.at(locate(site.server, path)).isCors
}

function isRedirect({ status }: Answer): boolean {
  return status !== null && status >= 300 && status <= 399
}

function checkPreflight(answer: Answer, page: AskedPage, place: Place, found: Found): void {
  const { level } = place
  const { headers, at } = answer
  const says = browserSays(page, level, 'preflight', { status: answer.status ?? 200, headers })
  if (isRedirect(answer) && at)
    found.add(
      'preflight-redirected',
      at,
      `The preflight gets a redirect (${answer.status}), which no browser follows.${says}`,
      'Let the page request the URL that the redirect leads to. No header helps.',
    )
  else if (answer.by === 'static' && answer.status === 405 && level.opener)
    found.add(
      'preflight-not-answered',
      level.opener,
      `nginx answers OPTIONS for a file with 405, and a page's ${page.method} with these headers needs a preflight.${says}`,
      write('Answer it beside the add_header lines:', preflightLines(headersAt(level))),
    )
  else if (answer.by === 'return' && isOk(answer) && sent(answer, ALLOW_ORIGIN))
    lists(answer, page, place, found)
}

function lists(answer: Answer, page: AskedPage, { level }: Place, found: Found): void {
  const { headers } = answer
  const verdict = verdictOf(page, level, { status: answer.status ?? 200, headers }, { status: 200, headers })
  const methods = sent(answer, ALLOW_METHODS)
  const names = sent(answer, ALLOW_HEADERS)
  const fallback = sent(answer, ALLOW_ORIGIN)
  const says = (text: string) => ` A browser says: ${text}`
  for (const { check, message, names: missing } of verdict.failures) {
    const place = (check === 'kMethodDisallowedByPreflightResponse' ? methods : names) ?? fallback
    const directive = place?.added.directive
    if (directive === undefined) continue
    if (check === 'kMethodDisallowedByPreflightResponse')
      found.add(
        'method-not-listed',
        directive,
        `The page uses ${page.method}, and Access-Control-Allow-Methods does not list it.${says(message)} (${check})`,
        write('Write:', [longer(ALLOW_METHODS, methods, [page.method])]),
      )
    if (check === 'kHeaderDisallowedByPreflightResponse') {
      const isStarred =
        names?.value?.includes('*') === true && missing?.every(name => name === 'authorization')
      found.add(
        isStarred ? 'authorization-under-wildcard' : 'header-not-listed',
        directive,
        isStarred
          ? `"*" covers every header but Authorization.${says(message)} (${check})`
          : `The page sets ${missing?.join(', ')}, and Access-Control-Allow-Headers does not list it.${says(message)} (${check})`,
        write('Write:', [longer(ALLOW_HEADERS, names, missing ?? [])]),
      )
    }
  }
}

/** A list with more names in it. With credentials a star is no wildcard, so a list of its own says all. */
function longer(name: string, header: SentHeader | undefined, more: readonly string[]): string {
  const listed = (header?.added.value ?? '').split(',').map(item => item.trim())
  return written('add_header', [
    spelt(name),
    [...listed.filter(item => item !== ''), ...more].join(', '),
    'always',
  ])
}

function checkAnswer(answer: Answer, page: AskedPage, place: Place, site: Site, found: Found): void {
  const { level } = place
  const header = sent(answer, ALLOW_ORIGIN)
  const head = { status: answer.status ?? 200, headers: answer.headers }
  if (header) {
    if (header.value === '*' && page.credentials)
      found.add(
        'wildcard-with-credentials',
        header.entry ?? header.added.directive,
        `The page sends credentials, and browsers refuse "*" there.${browserSays(page, level, 'response', head)}`,
        listedOrigins(site, true),
      )
    return
  }
  const others = METHODS.flatMap(method => place.ask(actual(method, page.origin))).filter(other =>
    sent(other, ALLOW_ORIGIN),
  )
  const { 0: other } = others
  const source = other?.level ?? site.levels.find(allowsAt) ?? level
  const lines = readerHeaders(headersAt(source)).map(lineOf)
  const says = browserSays({ ...page, method: 'GET', headers: [] }, level, 'response', head)
  if (isRedirect(answer) && answer.at)
    found.add(
      'redirect-without-headers',
      answer.at,
      `This redirect lacks Access-Control-Allow-Origin, and browsers check each redirect.${says}`,
      write('Write at the level that redirects, or let the page request the final URL:', lines),
    )
  else if (
    !isRefusal(answer) &&
    other?.level.kind === 'if' &&
    other.level.opener &&
    answer.matched.length === 0
  )
    found.add(
      'if-misses-method',
      other.level.opener,
      `Only "if" blocks add the headers, and none of them is for ${page.method}.${says}`,
      write(`Write in ${placeName(level)}, outside of "if":`, lines),
    )
}
