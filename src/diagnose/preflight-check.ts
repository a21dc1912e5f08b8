import { isSafelistedMethod, isToken } from '../protocol.js'
import { corsCheck } from './cors-check.js'
import { type Finding, finding } from './finding.js'
import { combined, listItems } from './header-list.js'
import type { Hop } from './hop.js'
import type { Answer } from './read.js'
import { isRedirectStatus } from './redirects.js'

const at = 'preflight'

/**
 * Everything that is wrong with the answer to a preflight, in Chromium's order.
 * https://fetch.spec.whatwg.org/#cors-preflight-fetch, steps 7 and on
 */
export function preflightCheck(hop: Hop, unsafeNames: readonly string[], answer: Answer): readonly Finding[] {
  const { status, headers } = answer
  const findings: Finding[] = []
  const isRedirect = isRedirectStatus(status) && combined(headers, 'location') !== undefined
  if (isRedirect) findings.push(finding('kPreflightDisallowedRedirect', at))
  findings.push(...corsCheck(hop, headers, at))
  if (!isRedirect && !isOkStatus(status)) findings.push(finding('kPreflightInvalidStatus', at))

  const methods = listItems(combined(headers, 'access-control-allow-methods'))
  const names = listItems(combined(headers, 'access-control-allow-headers'))
  const areMethods = methods.every(isToken)
  const areNames = names.every(isToken)
  if (!areMethods) findings.push(finding('kInvalidAllowMethodsPreflightResponse', at))
  if (!areNames) findings.push(finding('kInvalidAllowHeadersPreflightResponse', at))

  const isCredentialed = hop.credentials === 'include'
  if (areMethods && !isMethodAllowed(hop.method, methods, isCredentialed)) {
    findings.push(finding('kMethodDisallowedByPreflightResponse', at, hop.method))
  }
  if (areNames) {
    const missing = missingNames(unsafeNames, names, isCredentialed)
    const first = missing.at(0)
    if (first !== undefined) {
      const parameter = missing.length === 1 ? first : undefined
      findings.push(finding('kHeaderDisallowedByPreflightResponse', at, parameter, missing))
    }
  }
  return findings
}

/** https://fetch.spec.whatwg.org/#ok-status */
export function isOkStatus(status: number): boolean {
  return status >= 200 && status <= 299
}

/** Methods compare byte for byte; the safelisted ones need not be listed. */
function isMethodAllowed(method: string, methods: readonly string[], isCredentialed: boolean): boolean {
  if (isSafelistedMethod(method) || methods.includes(method)) return true
  return !isCredentialed && methods.includes('*')
}

function missingNames(
  unsafeNames: readonly string[],
  names: readonly string[],
  isCredentialed: boolean,
): readonly string[] {
  if (unsafeNames.length === 0) return unsafeNames
  const listed = new Set(names.map(name => name.toLowerCase()))
  const hasWildcard = !isCredentialed && listed.has('*')
  return unsafeNames.filter(name => !listed.has(name) && !(hasWildcard && isCoveredByWildcard(name)))
}

/** https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name */
export function isCoveredByWildcard(name: string): boolean {
  return name !== 'authorization'
}
