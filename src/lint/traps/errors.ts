import { ALLOW_CREDENTIALS, ALLOW_ORIGIN } from '../../protocol.js'
import { type Answer, actual, isRefusal, sent, sentAt } from '../answer.js'
import { browserSays, plainPage } from '../browser.js'
import type { Found } from '../finding.js'
import { carries, headersAt } from '../headers.js'
import { inherited, own } from '../level.js'
import { lineOf, placeName, readerHeaders, write } from '../lines.js'
import { locate, named, selectorOf } from '../locate.js'
import { errorPage, handlerAt } from '../serve.js'
import { allowsAt, type Place, type Site } from '../site.js'
import { isByCorsUpstream, isLost } from './inheritance.js'

/** Answers that lack the headers because of their status, or because another location makes them. */
export function errorTraps(site: Site, found: Found): void {
  for (const place of site.places) {
    const { origin } = place
    if (origin === null) continue
    for (const answer of place.actuals(origin)) {
      noAlways(answer, origin, place, found)
      otherLocation(answer, origin, place, site, found)
    }
    index(place, origin, site, found)
    errorPages(place, origin, site, found)
  }
}

/** Whether an answer may have a status at which `add_header` without `always` adds nothing. */
function mayFail({ status }: Answer): boolean {
  return status === null || (!carries(status) && status !== 444)
}

function noAlways(answer: Answer, origin: string, { level }: Place, found: Found): void {
  if (!mayFail(answer)) return
  const headers = sentAt(answer.level, null, answer.scope)
  const origins = headers.filter(({ name }) => name === ALLOW_ORIGIN)
  const cookies = headers.filter(({ name }) => name === ALLOW_CREDENTIALS)
  const first = [...origins, ...cookies].find(({ added }) => !added.always)
  if (origins.length === 0 || first === undefined) return
  const status = answer.status ?? (answer.by === 'upstream' ? 502 : 404)
  const kept = headers.filter(({ added }) => added.always)
  const says = browserSays(plainPage(origin, first.name === ALLOW_CREDENTIALS), level, 'response', {
    status,
    headers: kept,
  })
  const lines = readerHeaders(headersAt(answer.level)).filter(({ always }) => !always)
  found.add(
    'no-always',
    first.added.directive,
    `Without "always", an answer with an error status lacks this header, so the page sees a CORS error in place of the ${status}.${says}`,
    write('Write:', lines.map(lineOf)),
  )
}

function otherLocation(answer: Answer, origin: string, { level }: Place, site: Site, found: Found): void {
  const before = answer.before.findLast(({ by }) => by === 'try_files')
  if (!before || isRefusal(answer) || isByCorsUpstream(answer, site)) return
  const had = sentAt(before.level, null, answer.scope).some(({ name }) => name === ALLOW_ORIGIN)
  if (!had || sentAt(answer.level, null, answer.scope).some(({ name }) => name === ALLOW_ORIGIN)) return
  if (isLost(answer.level)) return
  found.add(
    'answered-by-other-location',
    before.at,
    `When no file is there, try_files has ${placeName(answer.level)} answer, which lacks the headers of ${placeName(before.level)}.${browserSays(plainPage(origin), level, 'response', { status: 200, headers: answer.headers })}`,
    write(`Write in ${placeName(answer.level)} too:`, readerHeaders(headersAt(before.level)).map(lineOf)),
  )
}

/** A path that ends in a slash is answered by the location of its index file. */
function index({ level }: Place, origin: string, site: Site, found: Found): void {
  const line = inherited(level, /^index$/).at(-1)
  const name = line?.args.at(0)
  const opener = level.kind === 'location' ? level.opener : null
  if (!line || !name || !opener || handlerAt(level).by !== 'static') return
  const { modifier, text } = selectorOf(opener)
  const tries = own(level, /^try_files$/).at(-1)
  if (modifier.startsWith('~') || !text.endsWith('/') || (tries && !tries.args.includes('$uri/'))) return
  const target = locate(site.server, `${text}${name.replace(/^\//, '')}`)
  if (target === level || isLost(target)) return
  const answers = site.at(target).ask(actual('GET', origin))
  const bare = answers.find(answer => !isRefusal(answer) && !sent(answer, ALLOW_ORIGIN))
  const had = site
    .at(level)
    .ask(actual('GET', origin))
    .some(answer => sent(answer, ALLOW_ORIGIN))
  if (!bare || !had || isByCorsUpstream(bare, site)) return
  found.add(
    'answered-by-other-location',
    line,
    `For the path ${text}, index has ${placeName(target)} answer, which lacks the headers of ${placeName(level)}.${browserSays(plainPage(origin), level, 'response', { status: 200, headers: bare.headers })}`,
    write(`Write in ${placeName(target)} too:`, readerHeaders(headersAt(level)).map(lineOf)),
  )
}

/** Statuses that nginx gives by itself in front of an upstream, and for files. */
const BEFORE_UPSTREAM: readonly number[] = [400, 408, 413, 414, 500, 502, 503, 504]
const FOR_FILES: readonly number[] = [400, 403, 404, 405, 408, 413, 414, 416]

function statusesAt(place: Place, origin: string): ReadonlySet<number> {
  const { level } = place
  const { by } = handlerAt(level)
  const intercepts =
    inherited(level, /_intercept_errors$/)
      .at(-1)
      ?.args.at(0) === 'on'
  const all = Array.from({ length: 300 }, (_, i) => 300 + i)
  const own = by === 'static' ? FOR_FILES : by === 'upstream' && !intercepts ? BEFORE_UPSTREAM : all
  const answered = place.all(origin).flatMap(({ status }) => status ?? [])
  const hasLogin = inherited(level, /^auth_(?:basic|request|jwt)$/).length > 0 ? [401, 403] : []
  const hasRules = inherited(level, /^(?:allow|deny)$/).length > 0 ? [403] : []
  return new Set([...own, ...answered, ...hasLogin, ...hasRules])
}

function errorPages(place: Place, origin: string, site: Site, found: Found): void {
  const { level } = place
  const had = place
    .actuals(origin)
    .some(({ level: by, scope }) => sentAt(by, null, scope).some(({ name }) => name === ALLOW_ORIGIN))
  if (!had) return
  for (const status of statusesAt(place, origin)) {
    const page = errorPage(level, status)
    if (page === undefined) continue
    const path = page.target.split('?').at(0) ?? ''
    const target = page.target.startsWith('@') ? named(site.server, page.target) : locate(site.server, path)
    if (!target || allowsAt(target) || isLost(target)) continue
    const bare = site
      .at(target)
      .ask(actual('GET', origin))
      .find(({ level: by }) => !allowsAt(by))
    if (!bare || isByCorsUpstream(bare, site)) continue
    const shown = page.status ?? status
    found.add(
      'error-page-without-headers',
      page.directive,
      `For the status ${status}, this error_page has ${placeName(target)} answer, which lacks the headers of ${placeName(level)}.${browserSays(plainPage(origin), level, 'response', { status: shown, headers: [] })}`,
      write(
        `Write in ${placeName(target)} too:`,
        readerHeaders(headersAt(allowsAt(level) ? level : (level.inner.find(allowsAt) ?? level))).map(lineOf),
      ),
    )
  }
}
