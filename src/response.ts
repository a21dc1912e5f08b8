import vary from 'vary'
import { type Decision, statusOf } from './decision.js'
import { CORS_HEADERS } from './protocol.js'

/** What the adapter needs of a response. `http.ServerResponse` and `http2.Http2ServerResponse` are ones. */
export interface CorsResponse {
  /** Set where a decision answers a request. */
  statusCode: number
  /** What has been sent is left as it is. */
  readonly headersSent: boolean
  /** What was set so far, in any case. */
  getHeader(name: string): unknown
  /** In lower case. */
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

/** What a policy asks of a response when its head is written. */
interface Guard {
  readonly vary: readonly string[]
  /** Whether responses of status 500 and above keep the headers. */
  readonly onErrors: boolean
  /** What it stands in for. */
  readonly writeHead: CorsResponse['writeHead']
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

const LOWER_CASE: ReadonlyMap<string, string> = new Map(CORS_HEADERS.map(name => [name, name.toLowerCase()]))
const OURS: ReadonlySet<string> = new Set(LOWER_CASE.values())

/**
 * Makes the response say what the decision does and nothing else about CORS, whatever was set before. A
 * decision's status ends it; otherwise `Vary` follows when the head is written.
 *
 * @internal
 */
export function applyDecision(
  response: CorsResponse,
  decision: Decision,
  onErrors: boolean,
): 'ended' | 'open' {
  const { headers, vary, reason } = decision
  const status = statusOf(decision)
  const former = (response.writeHead as WriteHead)[GUARD]
  if (reason === 'no-resource') {
    passOn(response, vary, former)
    return 'open'
  }
  for (const name of response.getHeaderNames()) if (OURS.has(name)) response.removeHeader(name)
  const writeHead = former?.writeHead ?? response.writeHead
  if (status !== undefined) {
    end(response, writeHead, status, decision)
    return 'ended'
  }
  if (vary.length > 0 || !onErrors) response.writeHead = guarded(response, writeHead, vary, onErrors)
  else if (former) response.writeHead = writeHead
  for (const name of Object.keys(headers)) response.setHeader(lowerCase(name), headers[name] as string)
  return 'open'
}

/** What others say of CORS is left alone, and so is what a former policy asks for. */
function passOn(response: CorsResponse, vary: readonly string[], former: Guard | undefined): void {
  if (vary.length === 0) return
  response.writeHead = former
    ? guarded(response, former.writeHead, [...new Set([...former.vary, ...vary])], former.onErrors)
    : guarded(response, response.writeHead, vary, true)
}

function end(
  response: CorsResponse,
  writeHead: CorsResponse['writeHead'],
  status: number,
  { headers, vary }: Decision,
): void {
  // Nobody else holds them, and a copy would cost a tenth of a preflight.
  const lines = headers as Record<string, string>
  if (vary.length > 0) lines.Vary = merge(varyOf(response), vary)
  // RFC 9110, 8.6: a 204 has none.
  if (status !== 204) lines['Content-Length'] = '0'
  writeHead.call(response, status, lines)
  response.end()
}

/** Node puts a name into lower case at every call: given so, a header costs a fifth less. */
function lowerCase(name: string): string {
  return LOWER_CASE.get(name) ?? name
}

/**
 * `Vary` is merged when the head is written: whatever a handler did to it by then, caches need it. Until then it is
 * not set at all, so there is nothing to take off where another policy comes later.
 */
function guarded(
  response: CorsResponse,
  writeHead: CorsResponse['writeHead'],
  vary: readonly string[],
  onErrors: boolean,
): WriteHead {
  const known = last?.[GUARD].vary === vary ? last : guards.get(vary)
  if (known?.[GUARD].writeHead === writeHead && known[GUARD].onErrors === onErrors) {
    last = known
    return known
  }
  const text = vary.join(', ')
  function guard(this: CorsResponse, status: number, ...rest: unknown[]): unknown {
    if (!onErrors && status >= 500) for (const name of OURS) this.removeHeader(name)
    if (text !== '' && !(rest.length > 0 && mergeGiven(vary, rest))) {
      const header = varyOf(this)
      this.setHeader('vary', header === undefined ? text : merge(header, vary))
    }
    return writeHead.call(this, status, ...rest)
  }
  const marked = Object.assign(guard, { [GUARD]: { vary, onErrors, writeHead } })
  // Where it stands in for a response's own method, it would keep that response in memory.
  if (writeHead === Object.getPrototypeOf(response).writeHead) guards.set(vary, marked)
  return marked
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
  return names.length === 1 ? (names[0] as string) : names.join(', ')
}

function varyOf(response: CorsResponse): string | undefined {
  const value = response.getHeader('vary')
  return value === undefined ? undefined : String(value)
}
