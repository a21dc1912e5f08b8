import { isIP } from 'node:net'
import { parse } from 'tldts'
import type { AddressSpace, AddressSpaces } from '../../diagnose/exchange.js'
import { isLoopback, isPrivateAddress } from '../../protocol.js'

/**
 * The networks that a request crosses, as far as names tell. A page on a domain of the internet is taken to come from there, though
 * its name may lead to the local network.
 *
 * @see https://wicg.github.io/local-network-access/
 */
export function addressSpaces(pageOrigin: string, url: string): AddressSpaces | null {
  if (!/^https?:/.test(pageOrigin)) return null
  const page = spaceOf(new URL(pageOrigin).hostname)
  const target = spaceOf(new URL(url).hostname)
  return page === null || target === null ? null : { page, target }
}

/** `null` for a name that no public DNS knows: it may lead anywhere. */
function spaceOf(hostname: string): AddressSpace | null {
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase()
  if (isLoopback(hostname)) return 'loopback'
  if (host.endsWith('.local') || isPrivateAddress(hostname)) return 'local'
  if (isIP(host) !== 0) return 'public'
  // Names that somebody's own DNS or hosts file knows are under no suffix of the internet.
  return parse(host).isIcann && !host.endsWith('.home.arpa') ? 'public' : null
}
