import type { Finding } from '../finding.js'
import { combined } from '../header-list.js'
import { type Hop, originOf } from '../hop.js'
import type { Answer } from '../read.js'
import { quote } from './quote.js'

/** Everything that a message may be about. */
export interface Context {
  readonly finding: Finding
  readonly hop: Hop
  /** The answer that failed, or `null` if nothing was answered yet. */
  readonly answer: Answer | null
}

export interface Words {
  readonly message: string
  readonly fix: string
}

export type Describe = (context: Context) => Words

/** The answer that failed, as the subject of a sentence. */
export function subject({ finding, hop }: Context): string {
  const place = hop.redirectCount > 0 ? ` from ${quote(originOf(hop.url))}` : ''
  if (finding.at === 'preflight') {
    return `The answer${place} to the preflight (an OPTIONS request, sent first to ask for permission)`
  }
  return finding.at === 'redirect' ? `The redirect${place}` : `The response${place}`
}

/** All values of a header of the answer that failed, joined with commas. */
export function headerOf({ answer }: Context, name: string): string | undefined {
  return combined(answer?.headers ?? [], name)
}

/** The `Location` of a redirect, unparsed. */
export function redirectTarget(context: Context): string {
  return headerOf(context, 'location') ?? ''
}

/** A router that has no route for `OPTIONS` answers with one of these. */
export function isRoutersStatus(status: number | undefined): boolean {
  return status === 404 || status === 405 || status === 501
}

/** Joins sentences, without the empty ones. */
export function sentences(...parts: readonly string[]): string {
  return parts.filter(part => part !== '').join(' ')
}

/** How a page asks for credentials. */
export const CREDENTIALED =
  'the page sends the request with credentials (credentials: "include", or withCredentials)'

/** Names the layer that answers with this status in place of the CORS layer, or `''`. */
export function statusHint({ finding, answer }: Context): string {
  const status = answer?.status ?? 200
  if (finding.at !== 'preflight') return status >= 400 ? errorPageHint(status) : ''
  if (status === 401 || status === 403 || status === 407) {
    return `Status ${status} is the answer of an authentication layer or a firewall: a preflight never carries cookies or Authorization. Put the CORS layer before it, or exempt OPTIONS from it.`
  }
  if (isRoutersStatus(status)) {
    return `Status ${status} is the answer of a router, or of a list of allowed methods in a server or gateway, that has nothing for OPTIONS. Put the CORS layer before it.`
  }
  if (status === 429) {
    return 'Status 429 is the answer of a rate limit. Put the CORS layer before it, or exempt OPTIONS from it.'
  }
  if (status >= 500) {
    return `Status ${status}: the server, or a proxy before it, failed at OPTIONS. Look at its log first.`
  }
  return status >= 200 && status <= 299
    ? ''
    : `Status ${status} is not the CORS layer's: see what answers OPTIONS before it does.`
}

function errorPageHint(status: number): string {
  const who =
    status === 401 || status === 403
      ? 'an authentication layer'
      : status === 429
        ? 'a rate limit'
        : 'an error handler or a proxy'
  const blocked =
    status === 403
      ? 'With `blockDisallowed` it only means that the origin is not one of `origins`. Otherwise:'
      : ''
  return sentences(
    blocked,
    `Look at the status first, ${status}: that is the real problem, and the browser hides it from the page. Error pages need the header too, also those of ${who} that answers before the CORS layer; leave \`interceptExceptions\` on.`,
  )
}

/** Says why a request has the origin `null`, and what to do about it; `''` if it has another. */
export function nullOriginHint(hop: Hop): string {
  if (hop.origin !== 'null') return ''
  return hop.pageOrigin === 'null'
    ? 'The page itself has the origin "null": a sandboxed frame (allow-same-origin gives it its own back), a data: page, or a file opened from disk. Serve it over http or https instead. Do not allow "null" together with `credentials`: any site can make such a page.'
    : `A redirect from a foreign origin to another origin made the browser hide the page's origin and send "Origin: null". Let the page request the final URL at once, or redirect within one scheme, host and port.`
}
