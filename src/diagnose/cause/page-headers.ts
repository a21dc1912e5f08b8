import type { Hop } from '../hop.js'

/** Headers of responses, which a page sets on its request in the hope that they open the server. */
const RESPONSE_HEADER = /^(?:access-control-(?:allow-.*|expose-headers|max-age)|timing-allow-origin)$/i

/** Headers that tracing libraries add to the requests of a page. */
const TRACING_HEADER =
  /^(?:traceparent|tracestate|baggage|sentry-trace|b3|x-b3-.*|uber-trace-id|newrelic|x-datadog-.*|elastic-apm-traceparent|request-id|request-context|x-cloud-trace-context|x-amzn-trace-id)$/i

export function isPageHeader(name: string): boolean {
  return RESPONSE_HEADER.test(name) || TRACING_HEADER.test(name)
}

export function isTracingHeader(name: string): boolean {
  return TRACING_HEADER.test(name)
}

export function isResponseHeader(name: string): boolean {
  return RESPONSE_HEADER.test(name)
}

/** Names on the request that only responses have, in lower case. */
export function responseHeadersOf({ headers }: Hop): readonly string[] {
  return [...new Set(headers.map(({ 0: name }) => name.toLowerCase()).filter(isResponseHeader))]
}
