import { type HeadRules, NO_READERS } from '../policy/decision.js'
import type { CorsResponse } from './cors-response.js'
import { setGiven } from './head-arguments.js'
import { isRight, isSame, mend, type Required } from './node-head.js'

type WriteHead = CorsResponse['writeHead']

/** What stands in for `writeHead` of a response, so that its head says what the last policy decided. */
interface Guard {
  /** What this guard enforces. */
  readonly required: Required
  /** What the policies so far require: the same, unless a function is being asked or has failed. */
  readonly standing: Required
  /** The method that the guard stands in for. */
  readonly writeHead: WriteHead
}

/** Known to other versions of this package in the same program too. */
const GUARD: unique symbol = Symbol.for('cors-policy.guard') as never

/** The mark is on the method because each property on a response costs microseconds under Express. */
type Marked = WriteHead & { readonly [GUARD]: Guard }

/** The last guard on Node's own method: most responses require the same as the one before. */
let last: Marked | undefined

/** The last method that was found to be Node's own and not a wrapper. */
let nodes: WriteHead | undefined

function guardOf(response: CorsResponse): Guard | undefined {
  return (response.writeHead as Partial<Marked> | undefined)?.[GUARD]
}

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
  if (writeHead !== nodes) {
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

/** Stand-ins for responses, such as engine.io's for a WebSocket, lack methods that a guard calls. */
function isWhole(response: CorsResponse): boolean {
  const { getHeader, setHeader, removeHeader, writeHead } = response as Partial<CorsResponse>
  return [getHeader, setHeader, removeHeader, writeHead].every(method => typeof method === 'function')
}

/** Removes an earlier guard and returns the method under it, which is not Node's if something else has replaced `writeHead`. */
function takeOffGuard(response: CorsResponse): WriteHead {
  const guard = guardOf(response)
  if (guard) response.writeHead = guard.writeHead
  const { writeHead } = response
  if (writeHead === Object.getPrototypeOf(response).writeHead) nodes = writeHead
  return writeHead
}

function withVary(required: Required, vary: readonly string[]): Required {
  const missing = vary.filter(name => !required.vary.includes(name))
  if (missing.length === 0) return required
  return { ...required, vary: [...required.vary, ...missing] }
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
  if (!isWhole(response)) return
  const standing = requiredOf(response)
  const all = standing.rules?.timing ? { ...rules, timing: true } : rules
  const required = withVary({ readers: NO_READERS, vary, rules: all }, standing.vary)
  const writeHead = takeOffGuard(response)
  const guard = { required, standing, writeHead }
  response.writeHead = writeHead === nodes ? onNodes(guard) : aroundOthers(guard)
}

/** `Timing-Allow-Origin` is not known to be anybody's, so it is withheld too. */
const UNKNOWN_RULES: HeadRules = Object.freeze({ interceptExceptions: true, timing: true })

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

/** A guard over Node's own method. */
function onNodes(guard: Guard): Marked {
  const { required, writeHead } = guard
  function guarded(this: CorsResponse, status: number, ...rest: unknown[]): unknown {
    // Nearly every response goes this way.
    if (rest.length === 0 && isRight(this, required, status)) return writeHead.call(this, status)
    if (isIdle(this)) return writeHead.call(this, status, ...rest)
    const others = setGiven(this, rest)
    mend(this, required, status)
    return writeHead.call(this, status, ...others)
  }
  return mark(guarded, guard)
}

function mark(method: WriteHead, guard: Guard): Marked {
  return Object.assign(method, { [GUARD]: guard })
}

/** The response whose head the guard of its last policy is writing. */
let beingWritten: CorsResponse | undefined

/** Inside a wrapper, the guard of an earlier policy has no say. A second head is for Node to refuse. */
function isIdle(response: CorsResponse): boolean {
  return beingWritten === response || response.headersSent
}

/**
 * For one response, whose `writeHead` something else has replaced. A listener of `on-headers` that was registered before
 * the policy changes headers and status inside that method, so the head is looked at once more after it.
 */
function aroundOthers(guard: Guard): Marked {
  const { required, writeHead } = guard
  function guarded(this: CorsResponse, status: number, ...rest: unknown[]): unknown {
    if (isIdle(this)) return writeHead.call(this, status, ...rest)
    const others = setGiven(this, rest)
    mend(this, required, status)
    mendOnStream(this, required)
    const outer = beingWritten
    if (required.rules !== undefined) beingWritten = this
    try {
      return writeHead.call(this, status, ...others)
    } finally {
      beingWritten = outer
      mendStored(this, required)
    }
  }
  return mark(guarded, guard)
}

/** Node's state of a response whose head is written. It is not documented; without it, the head is not looked at again. */
interface Written {
  readonly statusCode: number
  /** HTTP/1: the head, kept until there is a body to send with it. */
  _header?: string | null
  readonly _headerSent?: boolean
  /** HTTP/2: the stream, which sends the head at once. */
  readonly stream?: { respond?: (...args: unknown[]) => unknown }
}

/** Writes the head again if it is wrong. */
function mendStored(response: CorsResponse, required: Required): void {
  const written = response as CorsResponse & Written
  if (isRight(response, required, written.statusCode)) return
  if (typeof written._header !== 'string' || written._headerSent) return
  written._header = null
  mend(response, required, written.statusCode)
  Object.getPrototypeOf(response).writeHead.call(response, written.statusCode)
}

function mendOnStream(response: CorsResponse, required: Required): void {
  const written = response as CorsResponse & Written
  // HTTP/1 has no stream, and looking for one takes longer than this.
  if (written._header === null) return
  const { stream } = written
  const respond = stream?.respond
  if (stream === undefined || typeof respond !== 'function') return
  stream.respond = (...args) => {
    mend(response, required, written.statusCode)
    return respond.apply(stream, args)
  }
}
