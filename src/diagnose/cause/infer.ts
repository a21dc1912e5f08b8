import type { Check } from '../verdict.js'
import type { CauseCode } from './cause.js'
import { inferFromOrigin } from './infer-origin.js'
import { inferFromPreflight } from './infer-preflight.js'
import { inferFromRedirect, isAtLogin, isHiddenOrigin } from './infer-redirect.js'
import { type Inference, inferred } from './inference.js'
import type { Seen } from './seen.js'

/** Checks that fail before anything is sent, whatever the server is. */
const BEFORE_SENDING: ReadonlyMap<Check, CauseCode> = new Map<Check, CauseCode>([
  ['mixed-content', 'mixed-content'],
  ['bad-port', 'bad-port'],
  ['kInsecureLocalNetwork', 'local-network'],
  ['kLocalNetworkAccessPermissionDenied', 'local-network'],
])

/** From what was seen to the one thing to change. */
export function inferCause(seen: Seen): Inference {
  const { finding, hop } = seen.failed
  if (finding.check === 'no-response') return inferred('unreachable')
  if (finding.check === 'mixed-content') return inferred('mixed-content')
  if (finding.at === 'api' || finding.at === 'request') {
    return inferred(BEFORE_SENDING.get(finding.check) ?? 'page-call')
  }
  if (finding.check === 'opaque-response') return inferred('page-call')
  const isRedirected = finding.at === 'redirect' || isHiddenOrigin(hop) || isAtLogin(hop)
  if (isRedirected || finding.check === 'kPreflightDisallowedRedirect') {
    const redirect = inferFromRedirect(seen)
    if (redirect !== null) return redirect
  }
  return finding.at === 'preflight' ? inferFromPreflight(seen) : inferFromOrigin(seen)
}
