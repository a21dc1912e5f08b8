import vary from 'vary'
import type { Decision } from './decision.js'
import { CORS_HEADERS } from './protocol.js'

/** What the adapter needs of a response. `http.ServerResponse` and `http2.Http2ServerResponse` are ones. */
export interface CorsResponse {
  /** Set where a decision answers a request. */
  statusCode: number
  /** What has been sent is left as it is. */
  readonly headersSent: boolean
  /** What was set so far, in any case. */
  getHeader(name: string): unknown
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

/** What the policy that came last did to a response. */
interface Applied {
  vary: readonly string[]
  /** `Vary` before and after, to take a former policy's part out again. */
  varyBefore: string | undefined
  varyAfter: string | undefined
  /** Whether responses of status 500 and above keep the headers. */
  onErrors: boolean
  guarded: boolean
}

/** Known to other versions of this package in the same program too. */
const APPLIED: unique symbol = Symbol.for('cors-policy.applied') as never

/**
 * Makes the response say what the decision does and nothing else about CORS, whatever was set before. A
 * decision's status ends it.
 */
export function applyDecision(
  response: CorsResponse & { [APPLIED]?: Applied },
  decision: Decision,
  onErrors: boolean,
): 'ended' | 'open' {
  const former = response[APPLIED]
  if (former && varyOf(response) === former.varyAfter) setVary(response, former.varyBefore)
  for (const name of CORS_HEADERS) {
    const value = decision.headers[name]
    if (value === undefined) response.removeHeader(name)
    else response.setHeader(name, value)
  }
  const varyBefore = varyOf(response)
  const varyAfter = decision.vary.length > 0 ? merge(varyBefore, decision.vary) : varyBefore
  if (varyAfter !== varyBefore) setVary(response, varyAfter)
  const applied = { vary: decision.vary, varyBefore, varyAfter, onErrors, guarded: former?.guarded ?? false }
  // Also where it ends here: the guard of a former policy goes by what came last.
  response[APPLIED] = applied
  if (decision.status !== undefined) {
    response.statusCode = decision.status
    // RFC 9110, 8.6: a 204 has none.
    if (decision.status !== 204) response.setHeader('Content-Length', '0')
    response.end()
    return 'ended'
  }
  if (!applied.guarded && (applied.vary.length > 0 || !onErrors)) {
    applied.guarded = true
    guard(response)
  }
  return 'open'
}

/** Mends `Vary` when the headers are written: whatever a handler did to it since, caches need it. */
function guard(response: CorsResponse & { [APPLIED]?: Applied }): void {
  const { writeHead } = response
  response.writeHead = function guarded(status: number, ...rest: unknown[]) {
    const applied = response[APPLIED]
    if (applied && !response.headersSent) {
      if (status >= 500 && !applied.onErrors) for (const name of CORS_HEADERS) response.removeHeader(name)
      if (applied.vary.length > 0) mend(response, applied.vary, rest)
    }
    return writeHead.call(response, status, ...rest)
  }
}

/** `rest` is what follows the status in `writeHead(status, [message], [headers])`. */
function mend(response: CorsResponse, names: readonly string[], rest: unknown[]): void {
  const at = rest.length - 1
  const given = rest[at]
  if (typeof given === 'object' && given !== null) {
    const pairs = Array.isArray(given) ? toPairs(given) : Object.entries(given)
    const isVary = ([name]: readonly [unknown, unknown]) => String(name).toLowerCase() === 'vary'
    const written = pairs.filter(isVary)
    if (written.length > 0) {
      const merged = merge(written.map(([, value]) => String(value)).join(', '), names)
      const others = pairs.filter(pair => !isVary(pair))
      rest[at] = Array.isArray(given)
        ? [...others, ['Vary', merged]].flat()
        : { ...Object.fromEntries(others), Vary: merged }
      return
    }
  }
  const before = varyOf(response)
  const after = merge(before, names)
  if (after !== before) setVary(response, after)
}

/** Node takes headers as `[name, value, …]` and as `[[name, value], …]`. */
function toPairs(list: readonly unknown[]): (readonly [unknown, unknown])[] {
  if (Array.isArray(list[0])) return list as [unknown, unknown][]
  return list.flatMap((name, i) => (i % 2 === 0 ? [[name, list[i + 1]] as const] : []))
}

function merge(header: string | undefined, names: readonly string[]): string {
  return names.reduce((merged, name) => vary.append(merged, name), header ?? '')
}

function varyOf(response: CorsResponse): string | undefined {
  const value = response.getHeader('Vary')
  return value === undefined ? undefined : String(value)
}

function setVary(response: CorsResponse, value: string | undefined): void {
  if (value === undefined) response.removeHeader('Vary')
  else response.setHeader('Vary', value)
}
