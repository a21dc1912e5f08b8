import { ALLOW_CREDENTIALS, ALLOW_HEADERS, ALLOW_METHODS, ALLOW_ORIGIN } from '../../protocol.js'
import { type Answer, actual, isOk, isRefusal, type SentHeader, sent } from '../answer.js'
import type { Found } from '../finding.js'
import { listedOrigins, VARY_LINE, write } from '../lines.js'
import { APP, type Place, type Site, STRANGER } from '../site.js'

/** Answers that let pages read which should not, and caches that mix up whose answer is whose. */
export function grantTraps(site: Site, found: Found): void {
  for (const place of site.places) {
    for (const answer of place.all(STRANGER)) echo(answer, site, found)
    echoedPreflight(place, site, found)
    nullOrigin(place, site, found)
    missingVary(place, site, found)
  }
}

function allowed(answer: Answer, origin: string): SentHeader | null {
  const header = sent(answer, ALLOW_ORIGIN)
  return header?.value === origin ? header : null
}

function hasCredentials(answer: Answer): boolean {
  return sent(answer, ALLOW_CREDENTIALS)?.value === 'true'
}

function echo(answer: Answer, site: Site, found: Found): void {
  const header = allowed(answer, STRANGER)
  const isPreflight = answer.scope.request.method === 'OPTIONS'
  if (header === null || !hasCredentials(answer) || isPreflight || isRefusal(answer)) return
  found.add(
    'echo-unchecked',
    header.added.directive,
    `The origin of any page goes back unchecked, with credentials. A browser lets every site, such as ${STRANGER}, read what the user who visits it may read here.`,
    listedOrigins(site, true),
  )
}

function echoedPreflight(place: Place, site: Site, found: Found): void {
  const isDecided = [APP, ...site.origins].some(origin =>
    place.actuals(origin).some(answer => sent(answer, ALLOW_ORIGIN)),
  )
  for (const answer of place.preflights(STRANGER)) {
    const header = sent(answer, ALLOW_ORIGIN)
    const cookies = hasCredentials(answer)
    const isYes = header?.value === STRANGER || (header?.value === '*' && !cookies)
    const hasLists = [ALLOW_METHODS, ALLOW_HEADERS].some(name => sent(answer, name))
    if (!header || !isYes || !hasLists || !isOk(answer) || answer.by !== 'return' || !isDecided) continue
    if (place.actuals(STRANGER).some(other => isReadable(other, cookies))) continue
    found.add(
      'echo-unchecked-preflight',
      header.added.directive,
      `The preflight of any origin gets a yes here, though its pages may not read the answers. A browser then sends the request itself, a DELETE for instance, for a page of ${STRANGER}${cookies ? ', with cookies' : ''}; it only keeps the answer from that page.`,
      listedOrigins(site, cookies),
    )
  }
}

/** Whether a stranger's page may read an answer. */
function isReadable(answer: Answer, cookies: boolean): boolean {
  const value = sent(answer, ALLOW_ORIGIN)?.value
  return value === STRANGER ? !cookies || hasCredentials(answer) : value === '*' && !cookies
}

function nullOrigin(place: Place, site: Site, found: Found): void {
  const isEcho = place.actuals(STRANGER).some(answer => allowed(answer, STRANGER) && !isRefusal(answer))
  if (isEcho) return
  for (const answer of place.actuals('null')) {
    const header = allowed(answer, 'null')
    if (header && hasCredentials(answer) && !isRefusal(answer))
      found.add(
        'null-origin-allowed',
        header.entry ?? header.added.directive,
        'The origin "null" may read with credentials, and it is nobody\'s: any site puts a page into a sandboxed frame, and a browser sends "null" for that page.',
        header.entry ? 'Delete this entry.' : listedOrigins(site, true),
      )
  }
}

/** Caches keep answers to `GET` only. */
function missingVary(place: Place, site: Site, found: Found): void {
  const askers: readonly (string | null)[] = [null, STRANGER, APP, ...site.origins]
  const byAsker = askers
    .map(origin => place.ask(actual('GET', origin)).filter(answer => !isRefusal(answer)))
    .filter(({ length }) => length > 0)
  // Files and the like also make a difference, and they are the same for every origin.
  const values = new Set(byAsker.map(answers => JSON.stringify(answers.map(valueFor).sort())))
  if (values.size < 2) return
  const answers = byAsker.flat()
  const holder = answers.find(answer => sent(answer, ALLOW_ORIGIN))
  const header = holder && sent(holder, ALLOW_ORIGIN)
  if (header === undefined || answers.every(varies)) return
  const isInIf = holder?.level.kind === 'if'
  const where = answers.some(varies)
    ? 'not every answer says so: those without the header must have "Vary: Origin" too'
    : 'the answer does not say so'
  found.add(
    'missing-vary',
    header.added.directive,
    `Access-Control-Allow-Origin depends on the Origin of the request, and ${where}. A cache, the browser's own included, then gives one origin's answer to a page of another, and the browser blocks it, since Access-Control-Allow-Origin is missing or names another origin.`,
    write(isInIf ? 'Write it in the "if", and around it for the other answers:' : 'Add beside it:', [
      VARY_LINE,
    ]),
  )
}

/** The value by which answers differ, where it is known. */
function valueFor(answer: Answer): string {
  const header = sent(answer, ALLOW_ORIGIN)
  return header === undefined ? '' : (header.value ?? '?')
}

function varies(answer: Answer): boolean {
  return answer.headers.some(
    ({ name, value }) => name === 'vary' && /(?:^|[\s,])(?:origin|\*)(?:$|[\s,])/i.test(value ?? ''),
  )
}
