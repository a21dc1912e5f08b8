import { type CorsRequest, type FetchRequest, fullUrl } from './decision.js'
import { quote, type Report } from './errors.js'
import { anchors, isRegExp, privateCopy } from './regexp.js'

/** The two forms of a path name different resources, or it has no canonical form. */
export const AMBIGUOUS: unique symbol = Symbol('ambiguous')

/** Which of the resources a request belongs to: `undefined`, none. */
export type ResourceFinder<T> = (request: CorsRequest | FetchRequest) => T | undefined | typeof AMBIGUOUS

/** A path pattern and where it was written. */
export interface ResourceEntry<T> {
  readonly pattern: string | RegExp
  readonly value: T
}

/** Path patterns by kind, so that the cost of a lookup does not depend on how many there are. */
interface Table<T> {
  readonly exact: Map<string, T>
  /** By the part before `/*`. */
  readonly prefixes: Map<string, T>
  /** Slashes in the longest prefix: no more of a path need be looked up. */
  depth: number
  readonly regexps: { readonly regexp: RegExp; readonly value: T }[]
  everything: T | undefined
}

function table<T>(): Table<T> {
  return { exact: new Map(), prefixes: new Map(), depth: 0, regexps: [], everything: undefined }
}

/**
 * Routers and file servers disagree about dot segments, escapes, case and slashes. So a path is looked up
 * as it stands and again in canonical form, and where the two differ nothing is allowed.
 */
export function compileResources<T>(entries: readonly ResourceEntry<T>[]): ResourceFinder<T> {
  const plain = table<T>()
  // One table serves both readings where no pattern has two forms.
  const canonical = entries.every(({ pattern }) => pattern === canonicalPattern(pattern)) ? plain : table<T>()
  for (const { pattern, value } of entries) {
    if (typeof pattern === 'string') {
      addPath(plain, pattern, value)
      if (canonical !== plain) addPath(canonical, canonicalPattern(pattern), value)
    } else {
      plain.regexps.push({ regexp: privateCopy(pattern, false), value })
      canonical.regexps.push({ regexp: privateCopy(pattern, false, true), value })
    }
  }
  const { exact, prefixes, regexps, everything } = plain
  if (exact.size + prefixes.size + regexps.length === 0) return () => everything
  return request => {
    const path = pathOf(fullUrl(request))
    if (path === undefined) return AMBIGUOUS
    const clean = canonicalPath(path)
    if (clean === undefined) return AMBIGUOUS
    const found = lookUp(plain, path)
    if (clean === path && canonical === plain) return found
    if (found !== lookUp(canonical, clean)) return AMBIGUOUS
    const behind = behindHost(path)
    // What is left of a path that has a canonical form has one.
    return behind === path || found === lookUp(canonical, canonicalPath(behind) as string) ? found : AMBIGUOUS
  }
}

/** What `new URL(path, base)` takes for the path: in `//host/path` there is a host. */
function behindHost(path: string): string {
  return path.replace(/^[/\\]{2,}[^/\\]*/, '') || '/'
}

function addPath<T>(to: Table<T>, pattern: string, value: T): void {
  if (pattern === '*' || pattern === '/*') to.everything = value
  else if (pattern.endsWith('/*')) {
    const prefix = pattern.slice(0, -2)
    to.prefixes.set(prefix, value)
    to.depth = Math.max(to.depth, prefix.split('/').length - 1)
  } else to.exact.set(pattern, value)
}

/** The most specific: exact, the longest prefix, RegExps in order, everything. */
function lookUp<T>(from: Table<T>, path: string): T | undefined {
  const exact = from.exact.get(path)
  if (exact !== undefined) return exact
  let longest: T | undefined
  let end = 0
  for (let depth = 1; depth <= from.depth && end < path.length; depth++) {
    const slash = path.indexOf('/', end + 1)
    end = slash < 0 ? path.length : slash
    longest = from.prefixes.get(path.slice(0, end)) ?? longest
  }
  return longest ?? from.regexps.find(({ regexp }) => regexp.test(path))?.value ?? from.everything
}

/** The path of a request target: origin form, absolute form, or `*` (RFC 9112, 3.2). */
function pathOf(url: string): string | undefined {
  // Parsers end a host at different signs; one that has such a sign has no path that all agree on.
  const target = url.startsWith('/')
    ? url
    : url.replace(/^[a-z][a-z0-9+.-]*:\/\/[\w.~:@[\]!$&()*+,=-]*(?=[/?#]|$)/i, '')
  const end = target.search(/[?#]/)
  // No target has a fragment (RFC 9112, 3.2), and routers disagree about where its path ends. A Fetch request's URL may.
  if (target === url && target[end] === '#') return undefined
  const path = (end < 0 ? target : target.slice(0, end)) || '/'
  return path === '*' || path.startsWith('/') ? path : undefined
}

/** Most paths: nothing in them to decode, to fold or to cut off. */
const PLAIN_PATH = /^(?:\/[a-z0-9_-]+(?:\.+[a-z0-9_-]+)*)+$/

/**
 * Decoded once, `\` as `/`, path parameters (`;…`) cut off, no empty segments, no trailing slash; letters in one case and
 * one form, no dots or spaces at the end of a segment, as file systems have it. `undefined`: it cannot be decoded, or has
 * a dot segment.
 */
function canonicalPath(path: string): string | undefined {
  if (path === '*' || PLAIN_PATH.test(path)) return path
  let decoded: string
  try {
    decoded = decodeURIComponent(path)
  } catch {
    return undefined
  }
  if (decoded.includes('\0')) return undefined
  const segments: string[] = []
  for (const whole of decoded.normalize('NFKC').toLowerCase().split(/[/\\]/)) {
    const segment = whole.replace(/;.*/s, '')
    // To one router it names the entry before it, to another it is gone: browsers never send one.
    if (segment === '.' || segment === '..') return undefined
    const name = withoutEnd(segment)
    if (name !== '') segments.push(name)
  }
  return `/${segments.join('/')}`
}

/** By a loop, since a regular expression takes time by the square of the dots inside. */
function withoutEnd(segment: string): string {
  let end = segment.length
  while (end > 0 && (segment[end - 1] === '.' || segment[end - 1] === ' ')) end--
  return segment.slice(0, end)
}

/** Is this a path pattern that a request can match? If not, it is reported. */
export function checkPattern(pattern: unknown, path: string, report: Report): pattern is string | RegExp {
  if (isRegExp(pattern)) {
    if (anchors(pattern).start) return true
    report(
      'unanchored-regexp',
      path,
      pattern,
      `${quote(pattern)} does not begin with ^, so it also matches paths that contain such a text further on. ` +
        'Begin every alternative with ^.',
    )
    return false
  }
  const wrong = typeof pattern === 'string' ? patternFault(pattern) : 'a path is a string or a RegExp'
  if (wrong === undefined) return true
  const code = pattern === '' ? 'empty-string' : typeof pattern === 'string' ? 'invalid-path' : 'invalid-type'
  report(code, path, pattern, `${quote(pattern)} is not a path: ${wrong}.`)
  return false
}

function patternFault(pattern: string): string | undefined {
  if (pattern === '*' || pattern === '/' || pattern === '/*') return undefined
  if (!pattern.startsWith('/')) {
    const isRegExpText = pattern.startsWith('^')
    const path = isRegExpText ? fromRegExp(pattern) : `/${pattern.replace(/^[a-z]+:\/\/[^/]*\/?/i, '')}`
    return `a path begins with "/". Write ${suggested(path)}`
  }
  const base = pattern.endsWith('/*') ? pattern.slice(0, -2) : pattern
  if (base.includes('*')) {
    return '"*" stands only at the end, after a slash. Write "/api/*" for /api and all below it, or a RegExp'
  }
  if (/[?#;\\]/.test(base)) return 'it has no "?", "#", ";" or "\\". Write the path alone'
  const segments = base.split('/').slice(1)
  if (segments.at(-1) === '') {
    const bare = base.replace(/\/+$/, '')
    if (patternFault(bare || '/') !== undefined) return `it has no slash at its end. Write ${suggested(bare)}`
    return `it has no slash at its end. Write ${quote(bare || '/')} for that path, ${quote(`${bare}/*`)} for all below it too`
  }
  if (segments.some(segment => segment === '' || segment === '.' || segment === '..')) {
    return 'it has no empty or dot segment. Write the path as requests have it'
  }
  const parameter = segments.findIndex(segment => /^:|^<.*>$|^\{.*\}$/.test(segment))
  if (parameter >= 0) {
    const above = `/${segments.slice(0, parameter).join('/')}`
    return `it has no parameters such as ${quote(segments[parameter])}. Write ${suggested(above === '/' ? '*' : `${above}/*`)}, or a RegExp`
  }
  if (/%(?![0-9a-f]{2})/i.test(base))
    return 'its "%" does not begin an escape. Write "%25" for a percent sign'
  const canonical = canonicalPath(base)
  if (canonical === undefined || canonical === '/' || /%3b|%5c/i.test(base))
    return 'routers read it in several ways, or cannot decode it. Write a path without such escapes'
  const spelt = asSent(base)
  return spelt === base
    ? undefined
    : `requests spell it otherwise. Write ${suggested(spelt + pattern.slice(base.length))}`
}

/** What a text meant that Flask-CORS takes for a regular expression; `''` where no path says that. */
function fromRegExp(pattern: string): string {
  const text = pattern.slice(1).replace(/\$$/, '')
  const isExact = pattern.endsWith('$') && !text.endsWith('*')
  const path = text.replace(/\/?(?:\.?[*+])?$/, '')
  if (/[()[\]{}|+*?^$]/.test(path)) return ''
  return isExact ? path : `${path}/*`
}

/** Nothing is suggested that would be refused in its turn. */
function suggested(pattern: string): string {
  return patternFault(pattern) === undefined ? quote(pattern) : 'one such as "/api/*"'
}

/** A path as browsers write it, and with no escape that it does not need. */
function asSent(path: string): string {
  const needless = (escaped: string) => {
    const character = String.fromCharCode(Number.parseInt(escaped.slice(1), 16))
    return /[\w.~-]/.test(character) ? character : escaped.toUpperCase()
  }
  return new URL(path, 'http://host').pathname.replaceAll(/%[0-9a-f]{2}/gi, needless)
}

/** What two patterns share that no router could tell apart. */
export function canonicalPattern(pattern: string | RegExp): string {
  if (typeof pattern !== 'string') return String(pattern)
  return pattern === '/*' ? '*' : (canonicalPath(pattern) ?? pattern)
}
