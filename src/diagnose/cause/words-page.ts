import { parseUrl } from '../../protocol.js'
import { combined } from '../header-list.js'
import { sentUrl } from '../hop.js'
import { quote, quoteAll } from '../messages/quote.js'
import { isLogin, redirectKind } from './infer-redirect.js'
import type { CauseWords, Inferred } from './inference.js'
import { withListed } from './listed.js'
import { isTracingHeader, responseHeadersOf } from './page-headers.js'
import { nameOf } from './seen.js'
import { code } from './text.js'

export function redirected({ seen, failure }: Inferred): CauseWords {
  const { hop, answer, finding } = seen.failed
  const location = combined(answer?.headers ?? [], 'location')
  const isArrived = finding.at === 'response'
  const to = isArrived ? hop.url : location === undefined ? undefined : parseUrl(location, hop.url)
  if (
    to === undefined ||
    /^(?:too-many|invalid|stream|unsupported|bad-port|k(?:Cors|Redirect))/.test(finding.check)
  )
    return { message: failure.message, fix: [failure.fix] }
  const kind = isArrived ? '' : ` ${redirectKind(hop, to)}`
  return {
    message: isArrived
      ? `A redirect led to ${quote(sentUrl(to))}, and on the way the browser hid the page's origin ("Origin: null").`
      : `The answer to ${nameOf(seen)} is a redirect${kind}: ${quote(sentUrl(to))}.`,
    fix: [`Let the page request ${quote(sentUrl(to))} at once.`],
  }
}

export function toLogin({ seen }: Inferred): CauseWords {
  const { hop, answer } = seen.failed
  const location = combined(answer?.headers ?? [], 'location') ?? sentUrl(hop.url)
  const to = parseUrl(location, hop.url)
  const where = to && isLogin(hop, to) ? to : hop.url
  return hop.credentials === 'include'
    ? {
        message: `The answer is a redirect to a login, ${quote(sentUrl(where))}: the request had no cookie, or one that the server does not accept.`,
        fix: [
          'Log the user in first. If the browser has the cookie, it must be `SameSite=None; Secure` to be sent to another site.',
          'Better still, let the API answer 401 with CORS headers in place of the redirect, so that the page can tell.',
        ],
      }
    : {
        message: `The answer is a redirect to a login, ${quote(sentUrl(where))}: the page sends no cookies.`,
        fix: [
          'Let the page send its cookies (`credentials: "include"`), or an Authorization header.',
          'Better still, let the API answer 401 with CORS headers in place of the redirect, so that the page can tell.',
        ],
      }
}

export function pageHeader({ seen, failure }: Inferred): CauseWords {
  const wrong = responseHeadersOf(seen.failed.hop)
  if (wrong.length > 0) {
    return {
      message: `The page sets ${quoteAll(wrong)} on its request. Only responses have such headers: on a request they do nothing, except that the browser sends a preflight.`,
      fix: [`Let the page leave out ${quoteAll(wrong)}. The server sends CORS headers, with its response.`],
    }
  }
  const traced = (failure.names ?? []).filter(isTracingHeader)
  return {
    message: `The preflight does not allow ${quoteAll(traced)}, which a tracing library in the page adds to the request.`,
    fix: [
      TRACING_OPTIONS,
      `Or, if this server is to get the trace: ${code([`Access-Control-Allow-Headers: ${withListed(seen, 'headers', traced).join(', ')}`])}.`,
    ],
  }
}

/** How tracing libraries are told which servers get their headers. */
export const TRACING_OPTIONS =
  'Let the tracing library add its headers for your own servers only: `tracePropagationTargets` (Sentry), `propagateTraceHeaderCorsUrls` (OpenTelemetry), `allowedTracingUrls` (Datadog).'
