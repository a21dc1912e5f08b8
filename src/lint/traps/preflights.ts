import { ALLOW_HEADERS, ALLOW_METHODS, ALLOW_ORIGIN } from '../../protocol.js'
import { type Answer, actual, isRefusal, sent, sentAt } from '../answer.js'
import { browserSays, plainPage } from '../browser.js'
import { written } from '../directive.js'
import type { Found } from '../finding.js'
import { headersAt, isSameName } from '../headers.js'
import { levelAbove } from '../level.js'
import { lineOf, placeName, preflightLines, readerHeaders, write } from '../lines.js'
import { handlerAt } from '../serve.js'
import { APP, METHODS, type Place, type Site } from '../site.js'

/** Preflights that are refused, or that are answered without the headers. */
export function preflightTraps(site: Site, found: Found): void {
  for (const place of site.places) {
    const isOfUpstream = site.known.upstreamCors === true && handlerAt(place.level).by === 'upstream'
    const origin = place.origin ?? (isOfUpstream ? APP : null)
    if (origin === null) continue
    const actuals = place.actuals(origin)
    const isReadable = isOfUpstream || actuals.some(answer => sent(answer, ALLOW_ORIGIN))
    if (!isReadable) continue
    for (const answer of place.preflights(origin)) {
      if (answer.by === 'access' && answer.status === 401) blockedByLogin(answer, origin, place, found)
      else if (isRefusal(answer)) denied(answer, origin, place, found)
      else withoutHeaders(answer, origin, place, found)
    }
  }
}

function saysOf(answer: Answer, origin: string, { level }: Place): string {
  const { headers } = answer
  return browserSays(plainPage(origin), level, 'preflight', { status: answer.status ?? 200, headers })
}

function blockedByLogin(answer: Answer, origin: string, place: Place, found: Found): void {
  if (answer.at === null) return
  found.add(
    'preflight-blocked-by-auth',
    answer.at,
    `${answer.at.name} asks the preflight for a login too, and a browser sends none with it, so the preflight gets ${answer.status}.${saysOf(answer, origin, place)}`,
    write(
      `Answer OPTIONS in ${placeName(place.level)}: "return" runs before the login, and inherits the add_header lines beside it:`,
      preflightLines(headersAt(place.level)),
    ),
  )
}

/** Whether the configuration expects preflights: it has their lists, or lets methods in that need one. */
function expectsPreflights(place: Place, origin: string): boolean {
  const hasLists = place
    .all(origin)
    .some(({ level, scope }) =>
      sentAt(level, null, scope).some(({ name }) => name === ALLOW_METHODS || name === ALLOW_HEADERS),
    )
  const isLetIn = (method: string) =>
    place.ask(actual(method, origin)).some(answer => !isRefusal(answer) && answer.status === null)
  return hasLists || ['POST', 'PUT', 'DELETE'].some(isLetIn)
}

function denied(answer: Answer, origin: string, place: Place, found: Found): void {
  // What may refuse every method, such as a rule on addresses, is not about preflights.
  const isForAll = METHODS.every(method =>
    place.ask(actual(method, origin)).some(other => isRefusal(other) && other.at === answer.at),
  )
  if (answer.at === null || answer.before.length > 0 || isForAll || !expectsPreflights(place, origin)) return
  const except = answer.level.kind === 'limit_except' ? answer.level.opener : null
  const lines = preflightLines(headersAt(place.level))
  found.add(
    'preflight-denied',
    except ?? answer.at,
    `OPTIONS is refused here with ${answer.status}, and the preflight is an OPTIONS request.${saysOf(answer, origin, place)}`,
    except
      ? write(
          'List OPTIONS too, since not even an "if" runs for a method that is not listed, and answer it beside:',
          [`${written(except.name, [...except.args, 'OPTIONS']).slice(0, -1)} {`, ...lines],
        )
      : write('Answer OPTIONS above this line:', lines),
  )
}

function withoutHeaders(answer: Answer, origin: string, place: Place, found: Found): void {
  const { at, level, scope } = answer
  if (answer.by !== 'return' || answer.status === null || answer.status > 299 || at === null) return
  if (sent(answer, ALLOW_ORIGIN)) return
  const wasThere = [
    ...answer.matched.slice(0, -1),
    ...(level.kind === 'if' && level.parent ? [level.parent] : []),
  ]
  // That is `lost-in-if`.
  if (wasThere.some(other => sentAt(other, null, scope).some(({ name }) => name === ALLOW_ORIGIN))) return
  const readable = place.actuals(origin).find(other => sent(other, ALLOW_ORIGIN))
  if (!readable) return
  const source = readable.level
  const isOfServer = levelAbove(level, 'location') === null
  const headers = readerHeaders(headersAt(source)).filter(
    ({ name }) => !headersAt(level).some(header => isSameName(header.name, name)),
  )
  const extra = preflightLines([...headersAt(level), ...headersAt(source)])
  found.add(
    'options-without-headers',
    at,
    `OPTIONS is answered here, at a level that lacks the headers of ${placeName(source)}.${saysOf(answer, origin, place)}`,
    isOfServer
      ? write(
          `Answer it in ${placeName(levelAbove(source, 'location') ?? source)}, beside its add_header lines, in place of this:`,
          extra,
        )
      : write('Write beside it:', [...headers.map(lineOf), ...extra.slice(0, -1)]),
  )
}
