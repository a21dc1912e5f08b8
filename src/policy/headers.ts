import {
  ALLOW_CREDENTIALS,
  ALLOW_HEADERS,
  ALLOW_METHODS,
  ALLOW_ORIGIN,
  CORS_HEADERS,
  EXPOSE_HEADERS,
  MAX_AGE,
  TIMING_ALLOW_ORIGIN,
} from '../protocol.js'
import { type AppliedDecision, NO_READERS, type PreflightLists, type Readers } from './decision.js'
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

/** What a preflight's answer lists. */
export function preflightListsOf(
  { credentials, methods, allowHeaders, maxAge }: Rules,
  allowedMethod: string,
  repeated: string,
): PreflightLists {
  const { text } = allowHeaders
  return {
    // With credentials, browsers take `*` for the name of a method.
    allowMethods: !methods.any ? methods.text : credentials ? allowedMethod : '*',
    allowHeaders: text === '' ? repeated : repeated === '' ? text : `${text}, ${repeated}`,
    maxAge,
  }
}

/**
 * The headers of a decision, by names in lower case: a new object at each call, which the caller may change.
 *
 * @internal
 */
export function headersOf({
  readers,
  lists,
}: Pick<AppliedDecision, 'readers' | 'lists'>): Record<string, string> {
  const { allowOrigin, allowCredentials, exposeHeaders, timingAllowOrigin } = readers
  if (allowOrigin === undefined) return {}
  const headers: Record<string, string> = { [ALLOW_ORIGIN]: allowOrigin }
  if (allowCredentials !== undefined) headers[ALLOW_CREDENTIALS] = allowCredentials
  if (exposeHeaders !== undefined) headers[EXPOSE_HEADERS] = exposeHeaders
  if (timingAllowOrigin !== undefined) headers[TIMING_ALLOW_ORIGIN] = timingAllowOrigin
  if (lists === undefined) return headers
  if (lists.allowMethods !== '') headers[ALLOW_METHODS] = lists.allowMethods
  if (lists.allowHeaders !== '') headers[ALLOW_HEADERS] = lists.allowHeaders
  if (lists.maxAge !== undefined) headers[MAX_AGE] = lists.maxAge
  return headers
}

/**
 * The names of the headers that a policy decides about. `timing`: among them `Timing-Allow-Origin`.
 *
 * @internal
 */
export function decidedNames(timing: boolean): readonly string[] {
  return [...CORS_HEADERS.keys()].filter(name => timing || name !== TIMING_ALLOW_ORIGIN)
}
