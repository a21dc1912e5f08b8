import { CORS_HEADERS } from '../protocol.js'
import { isOfPolicy, mergeVary, varyOf } from './vary.js'

/** What the adapter needs of a response. `http.ServerResponse` and `http2.Http2ServerResponse` fit. */
export interface CorsResponse {
  /** What has been sent is left as it is. */
  readonly headersSent: boolean
  /** The value that is set, whatever the case of the name. */
  getHeader(name: string): unknown
  /** The names of what was set so far. */
  getHeaderNames(): string[]
  /** Sets a header, and replaces its earlier value. */
  setHeader(name: string, value: string): unknown
  /** Removes a header. */
  removeHeader(name: string): void
  /** Sends the head. It is replaced by a method of its own where headers must still be right by then. */
  // biome-ignore lint/suspicious/noExplicitAny: the overloads of Node's versions have no common type
  writeHead(status: number, ...rest: any[]): unknown
  /** Ends the response. */
  end(): unknown
}

type WriteHead = CorsResponse['writeHead']

/** What the policy in force requires of a response's head. @internal */
export interface Guard {
  readonly vary: readonly string[]
  /** Whether responses of status 500 and above keep the headers. */
  readonly onErrors: boolean
  /** Whether the policy covers the path, so that earlier policies have no say. A policy that does not only adds to `Vary`. */
  readonly covers: boolean
  /** The method that the guard stands in for. */
  readonly writeHead: WriteHead
}

/** Known to other versions of this package in the same program too. */
const GUARD: unique symbol = Symbol.for('cors-policy.guard') as never

/** The mark is on the method because each property on a response costs microseconds under Express. */
type Marked = WriteHead & { readonly [GUARD]: Guard }

/** Guards on Node's own method, by their list of names, since a policy asks the same of all responses. */
const guards = new WeakMap<readonly string[], Marked>()

/** Most servers use one list, so the last guard is tried before the map. */
let last: Marked | undefined

/** The last method that was found to be Node's own and not a wrapper. */
let nodes: WriteHead | undefined

/** The guard of the policy in force, unless something has wrapped it since. @internal */
export function guardOf(response: CorsResponse): Guard | undefined {
  return (response.writeHead as Partial<Marked>)[GUARD]
}

/**
 * Puts a policy's guard in place of an earlier one: `Vary` has these names when the head goes out, whatever a handler did
 * to it, and error responses keep the headers or lose them.
 *
 * @internal
 */
export function putGuard(
  response: CorsResponse,
  vary: readonly string[],
  onErrors: boolean,
  covers = true,
): void {
  const { writeHead } = response
  if (writeHead !== nodes) {
    replace(response, vary, onErrors, covers)
    return
  }
  if (vary.length === 0 && onErrors) return
  const known = last?.[GUARD].vary === vary ? last : guards.get(vary)
  const guard = known?.[GUARD]
  if (known && guard?.writeHead === writeHead && guard.onErrors === onErrors && guard.covers === covers) {
    last = known
    response.writeHead = known
    return
  }
  const marked = onNodes({ vary, onErrors, covers, writeHead })
  if (isOfPolicy(vary)) guards.set(vary, marked)
  response.writeHead = marked
}

/** Takes an earlier guard off and keeps what else has replaced `writeHead` inside. Rare, so not inlined. */
function replace(response: CorsResponse, vary: readonly string[], onErrors: boolean, covers: boolean): void {
  const former = guardOf(response)
  if (former?.vary === vary && former.onErrors === onErrors && former.covers === covers) return
  const writeHead = takeOffGuard(response)
  if (writeHead === nodes) putGuard(response, vary, onErrors, covers)
  else response.writeHead = aroundOthers({ vary, onErrors, covers, writeHead })
}

/** Removes an earlier guard and returns the method under it, which is not Node's if something else has replaced `writeHead`. */
function takeOffGuard(response: CorsResponse): WriteHead {
  const guard = guardOf(response)
  if (guard) response.writeHead = guard.writeHead
  const { writeHead } = response
  if (writeHead === Object.getPrototypeOf(response).writeHead) nodes = writeHead
  return writeHead
}

/**
 * Adds names to `Vary` beside those of an earlier policy, which stays in force. The returned function undoes this.
 *
 * @internal
 */
export function guardBesides(response: CorsResponse, vary: readonly string[]): () => void {
  const { vary: names, onErrors, covers } = guardOf(response) ?? NO_GUARD
  const all = names.length === 0 ? vary : [...new Set([...names, ...vary])]
  if (all.length > names.length) putGuard(response, all, onErrors, covers)
  return () => putGuard(response, names, onErrors, covers)
}

const NO_GUARD = { vary: Object.freeze([]) as readonly string[], onErrors: true, covers: false }

/**
 * Removes an earlier policy's guard, for an answer that is sent at once.
 *
 * @internal
 */
export function takeGuard(response: CorsResponse, vary: readonly string[], onErrors: boolean): void {
  if (response.writeHead !== nodes && takeOffGuard(response) !== nodes) putGuard(response, vary, onErrors)
}

/** A guard over Node's own method, shared by all responses of a policy. */
function onNodes(guard: Guard): Marked {
  const { vary, onErrors, writeHead } = guard
  const text = vary.length === 0 ? undefined : mergeVary(undefined, vary)
  function guarded(this: CorsResponse, status: number, ...rest: unknown[]): unknown {
    // Nearly every response goes this way, so it does no more than it must.
    if (rest.length === 0 && (onErrors || status < 500) && this.getHeader('vary') === text) {
      return writeHead.call(this, status)
    }
    if (isIdle(this)) return writeHead.call(this, status, ...rest)
    const others = setGiven(this, rest)
    mend(this, guard, status)
    return writeHead.call(this, status, ...others)
  }
  return Object.assign(guarded, { [GUARD]: guard })
}

/** The response whose head is being written under the guard of its last policy. */
let beingWritten: CorsResponse | undefined

/** The guard of an earlier policy has no say inside a wrapper, and a second head is for Node to refuse. */
function isIdle(response: CorsResponse): boolean {
  return beingWritten === response || response.headersSent
}

/**
 * For one response, whose `writeHead` something else has replaced. A listener of `on-headers` that was registered before
 * the policy changes headers and status inside that method, so the head is looked at once more after it.
 */
function aroundOthers(guard: Guard): Marked {
  const { writeHead, covers } = guard
  function guarded(this: CorsResponse, status: number, ...rest: unknown[]): unknown {
    if (isIdle(this)) return writeHead.call(this, status, ...rest)
    const others = setGiven(this, rest)
    mend(this, guard, status)
    mendOnStream(this, guard)
    const outer = beingWritten
    if (covers) beingWritten = this
    try {
      return writeHead.call(this, status, ...others)
    } finally {
      beingWritten = outer
      mendStored(this, guard)
    }
  }
  return Object.assign(guarded, { [GUARD]: guard })
}

/** Node's state of a response whose head is written. It is not documented; without it, only the first look at the head is taken. */
interface Written {
  readonly statusCode: number
  /** HTTP/1: the head, kept until there is a body to send with it. */
  _header?: string | null
  readonly _headerSent?: boolean
  /** HTTP/2: the stream, which sends the head at once. */
  readonly stream?: { respond?: (...args: unknown[]) => unknown }
}

/** Has the head written again where it is wrong. A property that is there beforehand would be a tenth of a response under Express. */
function mendStored(response: CorsResponse, guard: Guard): void {
  const written = response as CorsResponse & Written
  if (isRight(response, guard, guard.onErrors ? 0 : written.statusCode)) return
  if (typeof written._header !== 'string' || written._headerSent) return
  written._header = null
  mend(response, guard, written.statusCode)
  Object.getPrototypeOf(response).writeHead.call(response, written.statusCode)
}

function mendOnStream(response: CorsResponse, guard: Guard): void {
  const written = response as CorsResponse & Written
  // HTTP/1 has no stream, and looking for one takes longer than this.
  if (written._header === null) return
  const { stream } = written
  const respond = stream?.respond
  if (stream === undefined || typeof respond !== 'function') return
  stream.respond = (...args) => {
    mend(response, guard, written.statusCode)
    return respond.apply(stream, args)
  }
}

function isRight(response: CorsResponse, { vary, onErrors }: Guard, status: number): boolean {
  const isBare = !onErrors && status >= 500
  if (isBare && response.getHeaderNames().some(name => CORS_HEADERS.has(name.toLowerCase()))) return false
  if (vary.length === 0) return true
  const value = response.getHeader('vary')
  return value !== undefined && value === mergeVary(String(value), vary)
}

function mend(response: CorsResponse, { vary, onErrors }: Guard, status: number): void {
  if (!onErrors && status >= 500) for (const name of CORS_HEADERS.keys()) response.removeHeader(name)
  if (vary.length === 0) return
  const text = mergeVary(varyOf(response), vary)
  if (response.getHeader('vary') !== text) response.setHeader('vary', text)
}

/** Sets the headers that `writeHead` is given, as it would itself, so that the guard sees them. The rest is given on. */
function setGiven(response: CorsResponse, rest: unknown[]): unknown[] {
  const reason = typeof rest.at(0) === 'string' ? rest.slice(0, 1) : []
  // Node ignores a first object where there is a second.
  const at = typeof rest.at(1) === 'object' && rest.at(1) !== null ? 1 : 0
  const given = rest.at(at)
  if (typeof given !== 'object' || given === null) return rest
  if (!Array.isArray(given)) {
    for (const { 0: name, 1: value } of Object.entries(given))
      if (name !== '') response.setHeader(name, value)
    return reason
  }
  const isFlat = !Array.isArray(given.at(0))
  // Node says what is wrong with such a list.
  if (isFlat && given.length % 2 !== 0) return rest
  const lines = new Map<string, [name: string, values: unknown[]]>()
  for (let i = 0; i < given.length; i += isFlat ? 2 : 1) {
    const { 0: name, 1: value } = isFlat ? [given[i], given[i + 1]] : given[i]
    if (!name) continue
    const key = String(name).toLowerCase()
    lines.set(key, [name, [...(lines.get(key)?.[1] ?? []), value].flat()])
  }
  for (const { 0: name, 1: values } of lines.values()) {
    response.setHeader(name, (values.length === 1 ? values[0] : values) as string)
  }
  return reason
}
