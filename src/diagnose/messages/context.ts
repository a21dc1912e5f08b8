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

/** Joins sentences, without the empty ones. */
export function sentences(...parts: readonly string[]): string {
  return parts.filter(part => part !== '').join(' ')
}

/** How a page asks for credentials. */
export const CREDENTIALED =
  'the page sends the request with credentials (credentials: "include", or withCredentials)'

/** Says why a request has the origin `null`, and what to do about it; `''` if it has another. */
export function nullOriginHint(hop: Hop): string {
  if (hop.origin !== 'null') return ''
  return hop.pageOrigin === 'null'
    ? 'The page itself has the origin "null": a sandboxed frame (allow-same-origin gives it its own back), a data: page, or a file opened from disk. Serve it over http or https instead. Do not allow "null" together with `credentials`: any site can make such a page.'
    : `A redirect from a foreign origin to another origin made the browser hide the page's origin and send "Origin: null". Let the page request the final URL at once, or redirect within one scheme, host and port.`
}
