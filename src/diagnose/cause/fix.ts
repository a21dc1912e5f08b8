import { given } from '../../own.js'
import { isLoopback } from '../../protocol.js'
import { combined } from '../header-list.js'
import { preflightNeed } from '../preflight-needed.js'
import type { Answer } from '../read.js'
import { type Answerer, answerers, type Software, softwareNamed } from './answered-by.js'
import { allowedOthers, hasListOfOrigins, withListed } from './listed.js'
import type { Seen } from './seen.js'
import { code } from './text.js'
import { type Change, type Refusal, type Values, WAYS } from './ways.js'

/** What each layer's CORS is called, by the software that shows in an answer. */
const CALLED: Partial<Readonly<Record<Software, string>>> = {
  Express: 'expressjs/cors',
  Flask: 'Flask-CORS',
  Django: 'django-cors-headers',
  Starlette: "Starlette's CORSMiddleware",
  Rails: 'rack-cors',
}

/** How this library and the software that answered write a change: a line each. */
export function waysOf(seen: Seen, change: Change): readonly string[] {
  const values = valuesOf(seen)
  const own = given(WAYS['cors-policy'], change) ?? given(WAYS['cors-policy'], insteadOf(change, false, seen))
  const ours = own === undefined ? [] : [`With cors-policy: ${ownWay(own, change, values, seen)}.`]
  if (isOpaque(values.origin)) return ours
  const theirs = whoAnswers(seen, change).flatMap(({ software, isProxy }) => {
    const ways = WAYS[software]
    const called = given(CALLED, software) ?? software
    const changes = isProxy ? (given(WITH_APPLICATION, change) ?? [change]) : [change]
    return changes.flatMap(one => {
      const way =
        given(ways, one) ?? given(ways, isProxy && values.isList ? 'list' : insteadOf(one, isProxy, seen))
      if (way === undefined) return []
      const where = isProxy
        ? `In ${called}, ${given(WHEN, one) ?? 'if CORS is configured there'}`
        : `With ${called}`
      return [`${where}: ${way(values)}.`]
    })
  })
  return [...theirs, ...ours]
}

/** Changes that are for whoever gave the failing answer; the others are for whatever does CORS at this URL. */
const OF_ANSWERER: ReadonlySet<Change> = new Set<Change>([
  'order',
  'preflight',
  'status',
  'errors',
  'refusal',
  'request',
])

/** rack-cors answers preflights with no sign of Rails, so the answers to the other requests tell what is behind. */
function whoAnswers({ failed: { answer }, response, probes }: Seen, change: Change): readonly Answerer[] {
  const shown = answer ? answerers(answer) : []
  const isKnown = shown.some(({ isProxy }) => !isProxy) || (shown.length > 0 && OF_ANSWERER.has(change))
  if (answer === null || isKnown || softwareNamed(answer.answeredBy) !== undefined) return shown
  const others = [response, ...probes.map(probe => probe.response)]
  const behind = others
    .flatMap(other => (other ? answerers(other) : []))
    .filter(({ isProxy }) => !isProxy)
    .map(({ software }) => software)
  return [...[...new Set(behind)].map(software => ({ software, isProxy: false })), ...shown]
}

/** Changes that a proxy writes in one way if it does CORS, and in another if the application behind it does. */
const WITH_APPLICATION: Partial<Readonly<Record<Change, readonly Change[]>>> = {
  order: ['order', 'pass'],
  errors: ['errors', 'own-errors'],
  refusal: ['errors', 'own-errors'],
}

/** When a change is the right one for a proxy. */
const WHEN: Partial<Readonly<Record<Change, string>>> = {
  order: 'if it sets the CORS headers',
  pass: 'if the application behind it does',
  errors: 'if it sets the CORS headers',
  'own-errors': 'if the application behind it does',
}

/** What most layers have one line for, whichever of two changes is needed. */
function insteadOf(change: Change, isProxy: boolean, seen: Seen): Change {
  if (change === 'status') return 'preflight'
  if (change === 'refusal') return 'order'
  if (change === 'request' && !isProxy) return 'errors'
  if (change === 'request' || ORIGIN_CHANGES.has(change)) {
    return seen.failed.hop.credentials === 'include' ? 'credentials' : 'origin'
  }
  return change
}

/** Changes of what a layer sends to this origin. */
const ORIGIN_CHANGES: ReadonlySet<Change> = new Set<Change>(['setup', 'list', 'value', 'allow-credentials'])

/** With credentials an http origin is refused by this library, so the page has to move. */
function ownWay(
  own: (values: Values) => string,
  change: Change,
  values: Values,
  { failed: { hop } }: Seen,
): string {
  if (!ORIGIN_CHANGES.has(change)) return own(values)
  if (hop.credentials !== 'include') return isOpaque(hop.origin) ? "set `origins: '*'`" : own(values)
  if (hop.origin.startsWith('http:') && !isLoopback(new URL(hop.origin).hostname)) {
    const secure = { ...values, origin: hop.origin.replace('http:', 'https:') }
    return `serve the page over https, and ${own(secure)}: with credentials an http origin is refused (\`insecure-origin\`)`
  }
  return own(values)
}

/** Everything that shows: two layers are never one application alone. */
export function proxyWays(seen: Seen, change: Change): readonly string[] {
  const { answer } = seen.failed
  const values = valuesOf(seen)
  return (answer ? answerers(answer) : []).flatMap(({ software }) => {
    const way = given(WAYS[software], change)
    return way === undefined ? [] : [`In ${given(CALLED, software) ?? software}: ${way(values)}.`]
  })
}

export function valuesOf(seen: Seen): Values {
  const { hop, finding, answer } = seen.failed
  const names = finding.names ?? preflightNeed(hop)?.unsafeNames ?? []
  const methods = withListed(seen, 'methods', [hop.method])
  // GET, HEAD and POST need not be listed; a new list names them for the people who read it.
  const isNew = methods.length === 1
  return {
    origin: hop.origin,
    method: hop.method,
    names: names.join(', '),
    methods: (isNew ? [...new Set(['GET', 'HEAD', 'POST', hop.method])] : methods).join(', '),
    headers: withListed(seen, 'headers', names).join(', '),
    origins: [...allowedOthers(seen), hop.origin],
    isOneOrigin: finding.check.endsWith('AllowOriginMismatch') || hasListOfOrigins(seen),
    isList: hasListOfOrigins(seen),
    isCredentialed: hop.credentials === 'include',
    isOriginAllowed: finding.check.endsWith('InvalidAllowCredentials'),
    host: hop.url.hostname,
    status: answer?.status ?? 0,
    refusal: answer === null ? null : refusalOf(answer),
  }
}

export function refusalOf({ status, headers }: Answer): Refusal | null {
  if (status === 401)
    return /^basic\b/i.test(combined(headers, 'www-authenticate') ?? '') ? 'password' : 'login'
  if (status === 429 || status === 503) return 'limit'
  return status === 403 ? 'rule' : null
}

/** Whether anybody's page may have this origin. */
export function isOpaque(origin: string): boolean {
  return origin === 'null' || origin === 'file://'
}

/** Header lines that let this page read. */
export function originLines({ failed: { hop } }: Seen): readonly string[] {
  if (hop.credentials === 'include')
    return [`Access-Control-Allow-Origin: ${hop.origin}`, 'Access-Control-Allow-Credentials: true']
  return [`Access-Control-Allow-Origin: ${isOpaque(hop.origin) ? '*' : hop.origin}`]
}

/** Header lines of a preflight's answer that let this page ask. */
export function preflightLines(seen: Seen): readonly string[] {
  const { hop } = seen.failed
  const need = preflightNeed(hop)
  const lines = [...originLines(seen)]
  if (need?.reasons.some(({ code }) => code === 'method'))
    lines.push(`Access-Control-Allow-Methods: ${withListed(seen, 'methods', [hop.method]).join(', ')}`)
  if (need && need.unsafeNames.length > 0)
    lines.push(`Access-Control-Allow-Headers: ${withListed(seen, 'headers', need.unsafeNames).join(', ')}`)
  return lines
}

/** The first line of a fix: what must go out. */
export function must({ failed: { finding } }: Seen, lines: readonly string[]): string {
  return `${finding.at === 'preflight' ? 'The answer to the preflight' : 'The response'} must have ${code(lines)}.`
}
