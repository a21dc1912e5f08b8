import { isSafelistedMethod } from '../../protocol.js'
import { combined, lineCount, listItems } from '../header-list.js'
import { isOkStatus } from '../preflight-check.js'
import { preflightNeed } from '../preflight-needed.js'
import { answerers, isRefusedBySpring } from './answered-by.js'
import { inferFromOrigin } from './infer-origin.js'
import { type Inference, inferred } from './inference.js'
import { isPageHeader, isResponseHeader } from './page-headers.js'
import {
  askedMethod,
  hasCorsHeader,
  isAllowedPreflight,
  isReadable,
  isSafeMethod,
  type Look,
  lesserPreflights,
  looksOfOthers,
  requestWithoutOrigin,
  type Seen,
  sameRequest,
  showsCors,
} from './seen.js'

/** What failed of a preflight is its origin, its status or its lists. */
export function inferFromPreflight(seen: Seen): Inference {
  const { finding, answer } = seen.failed
  const { check } = finding
  if (isForPageHeaders(seen)) return inferred('page-header')
  if (check === 'kPreflightMissingAllowOriginHeader') return withoutOrigin(seen)
  if (check === 'kPreflightInvalidStatus')
    return byList(seen) ?? inferred(byStatus(answer?.status ?? 0), [sameRequest(seen)])
  if (check === 'kInvalidAllowMethodsPreflightResponse' || check === 'kInvalidAllowHeadersPreflightResponse')
    return inferred('header-misspelt')
  if (check === 'kMethodDisallowedByPreflightResponse') return inferred('method-not-listed')
  if (check === 'kHeaderDisallowedByPreflightResponse')
    return inferred((finding.names ?? []).every(isPageHeader) ? 'page-header' : 'header-not-listed')
  if (lineCount(answer?.headers ?? [], 'access-control-allow-credentials') > 1) return inferred('two-layers')
  return inferFromOrigin(seen)
}

/** Whether the preflight would pass, or not be sent, without headers that only responses have. */
function isForPageHeaders({ failed: { finding, hop } }: Seen): boolean {
  if (finding.check === 'kHeaderDisallowedByPreflightResponse')
    return (finding.names ?? []).some(isResponseHeader)
  const reasons = preflightNeed(hop)?.reasons ?? []
  return reasons.every(reason => reason.code === 'header' && isResponseHeader(reason.name))
}

/** Starlette answers with the right headers and status 400 if its lists lack the method or a header. */
function byList(seen: Seen): Inference | null {
  const { all, failed } = seen
  const { answer, hop } = failed
  if (answer === null) return null
  const failures = all.filter(other => other.answer === answer).map(({ finding }) => finding.check)
  const methods = combined(answer.headers, 'access-control-allow-methods')
  const names = combined(answer.headers, 'access-control-allow-headers')
  if (methods !== undefined && failures.includes('kMethodDisallowedByPreflightResponse'))
    return inferred('method-not-listed', looksOfPassed(seen))
  // Browsers never look for GET, HEAD or POST in the list, so no failure says that it lacks one: the status does.
  if (isCorsLayers(answer.status) && methods !== undefined && !isListed(hop.method, methods))
    return inferred('method-not-listed', looksOfPassed(seen))
  if (names !== undefined && failures.includes('kHeaderDisallowedByPreflightResponse'))
    return inferred('header-not-listed', looksOfPassed(seen))
  return isCorsLayers(answer.status) ? refusedAsked(seen) : null
}

function isListed(method: string, list: string): boolean {
  return listItems(list).some(item => item === method || item === '*')
}

/** Who answers a preflight with this status, when the CORS layer does not. */
function byStatus(status: number): 'answered-before-cors' | 'server-error' | 'preflight-not-routed' {
  if (status >= 500 && status !== 501) return 'server-error'
  return status === 401 || status === 403 || status === 407 || status === 429
    ? 'answered-before-cors'
    : 'preflight-not-routed'
}

/** The answer to the preflight has no `Access-Control-Allow-Origin`. */
function withoutOrigin(seen: Seen): Inference {
  const { hop, answer } = seen.failed
  const status = answer?.status ?? 0
  const request = sameRequest(seen)
  const lesser = refusedAsked(seen)
  if (lesser !== null && isCorsLayers(status)) return lesser
  if (request && isReadable(request.answer, hop)) return inferred(byStatus(status), [request])
  if (lesser !== null) return lesser
  if (answer !== null && isRefusedBySpring(answer)) return refusedBySpring(seen, request)
  const others = looksOfOthers(seen)
  if ((answer !== null && showsCors(answer)) || others.length > 0)
    return inferred('origin-not-listed', [...others, request])
  if (request && showsCors(request.answer)) return inferred('origin-not-listed', [request])
  const code = byStatus(status)
  if (code !== 'preflight-not-routed') return withoutCors(seen, code)
  return byRouter(seen, request)
}

/** CORS layers refuse a whole preflight with 200 or 204 (rack-cors), 400 (Starlette) or 403 (Spring). */
function isCorsLayers(status: number): boolean {
  return isOkStatus(status) || status === 400 || status === 403
}

/** Spring refuses other origins at the request too, but without CORS configuration it refuses preflights alone. */
function refusedBySpring(seen: Seen, request: Look | null): Inference {
  const allowed = looksOfOthers(seen).filter(({ answer }) => hasCorsHeader(answer.headers))
  if (allowed.length > 0) return inferred('origin-not-listed', allowed)
  const looks = [request, requestWithoutOrigin(seen)]
  if (request && isOkStatus(request.answer.status)) {
    // GET is then another handler than the page's, which may have a configuration of its own.
    const alternative = isSafeMethod(seen.failed.hop.method) ? null : 'origin-not-listed'
    return inferred('no-cors-layer', looks, alternative)
  }
  const isOrigins = request !== null && isRefusedBySpring(request.answer)
  return inferred('origin-not-listed', looks, isOrigins ? null : 'no-cors-layer')
}

/** Nothing shows a CORS layer, and the status says yes, or what routers say that have nothing for OPTIONS. */
function byRouter(seen: Seen, request: Look | null): Inference {
  const { hop, answer } = seen.failed
  const headers = answer?.headers ?? []
  const isRouters = combined(headers, 'allow') !== undefined || !isOkStatus(answer?.status ?? 0)
  // Nobody has seen the request itself: it was not safe to repeat, and the URL has nothing for GET.
  const isUnseen = request === null || (!isSafeMethod(hop.method) && !isOkStatus(request.answer.status))
  if (isUnseen && isRouters) return inferred('preflight-not-routed', [request], 'no-cors-layer')
  // `cors` of Express shows itself to origins that it does not list, so there it is a route that does CORS alone.
  const isExpress = answer !== null && answerers(answer).some(({ software }) => software === 'Express')
  const isRoutes = isExpress && !isSafeMethod(hop.method)
  const alternative = isRoutes ? 'preflight-not-routed' : 'origin-not-listed'
  return inferred('no-cors-layer', [request, requestWithoutOrigin(seen)], alternative)
}

/** Something answered with a status that says no, and nothing shows a CORS layer. */
function withoutCors(seen: Seen, code: 'answered-before-cors' | 'server-error'): Inference {
  const without = requestWithoutOrigin(seen)
  const request = sameRequest(seen)
  // The same request passes without an Origin, so the Origin is what is refused.
  if (without && request && without.answer.status < 400 && request.answer.status >= 400)
    return inferred('origin-not-listed', [without, request])
  return inferred(code, [request])
}

/** Some layers refuse the whole preflight for a method or a header: a lesser preflight then passes. */
function refusedAsked(seen: Seen): Inference | null {
  const { hop } = seen.failed
  const looks = looksOfPassed(seen)
  if (looks.length === 0) return null
  const forMethod = lesserPreflights(seen).filter(probe => askedMethod(probe) === hop.method)
  const isMethodAllowed =
    forMethod.length > 0
      ? forMethod.some(probe => isAllowedPreflight(probe, hop))
      : isSafelistedMethod(hop.method)
  return inferred(isMethodAllowed ? 'header-not-listed' : 'method-not-listed', looks)
}

/** The lesser preflights that would pass. */
function looksOfPassed(seen: Seen): readonly Look[] {
  return lesserPreflights(seen)
    .filter(probe => isAllowedPreflight(probe, seen.failed.hop))
    .map(probe => ({ name: `a preflight for ${askedMethod(probe)} alone`, answer: probe.response }))
}
