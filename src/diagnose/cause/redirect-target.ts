import { isLoopback, isPrivateAddress, parseUrl } from '../../protocol.js'
import { combined } from '../header-list.js'
import { sentUrl } from '../hop.js'
import type { Answer } from '../read.js'

/** Where an answer to this URL leads. */
export function targetOf(url: URL, answer: Answer | null): URL | undefined {
  const location = combined(answer?.headers ?? [], 'location')
  return location === undefined ? undefined : parseUrl(location, url)
}

/** Whether the server gets the same request again. */
export function isLoop(from: URL, to: URL | undefined): boolean {
  return to !== undefined && sentUrl(from) === sentUrl(to)
}

/**
 * What a page has to request in place of a redirect's target, if that is an address that only the application knows itself by: it
 * builds the redirect from what a proxy sends it. `null` for other redirects, such as from http to https, to `www.` or to another
 * public host.
 */
export function publicTarget(from: URL, to: URL): URL | null {
  if (!/^https?:$/.test(to.protocol) || !isInside(from, to)) return null
  return new URL(publicPath(from.pathname, to.pathname) + to.search, from)
}

/** Whether a page's URL became http behind a proxy that ends TLS. */
export function isDowngrade(from: URL, to: URL): boolean {
  return from.protocol === 'https:' && to.protocol === 'http:'
}

function isInside(from: URL, to: URL): boolean {
  if (from.host === to.host) return isDowngrade(from, to)
  const path = publicPath(from.pathname, to.pathname)
  const isSamePath = withoutSlash(path) === withoutSlash(from.pathname)
  const depth = depthOf(to.hostname)
  // A public server may well lead to a program on the user's machine, but that has paths of its own.
  if (depth > depthOf(from.hostname)) return isSamePath || !isLoopback(to.hostname)
  // The same path at another port may be a move; with a slash at the end it is the same resource.
  const isUpgrade = from.protocol === 'http:' && to.protocol === 'https:'
  const isSlash = isSamePath && path !== from.pathname && !isUpgrade
  if (depth === 0) return from.hostname === to.hostname && (isDowngrade(from, to) || isSlash)
  return isSamePath && (isDowngrade(from, to) || isSlash)
}

/** How few can reach a host: all the internet, a network or a machine, or only what stands beside it. */
function depthOf(host: string): 0 | 1 | 2 {
  if (isLoopback(host) || isPrivateAddress(host) || INNER_SUFFIX.test(host)) return 1
  return /[.:]/.test(host.replace(/\.$/, '')) && !ANY_ADDRESS.test(host) ? 0 : 2
}

/** No public DNS knows names under these. */
const INNER_SUFFIX = /\.(?:local|internal|localdomain|home\.arpa)\.?$/

/** Servers listen there, for all of their addresses. */
const ANY_ADDRESS = /^(?:0\.0\.0\.0|\[::\])$/

/** The path as the page requests it: a proxy may take the start off, and the application adds or takes the slash at the end. */
function publicPath(asked: string, to: string): string {
  const isSlash = asked.endsWith('/') !== to.endsWith('/')
  const whole = withoutSlash(asked)
  const end = withoutSlash(to)
  return isSlash && end !== '' && whole.endsWith(end) ? whole + (to.endsWith('/') ? '/' : '') : to
}

function withoutSlash(path: string): string {
  return path.replace(/\/$/, '')
}
