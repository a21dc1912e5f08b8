import { type HeadRules, NO_READERS, UNKNOWN_RULES } from '../policy/decision.js'
import type { CorsResponse } from './cors-response.js'
import {
  aroundOthers,
  GUARD,
  guardOf,
  type Marked,
  methodOfNode,
  onNodes,
  type WriteHead,
} from './guarded-head.js'
import { isSame, type Required } from './node-head.js'
import { withNames } from './vary.js'

/** The last guard on Node's own method: most responses require the same as the one before. */
let last: Marked | undefined

/** The last method that was found to be Node's own and not a wrapper. */
let nodes: WriteHead | undefined

/** The names that `Vary` will have, whatever a handler does. @internal */
export function varyInForce(response: CorsResponse): readonly string[] {
  return (guardOf(response)?.required ?? NOTHING).vary
}

/** What the policies so far require. @internal */
export function requiredOf(response: CorsResponse): Required {
  return guardOf(response)?.standing ?? NOTHING
}

/**
 * Requires of the response's head what a policy decided, in place of what an earlier policy did. Names that an earlier policy
 * put into `Vary` stay, since something else may have relied on them.
 *
 * @internal
 */
export function putGuard(response: CorsResponse, required: Required): void {
  const { writeHead } = response
  if (writeHead === undefined || writeHead !== nodes) {
    replace(response, required)
    return
  }
  const known = last?.[GUARD]
  if (
    known?.writeHead !== writeHead ||
    known.standing !== known.required ||
    !isSame(known.required, required)
  ) {
    last = onNodes({ required, standing: required, writeHead })
  }
  response.writeHead = last as Marked
}

/** Takes an earlier guard off and keeps what else has replaced `writeHead` inside. Rare, so not inlined. */
function replace(response: CorsResponse, required: Required): void {
  if (!isWhole(response)) return
  const all = withVary(required, requiredOf(response).vary)
  const writeHead = takeOffGuard(response)
  if (writeHead === nodes) putGuard(response, all)
  else response.writeHead = aroundOthers({ required: all, standing: all, writeHead })
}

/** Whether the response has every method that a guard calls. Some stand-ins, such as engine.io's for a WebSocket, do not. */
function isWhole(response: CorsResponse): boolean {
  const { getHeader, setHeader, removeHeader, writeHead } = response as Partial<CorsResponse>
  return [getHeader, setHeader, removeHeader, writeHead].every(method => typeof method === 'function')
}

/** Removes an earlier guard and returns the method under it, which is not Node's if something else has replaced `writeHead`. */
function takeOffGuard(response: CorsResponse): WriteHead {
  const guard = guardOf(response)
  if (guard) response.writeHead = guard.writeHead
  const { writeHead } = response
  if (writeHead === methodOfNode(response)) nodes = writeHead
  return writeHead
}

function withVary(required: Required, vary: readonly string[]): Required {
  const all = withNames(required.vary, vary)
  return all === required.vary ? required : { ...required, vary: all }
}

const NOTHING: Required = {
  readers: NO_READERS,
  vary: Object.freeze([]) as readonly string[],
  rules: undefined,
}

/**
 * Adds names to `Vary` beside what the policies so far require.
 *
 * @internal
 */
export function guardBesides(response: CorsResponse, vary: readonly string[]): void {
  const standing = requiredOf(response)
  const required = withVary(standing, vary)
  if (required !== standing) putGuard(response, required)
}

/**
 * Lets nobody read a response that is sent while a function is asked, or because one failed. `rules`: those of the path, once
 * they are known.
 *
 * @internal
 */
export function guardMeanwhile(
  response: CorsResponse,
  vary: readonly string[],
  rules: HeadRules = UNKNOWN_RULES,
): void {
  if (
    nodes !== undefined &&
    response.writeHead === nodes &&
    isForMeanwhile(lastMeanwhile, nodes, vary, rules)
  ) {
    response.writeHead = lastMeanwhile
    return
  }
  if (!isWhole(response)) return
  const standing = requiredOf(response)
  const all = standing.rules?.timing ? { ...rules, timing: true } : rules
  const required = withVary({ readers: NO_READERS, vary, rules: all }, standing.vary)
  const writeHead = takeOffGuard(response)
  const guard = { required, standing, writeHead }
  if (writeHead !== nodes) response.writeHead = aroundOthers(guard)
  else response.writeHead = lastMeanwhile = onNodes(guard)
}

/** The last guard of this kind on Node's own method. */
let lastMeanwhile: Marked | undefined

function isForMeanwhile(
  marked: Marked | undefined,
  writeHead: WriteHead,
  vary: readonly string[],
  rules: HeadRules,
): marked is Marked {
  if (marked === undefined) return false
  const guard = marked[GUARD]
  const { required, standing } = guard
  if (guard.writeHead !== writeHead || standing !== NOTHING) return false
  return required.vary === vary && required.rules === rules
}

/**
 * Requires again what the policies so far do.
 *
 * @internal
 */
export function guardAsBefore(response: CorsResponse): void {
  const guard = guardOf(response)
  if (guard === undefined || guard.required === guard.standing) return
  takeOffGuard(response)
  if (guard.standing !== NOTHING) putGuard(response, guard.standing)
}

/**
 * Removes an earlier policy's guard, for an answer that is sent at once.
 *
 * @internal
 */
export function dropGuard(response: CorsResponse, required: Required): void {
  if (response.writeHead !== nodes && takeOffGuard(response) !== nodes) putGuard(response, required)
}
