import type { Ruling } from './decision.js'
import { CORS_HEADERS } from './protocol.js'
import { isOfPolicy, merge, mergeGiven } from './vary-header.js'

/** What the adapter needs of a response. `http.ServerResponse` and `http2.Http2ServerResponse` are ones. */
export interface CorsResponse {
  /** What has been sent is left as it is. */
  readonly headersSent: boolean
  /** What was set so far, in any case. */
  getHeader(name: string): unknown
  /** The names of what was set so far. */
  getHeaderNames(): string[]
  /** Sets a header in place of what there was. */
  setHeader(name: string, value: string): unknown
  /** Takes a header off. */
  removeHeader(name: string): void
  /** Sends the head. It is replaced by a method of its own where headers must still be right by then. */
  // biome-ignore lint/suspicious/noExplicitAny: the overloads of Node's versions have no common type
  writeHead(status: number, ...rest: any[]): unknown
  /** Ends the response. */
  end(): unknown
}

/** What a policy asks of a response when its head is written, and what to put back where another policy follows. */
interface Guard {
  readonly vary: readonly string[]
  /** Whether responses of status 500 and above keep the headers. */
  readonly onErrors: boolean
  /** What it stands in for. */
  readonly writeHead: CorsResponse['writeHead']
  /** `Vary` before the policy. */
  readonly before: string | undefined
}

/** Known to other versions of this package in the same program too. */
const GUARD: unique symbol = Symbol.for('cors-policy.guard') as never

/**
 * On the method and not on the response, which under Express costs microseconds for each property. Where something wraps
 * a guard and a second policy follows, both work: `Vary` may name more then, never less.
 */
type WriteHead = CorsResponse['writeHead'] & { readonly [GUARD]?: Guard }
type MarkedWriteHead = WriteHead & { readonly [GUARD]: Guard }

/** The last one for each list of names: a policy asks the same of all responses. */
const guards = new WeakMap<readonly string[], MarkedWriteHead>()

/** The last one of all: most servers have one list, and the look there costs what half a header does. */
let last: MarkedWriteHead | undefined

/** What a handler's body had to say of itself; an answer here has none. */
const FRAMING: ReadonlySet<string> = new Set(['content-length', 'transfer-encoding'])

/** `Object.hasOwn` costs more in a `for…in`. */
const isOwn = Object.prototype.hasOwnProperty

/**
 * Makes the response say what the ruling does and nothing else about CORS, whatever was set before. A
 * ruling's status ends it.
 *
 * @internal
 */
export function applyRuling(response: CorsResponse, ruling: Ruling, onErrors: boolean): 'ended' | 'open' {
  const { headers, vary, reason, status } = ruling
  const former = (response.writeHead as WriteHead)[GUARD]
  if (reason === 'no-resource') {
    passOn(response, vary, former)
    return 'open'
  }
  const hasVary = takeOff(response, status !== undefined)
  if (former) undo(response, former)
  const before = hasVary ? varyOf(response) : undefined
  if (status !== undefined) {
    end(response, status, ruling, before)
    return 'ended'
  }
  if (vary.length > 0) addVary(response, vary, onErrors, before)
  else if (!onErrors) response.writeHead = guarded(response, vary, onErrors, undefined)
  // In this form V8 makes no list of names, which would be a fiftieth of a response.
  for (const name in headers) {
    if (isOwn.call(headers, name)) response.setHeader(name, headers[name] as string)
  }
  return 'open'
}

/**
 * Takes off what an earlier policy allows. What is returned puts it back.
 *
 * @internal
 */
export function withhold(response: CorsResponse): () => void {
  const held: [name: string, value: never][] = []
  for (const name of response.getHeaderNames()) {
    if (!CORS_HEADERS.has(name.toLowerCase())) continue
    held.push([name, response.getHeader(name) as never])
    response.removeHeader(name)
  }
  return () => {
    for (const { 0: name, 1: value } of held) response.setHeader(name, value)
  }
}

/** Takes off what was said of CORS before. Is there a `Vary` besides? */
function takeOff(response: CorsResponse, ends: boolean): boolean {
  let hasVary = false
  for (const written of response.getHeaderNames()) {
    // Node's are in lower case; some mocks' are not.
    const name = written.toLowerCase()
    if (CORS_HEADERS.has(name) || (ends && FRAMING.has(name))) response.removeHeader(name)
    else if (name === 'vary') hasVary = true
  }
  return hasVary
}

/** Takes a former policy off. Where something else has added to `Vary` since then, all of its names stay. */
function undo(response: CorsResponse, { vary, writeHead, before }: Guard): void {
  response.writeHead = writeHead
  if (varyOf(response) !== merge(before, vary)) return
  if (before === undefined) response.removeHeader('vary')
  else response.setHeader('vary', before)
}

/** What others say of CORS is left alone, and so is what a former policy asks for. */
function passOn(response: CorsResponse, vary: readonly string[], former: Guard | undefined): void {
  if (vary.length === 0) return
  if (former) undo(response, former)
  const names = former ? [...new Set([...former.vary, ...vary])] : vary
  addVary(response, names, former?.onErrors ?? true, varyOf(response))
}

function addVary(
  response: CorsResponse,
  vary: readonly string[],
  onErrors: boolean,
  before: string | undefined,
): void {
  response.setHeader('vary', merge(before, vary))
  response.writeHead = guarded(response, vary, onErrors, before)
}

function end(
  response: CorsResponse,
  status: number,
  { headers, vary }: Ruling,
  before: string | undefined,
): void {
  // Nobody else holds them, and a copy would cost a tenth of a preflight.
  const lines = headers as Record<string, string>
  if (vary.length > 0) lines.vary = merge(before, vary)
  // RFC 9110, 8.6: a 204 has none.
  if (status !== 204) lines['content-length'] = '0'
  response.writeHead(status, lines)
  response.end()
}

/** What takes the place of `writeHead`. */
function guarded(
  response: CorsResponse,
  vary: readonly string[],
  onErrors: boolean,
  before: string | undefined,
): WriteHead {
  const { writeHead } = response
  const known = last?.[GUARD].vary === vary ? last : guards.get(vary)
  if (before === undefined && known?.[GUARD].writeHead === writeHead && known[GUARD].onErrors === onErrors) {
    last = known
    return known
  }
  const guard = createGuard({ vary, onErrors, writeHead, before })
  // Where it stands in for a response's own method, it would keep that response in memory.
  const isOfAll = writeHead === Object.getPrototypeOf(response).writeHead
  const isShared = before === undefined && isOfAll && isOfPolicy(vary)
  if (isShared) guards.set(vary, guard)
  return guard
}

/** `Vary` is mended when the head is written: whatever a handler did to it by then, caches need it. */
function createGuard(asked: Guard): MarkedWriteHead {
  const { vary, onErrors, writeHead, before } = asked
  const text = merge(before, vary)
  function guard(this: CorsResponse, status: number, ...rest: unknown[]): unknown {
    const isWhole = this.getHeader('vary') === text
    // As nearly always: what is left out costs a twentieth of a response.
    if (isWhole && rest.length === 0 && (onErrors || status < 500)) return writeHead.call(this, status)
    if (!onErrors && status >= 500) for (const name of CORS_HEADERS.keys()) this.removeHeader(name)
    if (vary.length > 0 && !mergeGiven(vary, rest) && !isWhole)
      this.setHeader('vary', merge(varyOf(this), vary))
    return writeHead.call(this, status, ...rest)
  }
  return Object.assign(guard, { [GUARD]: asked })
}

function varyOf(response: CorsResponse): string | undefined {
  const value = response.getHeader('vary')
  return value === undefined ? undefined : String(value)
}
