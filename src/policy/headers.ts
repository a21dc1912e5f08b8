import {
  ALLOW_CREDENTIALS,
  ALLOW_HEADERS,
  ALLOW_METHODS,
  ALLOW_ORIGIN,
  EXPOSE_HEADERS,
  MAX_AGE,
  TIMING_ALLOW_ORIGIN,
} from '../protocol.js'
import { NO_HEADERS, NO_READERS, type Readers } from './decision.js'
import type { Rules } from './policy.js'

/** The value of `Access-Control-Allow-Origin` that is right for every reader, if there is one. */
export function sameForAll({ origins, onlyOrigin, credentials }: Rules): string | undefined {
  return origins.any && !credentials ? '*' : onlyOrigin
}

/**
 * The value that denied origins get too: a static answer is the same for all, and the browser compares. Under `*` only what is no
 * origin is denied, and `*` says no less than a copy of it would.
 */
export function deniedOrigin(rules: Rules): string | undefined {
  return rules.isStatic || rules.origins.any ? sameForAll(rules) : undefined
}

/** Who may read a response with this `Access-Control-Allow-Origin`. */
export function readersOf(rules: Rules, allowOrigin: string | undefined): Readers {
  if (allowOrigin === undefined) return NO_READERS
  const { exposeHeaders, timing } = rules
  return {
    allowOrigin,
    allowCredentials: allowCredentials(rules, allowOrigin),
    exposeHeaders: exposeHeaders === '' ? undefined : exposeHeaders,
    timingAllowOrigin: timing ? allowOrigin : undefined,
  }
}

/** A page reads nothing of a preflight's response. */
export function preflightReadersOf(rules: Rules, allowOrigin: string): Readers {
  return {
    allowOrigin,
    allowCredentials: allowCredentials(rules, allowOrigin),
    exposeHeaders: undefined,
    timingAllowOrigin: undefined,
  }
}

function allowCredentials({ credentials }: Rules, allowOrigin: string): 'true' | undefined {
  return credentials && allowOrigin !== '*' ? 'true' : undefined
}

export function actualResponseHeaders(readers: Readers): Readonly<Record<string, string>> {
  const { allowOrigin, allowCredentials, exposeHeaders, timingAllowOrigin } = readers
  if (allowOrigin === undefined) return NO_HEADERS
  const headers: Record<string, string> = { [ALLOW_ORIGIN]: allowOrigin }
  if (allowCredentials !== undefined) headers[ALLOW_CREDENTIALS] = allowCredentials
  if (exposeHeaders !== undefined) headers[EXPOSE_HEADERS] = exposeHeaders
  if (timingAllowOrigin !== undefined) headers[TIMING_ALLOW_ORIGIN] = timingAllowOrigin
  return headers
}

export function preflightResponseHeaders(
  { credentials, methods, allowHeaders, maxAge }: Rules,
  { allowOrigin, allowCredentials }: Readers,
  allowedMethod: string,
  repeated: string,
): Readonly<Record<string, string>> {
  if (allowOrigin === undefined) return NO_HEADERS
  const headers: Record<string, string> = { [ALLOW_ORIGIN]: allowOrigin }
  if (allowCredentials !== undefined) headers[ALLOW_CREDENTIALS] = allowCredentials
  // With credentials, browsers take `*` for the name of a method.
  const allowMethods = !methods.any ? methods.text : credentials ? allowedMethod : '*'
  if (allowMethods !== '') headers[ALLOW_METHODS] = allowMethods
  const { text } = allowHeaders
  const names = text === '' ? repeated : repeated === '' ? text : `${text}, ${repeated}`
  if (names !== '') headers[ALLOW_HEADERS] = names
  if (maxAge !== undefined) headers[MAX_AGE] = maxAge
  return headers
}
