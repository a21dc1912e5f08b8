import type { Decision } from '../policy/decision.js'
import { isThenable } from '../policy/origin.js'
import type { Policy } from '../policy/policy.js'
import { publicDecision, Resolution, resolveForAdapter } from '../policy/resolve.js'
import { sayLocalDenial } from './local-denial.js'

/** Takes errors that nobody else would see. */
type Warn = (error: unknown) => void

/** https://nodejs.org/api/diagnostics_channel.html. Other runtimes, and Node before 20.16, have no `getBuiltinModule`. */
const channel = globalThis.process?.getBuiltinModule?.('diagnostics_channel')?.channel('cors-policy:decision')

/**
 * Tells `onDecision` and the diagnostics channel about a decision, and throws what `onDecision` throws. `shadow`: a policy
 * without effect; what it would have refused is told too.
 *
 * @internal
 */
export function observe(resolution: Resolution, warn: Warn, shadow?: Policy): void {
  const { facts, decision } = resolution
  if (!decision.allowed) sayLocalDenial(resolution)
  if (facts.onDecision === undefined && !channel?.hasSubscribers) return
  const shadowed =
    shadow !== undefined && decision.allowed ? resolveShadow(shadow, facts.request, warn) : undefined
  if (shadowed === undefined || shadowed instanceof Resolution) tell(resolution, shadowed, warn)
  else tellLater(resolution, shadowed, warn)
}

/** A function of the shadow policy that fails has no effect either. */
function resolveShadow(
  shadow: Policy,
  request: Resolution['facts']['request'],
  warn: Warn,
): Resolution | Promise<Resolution> | undefined {
  try {
    return resolveForAdapter(shadow, request, undefined, undefined)
  } catch (error) {
    warn(error)
    return undefined
  }
}

function tell(resolution: Resolution, shadowed: Resolution | undefined, warn: Warn): void {
  const { onDecision, request } = resolution.facts
  const decision = decisionOf(resolution, shadowed)
  if (channel?.hasSubscribers) channel.publish({ decision, request })
  const answer: unknown = onDecision?.(decision, request as never)
  // Nobody awaits this promise, so its failure would be an unhandled rejection.
  if (isThenable(answer)) warnOfFailure(answer, warn)
}

/** The response does not wait for functions of the shadow policy. */
async function tellLater(resolution: Resolution, shadowed: Promise<Resolution>, warn: Warn): Promise<void> {
  let known: Resolution | undefined
  try {
    known = await shadowed
  } catch (error) {
    warn(error)
  }
  try {
    tell(resolution, known, warn)
  } catch (error) {
    warn(error)
  }
}

function decisionOf(resolution: Resolution, shadowed: Resolution | undefined): Decision {
  const decision = frozen(resolution)
  if (shadowed === undefined || !decision.allowed) return decision
  const shadow = frozen(shadowed)
  return shadow.allowed ? decision : Object.freeze({ ...decision, shadow })
}

function frozen({ facts, decision: applied }: Resolution): Decision {
  const decision = publicDecision(facts, applied)
  Object.freeze(decision.headers)
  return Object.freeze(decision)
}

async function warnOfFailure(answer: PromiseLike<unknown>, warn: Warn): Promise<void> {
  try {
    await answer
  } catch (error) {
    warn(error)
  }
}
