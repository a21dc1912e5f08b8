import {
  ALLOW_CREDENTIALS,
  ALLOW_HEADERS,
  ALLOW_METHODS,
  ALLOW_ORIGIN,
  EXPOSE_HEADERS,
  MAX_AGE,
  TIMING_ALLOW_ORIGIN,
} from '../protocol.js'
import type { Rules } from './policy.js'

/** The value of `Access-Control-Allow-Origin` that is right for every reader, if there is one. */
export function sameForAll({ origins, onlyOrigin, credentials }: Rules): string | undefined {
  return origins.any && !credentials ? '*' : onlyOrigin
}

/** The value that denied origins get too, since a static answer is the same for all and the browser compares. */
export function staticOrigin(rules: Rules): string | undefined {
  return rules.isStatic ? sameForAll(rules) : undefined
}

export function actualResponseHeaders(rules: Rules, allowOrigin: string): Record<string, string> {
  const headers: Record<string, string> = { [ALLOW_ORIGIN]: allowOrigin }
  if (rules.credentials && allowOrigin !== '*') headers[ALLOW_CREDENTIALS] = 'true'
  if (rules.exposeHeaders !== '') headers[EXPOSE_HEADERS] = rules.exposeHeaders
  if (rules.timing) headers[TIMING_ALLOW_ORIGIN] = allowOrigin
  return headers
}

export function preflightResponseHeaders(
  { credentials, methods, allowHeaders, maxAge }: Rules,
  allowOrigin: string,
  allowedMethod: string,
  repeated: string,
): Record<string, string> {
  const headers: Record<string, string> = { [ALLOW_ORIGIN]: allowOrigin }
  if (credentials && allowOrigin !== '*') headers[ALLOW_CREDENTIALS] = 'true'
  // With credentials, browsers take `*` for the name of a method.
  const allowMethods = !methods.any ? methods.text : credentials ? allowedMethod : '*'
  if (allowMethods !== '') headers[ALLOW_METHODS] = allowMethods
  const { text } = allowHeaders
  const names = text === '' ? repeated : repeated === '' ? text : `${text}, ${repeated}`
  if (names !== '') headers[ALLOW_HEADERS] = names
  if (maxAge !== undefined) headers[MAX_AGE] = maxAge
  return headers
}
