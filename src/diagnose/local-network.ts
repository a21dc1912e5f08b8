import { isLoopback } from '../protocol.js'
import type { Exchange } from './exchange.js'
import { type Finding, finding } from './finding.js'

type AddressSpaces = NonNullable<Exchange['addressSpaces']>

const PRIVACY = { public: 0, local: 1, loopback: 2 } as const

/**
 * Whether the request goes to a network that the page's own network does not reach.
 * https://wicg.github.io/local-network-access/
 */
export function isLocalNetworkRequest(spaces: AddressSpaces | null): boolean {
  return spaces !== null && PRIVACY[spaces.target] > PRIVACY[spaces.page]
}

/** Only the user can allow such a request, and only to a secure page. No header can. */
export function localNetworkCheck(pageOrigin: string, permission: Exchange['permission']): Finding | null {
  if (isInsecure(pageOrigin)) return finding('kInsecureLocalNetwork', 'request')
  return permission === 'denied' ? finding('kLocalNetworkAccessPermissionDenied', 'request') : null
}

/** https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy */
function isInsecure(pageOrigin: string): boolean {
  return pageOrigin.startsWith('http:') && !isLoopback(new URL(pageOrigin).hostname)
}
