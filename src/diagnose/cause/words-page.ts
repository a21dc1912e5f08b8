import { quoteAll } from '../messages/quote.js'
import type { CauseWords, Inferred } from './inference.js'
import { withListed } from './listed.js'
import { isTracingHeader, responseHeadersOf } from './page-headers.js'
import { code } from './text.js'

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
