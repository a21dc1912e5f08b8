/** Names and grammars of the Fetch standard and of HTTP that every part shares. */

// Old runtimes fail at the import, not in the middle of a request. The language tells them apart: an environment for tests may
// replace what is not part of it, as jsdom does with `URL`.
if (typeof Array.prototype.toSorted !== 'function') {
  throw new Error('cors-policy needs Node 20 or later, or a browser or worker of 2023 or later.')
}

// In lower case, because Node has to lower-case other names at every call.
export const ALLOW_ORIGIN = 'access-control-allow-origin'
export const ALLOW_CREDENTIALS = 'access-control-allow-credentials'
export const ALLOW_METHODS = 'access-control-allow-methods'
export const ALLOW_HEADERS = 'access-control-allow-headers'
export const EXPOSE_HEADERS = 'access-control-expose-headers'
export const MAX_AGE = 'access-control-max-age'
export const TIMING_ALLOW_ORIGIN = 'timing-allow-origin'

/** The headers that a policy sets, except `Vary`, and how the standards write them. */
export const CORS_HEADERS: ReadonlyMap<string, string> = new Map([
  [ALLOW_ORIGIN, 'Access-Control-Allow-Origin'],
  [ALLOW_CREDENTIALS, 'Access-Control-Allow-Credentials'],
  [ALLOW_METHODS, 'Access-Control-Allow-Methods'],
  [ALLOW_HEADERS, 'Access-Control-Allow-Headers'],
  [EXPOSE_HEADERS, 'Access-Control-Expose-Headers'],
  [MAX_AGE, 'Access-Control-Max-Age'],
  [TIMING_ALLOW_ORIGIN, 'Timing-Allow-Origin'],
])

export const ORIGIN = 'Origin'
export const SEC_FETCH_SITE = 'Sec-Fetch-Site'
export const REQUEST_METHOD = 'Access-Control-Request-Method'
export const REQUEST_HEADERS = 'Access-Control-Request-Headers'

/** RFC 9110, 5.6.2: method and header names. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/

export function isToken(text: string): boolean {
  return TOKEN.test(text)
}

/** Fetch, "forbidden method": no page can send these. https://fetch.spec.whatwg.org/#forbidden-method */
export function isForbiddenMethod(method: string): boolean {
  return /^(?:CONNECT|TRACE|TRACK)$/i.test(method)
}

/** Fetch, "CORS-safelisted method": a preflight need not list these. https://fetch.spec.whatwg.org/#cors-safelisted-method */
export function isSafelistedMethod(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'POST'
}

/** Only the browser sets these; it silently drops a page's own. */
const FORBIDDEN_REQUEST_HEADERS: ReadonlySet<string> = new Set([
  'accept-charset',
  'accept-encoding',
  'access-control-request-headers',
  'access-control-request-method',
  'connection',
  'content-length',
  'cookie',
  'cookie2',
  'date',
  'dnt',
  'expect',
  'host',
  'keep-alive',
  'origin',
  'referer',
  'set-cookie',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'via',
])

/** Fetch, "forbidden request-header", whatever its value. https://fetch.spec.whatwg.org/#forbidden-request-header */
export function isForbiddenRequestHeader(name: string): boolean {
  const lower = name.toLowerCase()
  return FORBIDDEN_REQUEST_HEADERS.has(lower) || lower.startsWith('proxy-') || lower.startsWith('sec-')
}

/** Fetch, "forbidden response-header name": no page reads these. https://fetch.spec.whatwg.org/#forbidden-response-header-name */
export function isForbiddenResponseHeader(name: string): boolean {
  return /^set-cookie2?$/i.test(name)
}

/** Scheme (64 is longer than any in use), `://`, a host of DNS length, `:65535`. */
export const MAX_ORIGIN_LENGTH: number = 64 + 3 + 253 + 6

/** A quick test that most origins pass: no port, and no label that has other spellings (numbers, `xn--`). */
const PLAIN_ORIGIN = /^https?:\/\/[a-wyz][a-z0-9-]*(?:\.[a-wyz][a-z0-9-]*)*$/

/** The host is a name, a dot (`app://.`, which Electron's pages have), or an IPv6 address. */
const SERIALISED_ORIGIN =
  /^([a-z][a-z0-9+.-]*):\/\/((?:[A-Za-z0-9_-]+\.)*([A-Za-z0-9_-]+)\.?|(?<!^(?:https?|wss?|ftp):\/\/)\.|\[[0-9a-f:]+\])(?::(0|[1-9][0-9]{0,4}))?$/

const DEFAULT_PORTS: Readonly<Record<string, string>> = {
  __proto__: null as never,
  http: '80',
  https: '443',
  ws: '80',
  wss: '443',
  ftp: '21',
}

/**
 * Whether a text is a serialised tuple origin, as browsers write it in `Origin`. `null` is not one.
 * https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin
 */
export function isOrigin(text: string): boolean {
  if (text.length > MAX_ORIGIN_LENGTH) return false
  if (PLAIN_ORIGIN.test(text)) return true
  const parts = SERIALISED_ORIGIN.exec(text)
  if (!parts) return false
  const { 1: scheme = '', 2: host = '', 3: lastLabel, 4: port } = parts
  if (port !== undefined && (DEFAULT_PORTS[scheme] === port || Number(port) > 65535)) return false
  // Only the URL parser knows the one spelling of an IP address, which Punycode is valid, and which schemes keep the case of
  // their hosts (`safari-web-extension:`) or have a dot for one (`app://.`).
  const hasSpellings = lastLabel === undefined || /^[0-9]+$|^0x/i.test(lastLabel) || /xn--|[A-Z]/.test(host)
  if (!hasSpellings && scheme !== 'file') return true
  return urlOrigin(text) === text
}

/**
 * Whether a text stands in `Origin` for pages that have nothing to do with each other: `null` (sandboxed frames, `data:` pages,
 * most files), and `file://` (files in WebViews, and in Chromium with file access). Neither is an origin.
 */
export function isSharedByStrangers(text: string): boolean {
  return text === 'null' || text === 'file://'
}

/** The origin of a URL as browsers serialise it, also for custom schemes (`capacitor:`); `''` if it has none. */
export function urlOrigin(text: string): string {
  const url = parseUrl(text)
  return url?.host && url.protocol !== 'file:' ? `${url.protocol}//${url.host}` : ''
}

/**
 * Parses a URL; `undefined` for other texts. `URL.canParse` is not used, because Node 20 and 22 misread non-ASCII texts in it
 * once it is optimised.
 */
export function parseUrl(text: string, base?: URL): URL | undefined {
  if (text.length > MAX_AUTHORITY_LENGTH && authorityLength(text) > MAX_AUTHORITY_LENGTH) return undefined
  try {
    return new URL(text, base)
  } catch {
    return undefined
  }
}

/** Room for a host of DNS length with every byte escaped, and for a user and password. */
const MAX_AUTHORITY_LENGTH = 4096

/** The parser takes quadratic time for Punycode and for combining marks, so a host's length is bounded. */
function authorityLength(text: string): number {
  // The parser strips these first.
  const url = text.replaceAll(/[\t\n\r]/g, '').replace(/^[\0- ]+/, '')
  const start = /^(?:(?:https?|wss?|ftp|file):[/\\]*|(?:[a-z][a-z0-9+.-]*:)?[/\\]{2,})/i.exec(url)?.[0].length
  if (start === undefined) return 0
  const length = url.slice(start).search(/[/?#\\]/)
  return length < 0 ? url.length - start : length
}

/** A host that never leaves the machine: `localhost`, its subdomains, `127.0.0.0/8`, `[::1]`. */
export function isLoopback(host: string): boolean {
  return /^(?:(?:.+\.)?localhost\.?|127(?:\.[0-9]{1,3}){3}|\[::1\])$/.test(host)
}

/**
 * An IP address of a private network, as the host of a URL has it.
 * https://wicg.github.io/local-network-access/#non-public-ip-address-blocks
 */
export function isPrivateAddress(host: string): boolean {
  return /^(?:(?:10|192\.168|169\.254|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\.[\d.]+$|\[f[cd]..:|\[fe[89ab].:)/.test(
    host,
  )
}
