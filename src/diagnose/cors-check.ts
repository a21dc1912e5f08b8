import { parseUrl } from '../protocol.js'
import { type Finding, finding } from './finding.js'
import { combined, type HeaderList } from './header-list.js'
import type { Hop } from './hop.js'
import type { CorsCheck, Stage } from './verdict.js'

/**
 * Everything that is wrong, in Chromium's order. A wrong origin gets the name that Chromium gives it.
 * https://fetch.spec.whatwg.org/#concept-cors-check
 */
export function corsCheck(hop: Hop, headers: HeaderList, at: Stage): readonly Finding[] {
  const findings: Finding[] = []
  const isCredentialed = hop.credentials === 'include'
  const allowed = combined(headers, 'access-control-allow-origin')
  const originFailure = judgeOrigin(allowed, hop.origin, isCredentialed)
  if (originFailure) findings.push(corsFinding(originFailure, at, allowed))
  if (isCredentialed) {
    const credentials = combined(headers, 'access-control-allow-credentials') ?? ''
    if (credentials !== 'true') findings.push(corsFinding('InvalidAllowCredentials', at, credentials))
  }
  return findings
}

function judgeOrigin(
  allowed: string | undefined,
  origin: string,
  isCredentialed: boolean,
): CorsCheck | undefined {
  if (allowed === undefined) return 'MissingAllowOriginHeader'
  if (allowed === origin || (allowed === '*' && !isCredentialed)) return undefined
  if (allowed === '*') return 'WildcardOriginNotAllowed'
  if (/[ ,]/.test(allowed)) return 'MultipleAllowOriginValues'
  return allowed === 'null' || parseUrl(allowed) ? 'AllowOriginMismatch' : 'InvalidAllowOriginValue'
}

function corsFinding(failed: CorsCheck, at: Stage, value: string | undefined): Finding {
  const check = at === 'preflight' ? (`kPreflight${failed}` as const) : (`k${failed}` as const)
  return finding(check, at, failed === 'WildcardOriginNotAllowed' ? undefined : value)
}
