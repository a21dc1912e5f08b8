import { isLoopback, isSharedByStrangers } from '../protocol.js'
import type { CorsRisk } from './errors.js'
import { type OriginText, parseOrigin } from './origin-syntax.js'
import { isPublicSuffix, suffixesBelow } from './public-suffix.js'
import { quote } from './words.js'

/** A reason to refuse an entry of `origins` beside credentials, unless `dangerouslyAllow` accepts it. */
export interface OriginRisk {
  readonly code: CorsRisk
  readonly message: string
}

/** The risks of a string of `origins` beside credentials. */
export function textRisks(text: string, read: OriginText): OriginRisk[] {
  const risks: OriginRisk[] = []
  if (isSharedByStrangers(text)) {
    const whose =
      text === 'null'
        ? 'any page read what your users may read: every sandboxed frame sends'
        : 'every page that is opened from a file read what your users may read: all of them may send'
    risks.push({
      code: 'null-origin',
      message:
        `${quote(text)} with credentials lets ${whose} "Origin: ${text}". Leave it out; serve local pages from ` +
        '"http://localhost:5173".',
    })
  }
  if (read.kind === 'pattern' && read.subdomains) {
    const suffix = suffixUnder(read.host)
    if (suffix !== undefined)
      risks.push({
        code: 'public-suffix',
        message:
          `${quote(text)} with credentials: anyone can register a name under ${quote(suffix)} and read what your users ` +
          'may read. Name your own host in full, such as "https://app.example.com".',
      })
  }
  if (text.startsWith('http://')) {
    const host = read.kind === 'pattern' ? read.host : new URL(text).hostname
    if (!isLoopback(host))
      risks.push({
        code: 'insecure-origin',
        message:
          `${quote(text)} with credentials: whoever is on the network path can be this origin and read what your users ` +
          `may read.${isPrivate(read.kind === 'pattern' && read.subdomains ? `a.${host}` : host) ? '' : ` ${overHttps(text)}`}`,
      })
  }
  return risks
}

/** Addresses and names of private networks and containers. They seldom have a certificate, so https is no advice. */
const PRIVATE_HOST =
  /^(?:10|192\.168|169\.254|172\.(?:1[6-9]|2[0-9]|3[01])|100\.(?:6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7]))(?:\.[0-9]+){2,3}$|^0\.0\.0\.0$|^\[(?:f[cd]..|fe[89ab].):|^[^.[]+$|\.(?:local|localdomain|internal|intranet|lan|home|home\.arpa|test)$/

function isPrivate(host: string): boolean {
  return PRIVATE_HOST.test(host.replace(/\.$/, ''))
}

/** The host, if it is a public suffix, or one below it: a pattern takes names of any depth. */
function suffixUnder(host: string): string | undefined {
  if (isPublicSuffix(host)) return host
  // Rules such as `*.compute.amazonaws.com` need a label in place of the `*`, and any will do.
  return suffixesBelow(host).at(0)?.replace('*', 'region')
}

function overHttps(text: string): string {
  const secure = text.replace('http:', 'https:').replace(/:443$/, '')
  const read = parseOrigin(secure)
  const isSafe = read.kind !== 'wrong' && textRisks(secure, read).length === 0
  return isSafe ? `Write ${quote(secure)}.` : 'Name your own host in full, such as "https://app.example.com".'
}
