import { privateCopy } from '../regexp.js'
import { canonicalPattern, isPlain, mountsAtDots, pathOf, readings } from './path.js'
import { type AnyRequest, fullUrl, isFetch } from './request.js'

/** Found for a path whose readings name different resources, or that has no canonical form. */
export const AMBIGUOUS: unique symbol = Symbol('ambiguous')

/** Finds the resource of a request; `undefined` if it has none. */
export type ResourceFinder<T> = (request: AnyRequest) => T | undefined | typeof AMBIGUOUS

/** A path pattern and the rules for its paths. */
interface Resource<T> {
  readonly pattern: string | RegExp
  readonly rules: T
}

/** Path patterns by kind, so that the cost of a look-up does not depend on how many there are. */
interface Table<T> {
  readonly exact: Map<string, T>
  /** Keyed by the part before `/*`. */
  readonly prefixes: Map<string, T>
  /** Slashes in the longest prefix: no more of a path need be looked up. */
  depth: number
  /** Characters in the longest prefix. */
  longest: number
  readonly regexps: { readonly regexp: RegExp; readonly value: T }[]
  everything: T | undefined
}

function table<T>(): Table<T> {
  return { exact: new Map(), prefixes: new Map(), depth: 0, longest: 0, regexps: [], everything: undefined }
}

/**
 * Routers and file servers disagree about dot segments, escapes, case, slashes, semicolons and dots. So a path is looked up as
 * it stands and in all its readings, and if two of them name different resources, nobody may read.
 */
export function compileResources<T>(entries: readonly Resource<T>[]): ResourceFinder<T> {
  const typed = table<T>()
  // If every pattern is canonical, one table serves for both.
  const canonical = entries.every(({ pattern }) => pattern === canonicalPattern(pattern)) ? typed : table<T>()
  for (const { pattern, rules: value } of entries) {
    if (typeof pattern === 'string') {
      addPath(typed, pattern, value)
      if (canonical !== typed) addPath(canonical, canonicalPattern(pattern), value)
    } else {
      typed.regexps.push({ regexp: privateCopy(pattern, false), value })
      canonical.regexps.push({ regexp: privateCopy(pattern, false, true), value })
    }
  }
  const { exact, prefixes, regexps, everything } = typed
  if (exact.size + prefixes.size + regexps.length === 0) return () => everything
  return request => {
    const path = pathOf(fullUrl(request))
    if (path === undefined) return AMBIGUOUS
    if (canonical === typed && isPlain(path)) return lookUp(typed, path)
    // Connect reads more into an absolute URL. The URL of a Fetch request is absolute too, but never gets to Connect.
    const isAbsolute = !fullUrl(request).startsWith('/') && !isFetch(request.headers)
    return lookUpAll(typed, canonical, path, isAbsolute)
  }
}

function lookUpAll<T>(typed: Table<T>, canonical: Table<T>, path: string, isAbsolute: boolean) {
  if (isPlain(path)) {
    const found = lookUp(typed, path)
    return found === lookUp(canonical, path) ? found : AMBIGUOUS
  }
  const read = readings(path, isAbsolute)
  if (read === undefined) return AMBIGUOUS
  const found = lookUp(typed, path)
  return read.every(reading => leadsTo(canonical, reading, found)) ? found : AMBIGUOUS
}

function addPath<T>(to: Table<T>, pattern: string, value: T): void {
  if (pattern === '*' || pattern === '/*') to.everything = value
  else if (pattern.endsWith('/*')) {
    const prefix = pattern.slice(0, -2)
    to.prefixes.set(prefix, value)
    to.depth = Math.max(to.depth, prefix.split('/').length - 1)
    to.longest = Math.max(to.longest, prefix.length)
  } else to.exact.set(pattern, value)
}

/** The most specific entry: the exact path, else the longest prefix, else the first RegExp, else everything. */
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

/** Whether a canonical path names this resource and no other, wherever a mount may end. */
function leadsTo<T>(canonical: Table<T>, path: string, found: T | undefined): boolean {
  if (lookUp(canonical, path) !== found) return false
  // An entry for exactly this path is meant, whatever is mounted before its dot.
  if (!path.includes('.') || canonical.exact.has(path)) return true
  const mount = mountOf(canonical, path)
  if (mount !== undefined || canonical.regexps.length === 0) return mount === undefined || mount === found
  // A RegExp that matches the path as it stands was asked above. One that matches only a mount before a dot was not.
  const others = canonical.regexps.filter(({ regexp, value }) => value !== found && !regexp.test(path))
  const below = others.length === 0 ? [] : mountsAtDots(path)
  return below?.every(mount => !others.some(({ regexp }) => regexp.test(mount))) ?? false
}

/** The longest prefix, if it may end at a dot too: Connect runs what is mounted at `/admin` for `/admin.json`. */
function mountOf<T>({ prefixes, longest }: Table<T>, path: string): T | undefined {
  for (let end = Math.min(path.length, longest); end > 0; end--) {
    if (end < path.length && path[end] !== '/' && path[end] !== '.') continue
    const found = prefixes.get(path.slice(0, end))
    if (found !== undefined) return found
  }
  return undefined
}
