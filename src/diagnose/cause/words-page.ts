import { parseUrl } from '../../protocol.js'
import { combined } from '../header-list.js'
import { sentUrl } from '../hop.js'
import { quote, quoteAll } from '../messages/quote.js'
import { code } from './fix.js'
import { isLogin, redirectKind } from './infer-redirect.js'
import type { CauseWords, Inferred } from './inference.js'
import { isTracingHeader } from './page-headers.js'
import { nameOf } from './seen.js'

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
    fix: [`Let the page ask ${quote(sentUrl(to))} at once.`],
  }
}

export function toLogin({ seen }: Inferred): CauseWords {
  const { hop, answer } = seen.failed
  const location = combined(answer?.headers ?? [], 'location') ?? sentUrl(hop.url)
  const to = parseUrl(location, hop.url)
  const where = to && isLogin(hop, to) ? to : hop.url
  return hop.credentials === 'include'
    ? {
        message: `The answer is a redirect to a login, ${quote(sentUrl(where))}: the request carried no cookie, or one that the server does not take.`,
        fix: [
          'Log the user in first. If the browser has the cookie, it must be `SameSite=None; Secure` to be sent to another site.',
          'An API answers 401, with CORS headers, in place of a redirect: then the page can tell.',
        ],
      }
    : {
        message: `The answer is a redirect to a login, ${quote(sentUrl(where))}: the page sends no cookies.`,
        fix: [
          'Let the page send its cookies (`credentials: "include"`), or an Authorization header.',
          'An API answers 401, with CORS headers, in place of a redirect: then the page can tell.',
        ],
      }
}

export function pageHeader({ seen, failure }: Inferred): CauseWords {
  const names = failure.names ?? []
  const traced = names.filter(isTracingHeader)
  if (traced.length > 0) {
    return {
      message: `${quoteAll(traced)} on the request: a tracing library in the page adds that, and the preflight does not allow it.`,
      fix: [
        'Let the library add it to your own servers only: `tracePropagationTargets` (Sentry), `propagateTraceHeaderCorsUrls` (OpenTelemetry), `allowedTracingUrls` (Datadog).',
        `Or, if this server is to have the trace: ${code([`Access-Control-Allow-Headers: ${traced.join(', ')}`])}.`,
      ],
    }
  }
  const own = names.length > 0 ? names : seen.failed.hop.headers.map(({ 0: name }) => name.toLowerCase())
  const wrong = own.filter(name => /^(?:access-control-|timing-allow-origin$)/.test(name))
  return {
    message: `The page sets ${quoteAll(wrong)} on its request. That is a header of responses: on a request it opens nothing, and makes the browser send a preflight.`,
    fix: ['Take it out of the page. The server sets it, on its answer.'],
  }
}
