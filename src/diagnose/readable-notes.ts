import { isForbiddenResponseHeader, isToken } from '../protocol.js'
import { combined, type HeaderList, listItems, variesByOrigin } from './header-list.js'
import type { Hop } from './hop.js'
import type { NoteKey } from './messages/notes.js'
import type { Answer, ReadProbe } from './read.js'
import { isCrossSite } from './site.js'

/**
 * Notes on a response that the page can read.
 *
 * @param exposed The names that the page can read.
 */
export function readableNotes(
  hop: Hop,
  answer: Answer,
  exposed: readonly string[],
  probes: readonly ReadProbe[],
): readonly NoteKey[] {
  if (hop.tainting !== 'cors') return []
  const { headers } = answer
  return [
    ...varyNotes(hop, headers, probes),
    ...exposeNotes(hop, headers),
    ...(headers.some(({ 0: name }) => isForPages(name) && !exposed.includes(name))
      ? (['not-exposed'] as const)
      : []),
    ...cookieNotes(hop, headers),
  ]
}

/**
 * A response that names one origin needs no `Vary` if it is the same for all. Only an answer to another origin, or to none,
 * tells that it is not.
 */
function varyNotes(hop: Hop, headers: HeaderList, probes: readonly ReadProbe[]): readonly NoteKey[] {
  const allowed = combined(headers, 'access-control-allow-origin')
  if (allowed === undefined || allowed === '*' || variesByOrigin(headers) || !isKept(hop, headers)) return []
  const isOthers = probes.some(
    ({ method, response }) =>
      method !== 'OPTIONS' && combined(response.headers, 'access-control-allow-origin') !== allowed,
  )
  return isOthers ? ['vary-origin-missing'] : []
}

/** Whether a cache keeps the answer for other pages; the browser's own cache does too. */
function isKept({ method }: Hop, headers: HeaderList): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false
  return !/\bno-store\b/i.test(combined(headers, 'cache-control') ?? '')
}

function exposeNotes(hop: Hop, headers: HeaderList): readonly NoteKey[] {
  const items = listItems(combined(headers, 'access-control-expose-headers'))
  if (!items.every(isToken)) return ['expose-headers-invalid']
  return items.includes('*') && hop.credentials === 'include' ? ['expose-wildcard-with-credentials'] : []
}

/** Whether a page may want to read it: headers of the application, but none that servers and proxies add by themselves. */
function isForPages(name: string): boolean {
  if (isForbiddenResponseHeader(name) || INFRASTRUCTURE.test(name)) return false
  return name.startsWith('x-') || FOR_PAGES.has(name) || name.endsWith('-token')
}

const FOR_PAGES: ReadonlySet<string> = new Set(['content-disposition', 'content-range', 'link'])

const INFRASTRUCTURE =
  /^x-(?:powered-by|aspnet.*|runtime|request-id|correlation-id|trace-id|served-by|cache.*|timer|varnish|proxy-cache|content-type-options|frame-options|xss-protection|dns-prefetch-control|download-options|permitted-cross-domain-policies|ua-compatible|robots-tag|amz.*|envoy.*|vercel.*|nf-.*|github.*|cloud-trace-context|accel-.*|forwarded.*|ratelimit.*|backend.*|fastly.*|azure.*|ms-.*|goog.*|generator|pingback)$/

/** Cookies that a browser does not keep, or will not send again. */
function cookieNotes(hop: Hop, headers: HeaderList): readonly NoteKey[] {
  const cookies = headers.flatMap(({ 0: name, 1: value }) => (name === 'set-cookie' ? [value] : []))
  if (cookies.length === 0) return []
  if (hop.credentials !== 'include') return ['cookie-without-credentials']
  return isCrossSite(hop.pageOrigin, hop.url) && cookies.some(cookie => !isForOtherSites(cookie))
    ? ['cookie-of-one-site']
    : []
}

/** https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#name-the-samesite-attribute-2 */
function isForOtherSites(cookie: string): boolean {
  const attributes = cookie.split(';').map(attribute => attribute.trim().toLowerCase())
  return (
    attributes.includes('secure') && attributes.some(attribute => /^samesite\s*=\s*none$/.test(attribute))
  )
}
