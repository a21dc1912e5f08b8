import { isOrigin, isToken } from '../../protocol.js'
import { combined, listItems } from '../header-list.js'
import { isAllowedPreflight, lesserPreflights, type Seen } from './seen.js'

/**
 * A list of the answer to the preflight with what it lacks at its end, since a line with that alone would take away what works.
 * `*` stays too: with credentials it allows nothing, but other pages may read without.
 */
export function withListed(seen: Seen, of: 'methods' | 'headers', lacking: readonly string[]): string[] {
  const items = listed(seen, `access-control-allow-${of}`)
  const has = new Set(items.map(item => spelling(of, item)))
  return [...items, ...lacking.filter(item => !has.has(spelling(of, item)))]
}

/** What the failing preflight lists, in its spelling; if it lists nothing, what a lesser preflight that passes does. */
function listed(seen: Seen, header: string): readonly string[] {
  const { failed } = seen
  if (failed.finding.at !== 'preflight') return []
  const passed = lesserPreflights(seen).filter(probe => isAllowedPreflight(probe, failed.hop))
  const answers = [failed.answer, ...passed.map(({ response }) => response)]
  const lists = answers.map(answer => listItems(combined(answer?.headers ?? [], header)).filter(isToken))
  return lists.find(items => items.length > 0) ?? []
}

/** The other origins that the failing answer allows, and, if it allows another one, those that probes have found: each once. */
export function allowedOthers({ failed: { answer, hop, finding }, probes }: Seen): readonly string[] {
  const isOther = finding.check.endsWith('AllowOriginMismatch')
  const answers = [answer, ...(isOther ? probes.map(({ response }) => response) : [])]
  const origins = answers.flatMap(one =>
    (combined(one?.headers ?? [], 'access-control-allow-origin') ?? '').split(/[\s,]+/),
  )
  return [...new Set(origins)].filter(origin => origin !== hop.origin && isOrigin(origin))
}

/** Whether somebody wrote a list of origins into the header, in one line or in several. */
export function hasListOfOrigins(seen: Seen): boolean {
  return seen.failed.finding.check.endsWith('MultipleAllowOriginValues') && allowedOthers(seen).length > 0
}

/** Names of headers compare without regard to case, methods do not. */
function spelling(of: 'methods' | 'headers', item: string): string {
  return of === 'headers' ? item.toLowerCase() : item
}
