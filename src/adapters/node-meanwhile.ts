import { VARY_OF_CHOSEN } from '../policy/decision.js'
import type { Facts } from '../policy/resolve.js'
import type { CorsResponse } from './cors-response.js'
import { guardAsBefore, guardMeanwhile, varyInForce } from './node-guard.js'
import { setVary, withhold } from './node-response.js'

// A response may be sent while a function of the policy is asked, by a timeout say, or because the function failed. No page may
// read it then, whatever an earlier policy allowed.

/** @internal */
export function denyWhileChoosing(response: CorsResponse): void {
  guardMeanwhile(response, VARY_OF_CHOSEN)
}

/** @internal */
export function denyWhileAsking(response: CorsResponse, { varyMeanwhile, rules }: Facts): void {
  guardMeanwhile(response, varyMeanwhile, rules)
}

/**
 * Removes the headers of an earlier policy for as long as a promise is pending. The returned function sets them again.
 *
 * @internal
 */
export function denyUntilAnswered(response: CorsResponse): () => void {
  const putBack = hold(response)
  return () => {
    guardAsBefore(response)
    putBack()
  }
}

/**
 * Removes the headers of an earlier policy because a function failed. Sets `Vary` at once too, for responses whose head the guard
 * does not see. `facts`: known if `onDecision` failed, or the response itself.
 *
 * @internal
 */
export function denyAfterFailure(response: CorsResponse, facts: Facts | undefined): void {
  hold(response)
  try {
    if (response.headersSent) return
    if (facts) denyWhileAsking(response, facts)
    setVary(response, varyInForce(response))
  } catch {
    // A test double may lack the methods.
  }
}

function hold(response: CorsResponse): () => void {
  try {
    if (!response.headersSent) return withhold(response)
  } catch {
    // A test double may lack the methods.
  }
  return () => {}
}
