import { isLoopback } from '../protocol.js'

/** https://fetch.spec.whatwg.org/#port-blocking */
const BAD_PORTS: ReadonlySet<string> = new Set(
  `0 1 7 9 11 13 15 17 19 20 21 22 23 25 37 42 43 53 69 77 79 87 95 101 102 103 104 109 110 111 113 115 117 119 123 135
  137 139 143 161 179 389 427 465 512 513 514 515 526 530 531 532 540 548 554 556 563 587 601 636 989 990 993 995 1719
  1720 1723 2049 3659 4045 4190 5060 5061 6000 6566 6665 6666 6667 6668 6669 6679 6697 10080`.split(/\s+/),
)

/** Browsers send nothing to these ports, whose servers speak another protocol and might mistake a request for it. */
export function isBadPort({ port }: URL): boolean {
  return BAD_PORTS.has(port)
}

/**
 * An https page loads nothing over http, except from its own machine, and from local addresses, which get no certificate and
 * for which Chromium asks the user.
 * https://w3c.github.io/webappsec-mixed-content/#should-block-fetch
 */
export function isMixedContent(pageOrigin: string, { protocol, hostname }: URL): boolean {
  if (!pageOrigin.startsWith('https:') || protocol !== 'http:') return false
  return !isLoopback(hostname) && !LOCAL_ADDRESS.test(hostname)
}

/** Hosts as the URL parser writes them. */
const LOCAL_ADDRESS =
  /^(?:10|192\.168|169\.254|172\.(?:1[6-9]|2[0-9]|3[01]))(?:\.[0-9]+){2,3}$|^\[(?:f[cd]..|fe[89ab].):|\.local$/
