import type { CorsResponse } from './cors-response.js'
import { setGiven } from './head-arguments.js'
import { isRight, mend, type Required } from './node-head.js'

export type WriteHead = CorsResponse['writeHead']

/** What stands in for `writeHead` of a response, so that its head says what the last policy decided. */
export interface Guard {
  /** What this guard enforces. */
  readonly required: Required
  /** What the policies so far require: the same, unless a function is being asked or has failed. */
  readonly standing: Required
  /** The method that the guard stands in for. */
  readonly writeHead: WriteHead
}

/** Known to other versions of this package in the same program too. */
export const GUARD: unique symbol = Symbol.for('cors-policy.guard') as never

/** The mark is on the method because each property on a response costs microseconds under Express. */
export type Marked = WriteHead & { readonly [GUARD]: Guard }

export function guardOf(response: CorsResponse): Guard | undefined {
  return (response.writeHead as Partial<Marked> | undefined)?.[GUARD]
}

/** A guard over Node's own method. */
export function onNodes(guard: Guard): Marked {
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

/** Node's own method, which a subclass, or a framework's prototype, may have overridden. */
export function methodOfNode(response: CorsResponse): WriteHead | undefined {
  let found: WriteHead | undefined
  for (let at = Object.getPrototypeOf(response); at !== null; at = Object.getPrototypeOf(at)) {
    if (Object.hasOwn(at, 'writeHead')) found = at.writeHead
  }
  return found
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
export function aroundOthers(guard: Guard): Marked {
  const { required, writeHead } = guard
  function guarded(this: CorsResponse, status: number, ...rest: unknown[]): unknown {
    if (isIdle(this)) return writeHead.call(this, status, ...rest)
    const others = setGiven(this, rest)
    mend(this, required, status)
    mendOnStream(this, required)
    storeSomething(this)
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

/** If no header is stored, Node writes those that the wrapper passes on without storing them, and nobody sees them. */
function storeSomething(response: CorsResponse): void {
  if (response.getHeader('vary') !== undefined) return
  response.setHeader('vary', '*')
  response.removeHeader('vary')
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
  methodOfNode(response)?.call(response, written.statusCode)
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
