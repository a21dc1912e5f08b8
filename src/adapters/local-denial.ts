import { distance, quote } from '../config/words.js'
import { type AnyRequest, fullUrl } from '../policy/request.js'
import type { Resolution } from '../policy/resolve.js'
import { isOrigin } from '../protocol.js'
import { escapeForLog } from './log.js'

/** Most origins fail this quick test (`bench: list of 100, denied`). */
const PERHAPS_LOCAL = /local|\.test|\/\/[\d[]/

/** Loopback, private addresses, `.local` and `.test`: a page on the developer's own machine or network. */
const LOCAL =
  /^https?:\/\/(?:(?:.+\.)?localhost\.?|127\.[\d.]+|10\.[\d.]+|192\.168\.[\d.]+|172\.(?:1[6-9]|2\d|3[01])\.[\d.]+|169\.254\.[\d.]+|\[(?:::1|f[cd][\da-f]{2}:[\da-f:]+|fe80:[\da-f:]+)\]|.+\.(?:local|test))(?::\d+)?$/

const MOST_LINES = 10
const MOST_NAMED = 5

/** Reasons and local origins that were denied for them before. */
const said = new Set<string>()

/**
 * Says once on standard error that a local origin is not listed, since the port of a development server is the commonest
 * mistake of all, or that no entry of `resources` covers the path, since many expect the outer options there.
 *
 * @internal
 */
export function sayLocalDenial({ facts, decision: { reason } }: Resolution): void {
  if (said.size >= MOST_LINES || (reason !== 'origin-not-allowed' && reason !== 'no-resource')) return
  const { origin = '', rules, request } = facts
  if (!isLocal(origin) || said.has(reason + origin)) return
  if (globalThis.process?.env?.NODE_ENV === 'production') return
  said.add(reason + origin)
  const why = rules === undefined ? describePath(request) : describeOrigins(origin, rules.origins.written)
  console.error(`cors-policy: ${quote(origin)} is denied, since ${why}`)
}

function describePath(request: AnyRequest): string {
  const path = fullUrl(request).replace(/\?.*/s, '')
  return `no entry of \`resources\` covers ${escapeForLog(path)}. An entry "*" covers all other paths.`
}

function isLocal(origin: string): boolean {
  return PERHAPS_LOCAL.test(origin) && LOCAL.test(origin) && isOrigin(origin)
}

function describeOrigins(origin: string, written: readonly unknown[]): string {
  if (written.length === 0) return 'origins is empty.'
  const named = written.slice(0, MOST_NAMED).map(quote).join(', ')
  const others = written.length > MOST_NAMED ? ` and ${written.length - MOST_NAMED} more` : ''
  const texts = written.filter(entry => typeof entry === 'string')
  const local = texts.filter(isLocal)
  const nearest =
    texts.length > 1 ? ` The nearest is ${quote(nearestOf(origin, local.length > 0 ? local : texts))}.` : ''
  return `origins lists only ${named}${others}.${nearest}`
}

function nearestOf(origin: string, listed: readonly string[]): string | undefined {
  const distances = listed.slice(0, 1000).map(entry => distance(origin, entry))
  return listed[distances.indexOf(Math.min(...distances))]
}
