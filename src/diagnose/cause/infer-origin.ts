import { isOrigin, parseUrl } from '../../protocol.js'
import { combined, lineCount, listItems, variesByOrigin } from '../header-list.js'
import { originOf } from '../hop.js'
import { isOkStatus } from '../preflight-check.js'
import { answerers, isRefusedBySpring } from './answered-by.js'
import { type Inference, inferred } from './inference.js'
import {
  isCopy,
  isReadable,
  looksOfOthers,
  requestWithoutOrigin,
  type Seen,
  samePreflight,
  showsCors,
  uncachedRequest,
} from './seen.js'

/** The CORS check of an answer failed: its origin, or its credentials. */
export function inferFromOrigin(seen: Seen): Inference {
  const { finding, answer } = seen.failed
  const headers = answer?.headers ?? []
  const check = finding.check.replace('kPreflight', 'k')
  const value = finding.parameter ?? ''
  if (check === 'kWildcardOriginNotAllowed') return starWithCredentials(seen)
  if (check === 'kInvalidAllowCredentials') {
    return inferred(
      lineCount(headers, 'access-control-allow-credentials') > 1 ? 'two-layers' : 'credentials-not-allowed',
    )
  }
  if (check === 'kMultipleAllowOriginValues') {
    if (!isListOfOrigins(value)) return inferred('two-layers')
    if (lineCount(headers, 'access-control-allow-origin') === 1) return inferred('header-misspelt')
    if (!listItems(value).every(isOrigin)) return inferred('two-layers')
    const isBehindProxy = answer !== null && answerers(answer).some(({ isProxy }) => isProxy)
    return isBehindProxy
      ? inferred('two-layers', [], 'header-misspelt')
      : inferred('header-misspelt', [], 'two-layers')
  }
  if (check === 'kInvalidAllowOriginValue') return inferred('header-misspelt')
  if (check === 'kAllowOriginMismatch') {
    return isMisspelt(value) ? inferred('header-misspelt') : otherOrigin(seen)
  }
  return withoutOrigin(seen)
}

/** One layer sends `*` to all that it answers, so another answered a preflight that names the origin. */
function starWithCredentials(seen: Seen): Inference {
  const { finding, hop, answer } = seen.failed
  const preflight = finding.at === 'preflight' ? null : samePreflight(seen)
  if (preflight === null || !isReadable(preflight.answer, hop)) return inferred('wildcard-with-credentials')
  // Starlette does both: with `allow_credentials`, `*` goes to requests without a cookie alone.
  if (combined(answer?.headers ?? [], 'access-control-allow-credentials') === 'true') {
    const applications = answerers(preflight.answer).filter(({ isProxy }) => !isProxy)
    if (applications.some(({ software }) => software === 'Starlette'))
      return inferred('wildcard-with-credentials')
    if (applications.length === 0) return inferred('wildcard-with-credentials', [preflight], 'two-layers')
  }
  return inferred('two-layers', [preflight])
}

/** Somebody wrote a list into the header, which no two layers join: each is an origin of its own. */
function isListOfOrigins(value: string): boolean {
  const items = listItems(value.replaceAll(' ', ','))
  return new Set(items).size === items.length && !items.includes('*')
}

/** Whether the value means this origin, in a spelling that no browser takes. */
export function isMisspelt(value: string): boolean {
  if (value === 'null') return false
  if (value.includes('*') || !/:\/\//.test(value)) return true
  const url = parseUrl(value)
  return url !== undefined && originOf(url) !== value
}

/** The answer allows another origin. */
function otherOrigin(seen: Seen): Inference {
  if (seen.failed.finding.at === 'preflight') return inferred('origin-not-listed', looksOfOthers(seen))
  const uncached = uncachedRequest(seen)
  const preflight = samePreflight(seen)
  const { hop, answer } = seen.failed
  const isFresh = uncached !== null && isReadable(uncached.answer, hop)
  if (isFresh) return inferred('cached-copy', [uncached])
  const isPreflightRight = preflight !== null && isReadable(preflight.answer, hop)
  if (answer !== null && isCopy(answer))
    return inferred('cached-copy', [preflight], isPreflightRight ? null : 'origin-not-listed')
  return isPreflightRight
    ? inferred('two-layers', [preflight], 'cached-copy')
    : inferred('origin-not-listed', [preflight, ...looksOfOthers(seen)])
}

/** The answer to the request has no `Access-Control-Allow-Origin`. */
function withoutOrigin(seen: Seen): Inference {
  const { hop, answer } = seen.failed
  if (answer === null) return inferred('no-cors-layer')
  const preflight = samePreflight(seen)
  const uncached = uncachedRequest(seen)
  const without = requestWithoutOrigin(seen)
  if (uncached && isReadable(uncached.answer, hop)) return inferred('cached-copy', [uncached])
  if (preflight && isReadable(preflight.answer, hop)) return notAsThePreflight(seen, preflight)
  // Spring refuses requests of origins that it does not list, so one that passes has no CORS configuration, whatever its `Vary`.
  if (preflight && isRefusedBySpring(preflight.answer) && isOkStatus(answer.status))
    return inferred('no-cors-layer', [preflight, without])
  if (showsCors(answer)) return inferred('origin-not-listed', looksOfOthers(seen))
  const isRefusedForOrigin =
    without !== null && isOkStatus(without.answer.status) && !isOkStatus(answer.status)
  if (isRefusedForOrigin) return inferred('origin-not-listed', [without])
  const others = looksOfOthers(seen)
  if (others.length > 0) return inferred(isCopy(answer) ? 'cached-copy' : 'origin-not-listed', others)
  if (answer.status >= 500) return inferred('server-error', [preflight, without])
  // Only 403 may be about the origin.
  const other = answer.status === 403 ? 'origin-not-listed' : 'no-cors-layer'
  if (isRefusal(answer.status)) return inferred('answered-before-cors', [preflight, without], other)
  return inferred('no-cors-layer', [preflight, without], 'origin-not-listed')
}

/** Authentication, a firewall, a limit of size or rate. */
function isRefusal(status: number): boolean {
  return status === 401 || status === 403 || status === 407 || status === 413 || status === 429
}

/** The preflight passes, so there is a CORS layer that allows the origin: the answer to the request is not its own. */
function notAsThePreflight(seen: Seen, preflight: NonNullable<ReturnType<typeof samePreflight>>): Inference {
  const { answer } = seen.failed
  const status = answer?.status ?? 0
  if (status >= 500) return inferred('server-error', [preflight])
  if (status >= 400) return inferred('answered-before-cors', [preflight])
  if (answer !== null && isCopy(answer)) return inferred('cached-copy', [preflight])
  const mayBeCopy =
    answer !== null && !variesByOrigin(answer.headers) && combined(answer.headers, 'age') !== undefined
  const isAnothers = answer !== null && showsCors(answer)
  return inferred(
    isAnothers ? 'two-layers' : 'answered-before-cors',
    [preflight],
    mayBeCopy ? 'cached-copy' : null,
  )
}
