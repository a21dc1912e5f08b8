import { isForbiddenResponseHeader, isToken } from '../protocol.js'
import { combined, type HeaderList, listItems } from './header-list.js'
import type { Hop } from './hop.js'

/** https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name */
const SAFELISTED: ReadonlySet<string> = new Set([
  'cache-control',
  'content-language',
  'content-length',
  'content-type',
  'expires',
  'last-modified',
  'pragma',
])

/**
 * The header names of a readable response that the page can read: lower case, sorted, each once.
 * https://fetch.spec.whatwg.org/#concept-filtered-response-cors
 */
export function exposedHeaders(hop: Hop, headers: HeaderList): readonly string[] {
  const isExposed = hop.tainting === 'cors' ? exposure(hop, headers) : () => true
  const names = new Set<string>()
  for (const { 0: name } of headers) {
    if (isExposed(name) && !isForbiddenResponseHeader(name)) names.add(name)
  }
  return [...names].sort()
}

function exposure(hop: Hop, headers: HeaderList): (name: string) => boolean {
  const items = listItems(combined(headers, 'access-control-expose-headers'))
  if (items.length === 0 || !items.every(isToken)) return name => SAFELISTED.has(name)
  const listed = new Set(items.map(item => item.toLowerCase()))
  if (listed.has('*') && hop.credentials !== 'include') return () => true
  return name => SAFELISTED.has(name) || listed.has(name)
}
