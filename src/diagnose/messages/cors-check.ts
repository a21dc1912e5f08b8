import { isLoopback } from '../../protocol.js'
import { lineCount } from '../header-list.js'
import { originOf } from '../hop.js'
import {
  type Context,
  CREDENTIALED,
  type Describe,
  headerOf,
  nullOriginHint,
  sentences,
  subject,
} from './context.js'
import { quote } from './quote.js'

const WITHOUT_COOKIES = 'Or, if the page needs no cookies, let it leave the credentials out.'

export const missingAllowOrigin: Describe = context => {
  const status = context.answer?.status ?? 200
  const withStatus = status >= 200 && status <= 299 ? '' : `, and its status is ${status}`
  return {
    message: `${subject(context)} has no Access-Control-Allow-Origin header${withStatus}; the request comes from ${quote(context.hop.origin)}.`,
    fix: sentences(
      context.finding.at === 'redirect'
        ? 'Let the page request the final URL at once.'
        : allowThisOrigin(context),
      resourcePolicyHint(context),
    ),
  }
}

function resourcePolicyHint(context: Context): string {
  return headerOf(context, 'cross-origin-resource-policy')
    ? 'Cross-Origin-Resource-Policy, which Helmet sets, is not CORS and cannot stand in for this header.'
    : ''
}

export const wildcardOrigin: Describe = context => ({
  message: `${subject(context)} has "Access-Control-Allow-Origin: *", but ${CREDENTIALED}, where "*" is not allowed.`,
  fix: sentences(
    allowThisOrigin(context),
    // A request from "null" gets "null" back only if that is listed.
    context.hop.origin === 'null' ? '' : 'Set `credentials: true`, and take `sendWildcard` out.',
    WITHOUT_COOKIES,
  ),
})

export const multipleAllowOrigin: Describe = context => {
  const lines = context.answer ? lineCount(context.answer.headers, 'access-control-allow-origin') : 0
  const inLines = lines > 1 ? ` in ${lines} lines` : ''
  return {
    message: `${subject(context)} has several values in Access-Control-Allow-Origin${inLines}: ${quote(context.finding.parameter ?? '')}. Only one is allowed.`,
    fix:
      lines > 1
        ? 'Two layers set the header. Let only one of them do CORS.'
        : 'Write the origins as a list in `origins`, ["https://a.example", "https://b.example"]: each request is then answered with its own. Or two layers set the header, and their lines were joined: let only one of them do CORS.',
  }
}

export const invalidAllowOrigin: Describe = context => {
  const value = context.finding.parameter ?? ''
  return {
    message: `${subject(context)} has Access-Control-Allow-Origin ${quote(value)}, which is not an origin; the request comes from ${quote(context.hop.origin)}.`,
    fix: sentences(
      'An origin is scheme, host and port, such as "https://app.example", without quotes.',
      difference(context),
      allowThisOrigin(context),
    ),
  }
}

export const originMismatch: Describe = context => ({
  message: `${subject(context)} allows the origin ${quote(context.finding.parameter ?? '')}, but the request comes from ${quote(context.hop.origin)}.`,
  fix: sentences(difference(context), allowThisOrigin(context)),
})

function allowThisOrigin({ hop }: Context): string {
  if (
    hop.credentials === 'include' &&
    /^http:/.test(hop.origin) &&
    !isLoopback(new URL(hop.origin).hostname)
  ) {
    return `Serve the page over https, and add ${quote(hop.origin.replace('http:', 'https:'))} to \`origins\`: with credentials an http origin is refused (\`insecure-origin\`).`
  }
  if (hop.origin === 'file://' && hop.credentials === 'include')
    return 'Serve the page over http or https: to allow "file://" with credentials is refused (`null-origin`), since every page opened from a file may have it.'
  if (hop.origin !== 'null')
    return `Send \`Access-Control-Allow-Origin: ${hop.origin}\`: add ${quote(hop.origin)} to \`origins\`.`
  const satisfying =
    hop.credentials === 'include'
      ? 'With credentials only "null" satisfies a request from "null", and to allow that is dangerous.'
      : 'Only "*" (`origins: \'*\'`) or "null" satisfies a request from "null".'
  return sentences(satisfying, nullOriginHint(hop))
}

/** Names the difference between the allowed origin and the request's, if it is a well-known mistake. */
export function difference({ finding, hop }: Context): string {
  const value = finding.parameter ?? ''
  if (value === '') return 'An empty value often comes from a setting that is not set.'
  if (!finding.check.endsWith('AllowOriginMismatch')) return ''
  if (value === 'null') return '"null" is an origin of its own, it does not stand for all or none.'
  if (value.includes('*')) {
    const isPattern = /^[a-z][a-z0-9+.-]*:\/\/(?:\*\.)?[^*/]+(?::\*)?$/.test(value)
    const own = 'Write the pattern in `origins`: a request is then answered with its own origin.'
    return sentences(
      'Browsers know no patterns in this header.',
      hop.origin === 'null' || !isPattern ? '' : own,
    )
  }
  if (hop.origin === 'null') {
    return value === hop.pageOrigin ? "That is the page's own origin, which the redirect has hidden." : ''
  }
  const url = new URL(value)
  if (/^(?:blob|data):/i.test(value)) return ''
  const sent = new URL(hop.origin)
  if (originOf(url) === hop.origin || url.href === sent.href) {
    return 'That is the same origin spelled otherwise, and browsers compare byte for byte: no user, no path, no slash at the end, no default port, no capitals.'
  }
  if (!/:\/\/|^https?:/i.test(value)) return `It has no scheme. Write "https://" or "http://" before it.`
  if (originOf(url) === originOf(hop.url))
    return "That is the server's own origin; the header takes the page's."
  const bare = ({ hostname }: URL) => hostname.replace(/^www\./, '')
  if (bare(url) === bare(sent)) {
    const parts = [
      url.protocol !== sent.protocol && 'the scheme',
      url.hostname !== sent.hostname && '"www."',
      url.port !== sent.port && 'the port',
    ]
    return `They differ in ${parts.filter(part => part !== false).join(' and ')}.`
  }
  return ''
}

export const invalidCredentials: Describe = context => {
  const value = context.finding.parameter ?? ''
  const lines = context.answer ? lineCount(context.answer.headers, 'access-control-allow-credentials') : 0
  const found =
    lines === 0
      ? 'no Access-Control-Allow-Credentials header'
      : `Access-Control-Allow-Credentials ${quote(value)}`
  const layers = lines > 1 ? 'Two layers set the header: let only one of them do CORS.' : ''
  return {
    message: `${subject(context)} has ${found}, but ${CREDENTIALED}: it must be exactly "true".`,
    fix: sentences(
      layers,
      context.hop.origin === 'null'
        ? nullOriginHint(context.hop)
        : 'Send `Access-Control-Allow-Credentials: true`, with the preflight and with the response: set `credentials: true`.',
      WITHOUT_COOKIES,
    ),
  }
}
