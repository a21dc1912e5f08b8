import { isLoopback } from '../protocol.js'

/**
 * Whether page and server are surely of two sites. Where only the Public Suffix List could tell, such as with two names under
 * `github.io`, they count as one.
 */
export function isCrossSite(pageOrigin: string, url: URL): boolean {
  if (!/^https?:/.test(pageOrigin)) return true
  const page = new URL(pageOrigin)
  if (isLoopback(page.hostname) && isLoopback(url.hostname)) return page.hostname !== url.hostname
  if (page.protocol !== url.protocol) return true
  const isName = !/^[\d.]+$|:/.test(page.hostname + url.hostname)
  const end = (host: string) => (isName ? host.split('.').slice(-2).join('.') : host)
  return end(page.hostname) !== end(url.hostname)
}
