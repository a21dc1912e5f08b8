import vary from 'vary'
import type { Ruling } from './decision.js'
import { CORS_HEADERS } from './protocol.js'

/** What the adapter needs of a response. `http.ServerResponse` and `http2.Http2ServerResponse` are ones. */
export interface CorsResponse {
  /** Set where a decision answers a request. */
  statusCode: number
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
  const hasVary = takeOff(response)
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

/** Takes off what was said of CORS before. Is there a `Vary` besides? */
function takeOff(response: CorsResponse): boolean {
  let hasVary = false
  for (const written of response.getHeaderNames()) {
    // Node's are in lower case; some mocks' are not.
    const name = written.toLowerCase()
    if (CORS_HEADERS.has(name)) response.removeHeader(name)
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

/** Where the headers that `writeHead` is given have a `Vary`, it wins over those that were set. */
function mergeGiven(names: readonly string[], rest: unknown[]): boolean {
  const at = rest.findLastIndex(argument => typeof argument === 'object' && argument !== null)
  const given = rest[at] as object | undefined
  if (given === undefined) return false
  const pairs = Array.isArray(given) ? toPairs(given) : Object.entries(given)
  const isVary = ([name]: readonly [unknown, unknown]) => String(name).toLowerCase() === 'vary'
  const written = pairs.filter(isVary)
  if (written.length === 0) return false
  const merged = merge(written.map(([, value]) => String(value)).join(', '), names)
  const others = pairs.filter(pair => !isVary(pair))
  rest[at] = Array.isArray(given)
    ? [...others, ['Vary', merged]].flat()
    : { ...Object.fromEntries(others), Vary: merged }
  return true
}

/** Node takes headers as `[name, value, …]` too. */
function toPairs(list: readonly unknown[]): (readonly [unknown, unknown])[] {
  return list.flatMap((name, i) => (i % 2 === 0 ? [[name, list[i + 1]] as const] : []))
}

function merge(header: string | undefined, names: readonly string[]): string {
  if (header !== undefined) return vary.append(header, [...names])
  return names.length === 1 ? (names[0] as string) : joined(names)
}

const texts = new WeakMap<readonly string[], string>()

/** To join names costs as much as a header. */
function joined(names: readonly string[]): string {
  const known = texts.get(names)
  if (known !== undefined) return known
  const text = names.join(', ')
  if (isOfPolicy(names)) texts.set(names, text)
  return text
}

/** Policies freeze their lists. Others live for one response, and what is kept for each would be much by the next collection. */
function isOfPolicy(names: readonly string[]): boolean {
  return Object.isFrozen(names)
}

function varyOf(response: CorsResponse): string | undefined {
  const value = response.getHeader('vary')
  return value === undefined ? undefined : String(value)
}
