import { quote } from '../config/words.js'
import { escapeUnits } from '../escape.js'
import { given } from '../own.js'
import type { Decision } from '../policy/decision.js'
import { type AnyRequest, fullUrl, header } from '../policy/request.js'
import { type Facts, publicDecision, type Resolution } from '../policy/resolve.js'
import { CORS_HEADERS } from '../protocol.js'

interface Log {
  (format: string, line: string): void
  readonly enabled: boolean
}

let log: Log | undefined

/** Whether `DEBUG` asks for this library's lines. @internal */
export function isLogged(): boolean {
  log ??= createLog()
  return log.enabled
}

function createLog(): Log {
  try {
    const createDebug: typeof import('debug') = require('debug')
    return createDebug('cors-policy')
  } catch {
    // `debug` requires modules of Node, which throws in a bundle that is an ES module.
    const enabled = /(?:^|[\s,])(?:\*|cors-policy)(?:[\s,]|$)/.test(globalThis.process?.env?.DEBUG ?? '')
    const print = enabled ? (_: string, line: string) => console.error(`cors-policy ${line}`) : () => {}
    return Object.assign(print, { enabled })
  }
}

/** @internal */
export function logDecision({ facts, decision }: Resolution): void {
  print(() => describeDecision(facts, publicDecision(facts, decision), decision.status))
}

/** @internal */
export function logFailure(request: Facts['request'], error: unknown): void {
  print(() => describeFailure(request, error))
}

/** Errors and headers may be any value, and a test double of a request may lack properties. */
function print(describe: () => string): void {
  try {
    log?.('%s', describe())
  } catch {
    // A log is not worth an exception.
  }
}

/** A header that something else had set, or removed, after the decision. `value`: what went out. @internal */
export interface Overruled {
  readonly name: string
  readonly was: unknown
  readonly value: string | undefined
}

/** @internal */
export function logOverruled(response: object, overruled: readonly Overruled[]): void {
  print(() => describeOverruled(response as { readonly req?: AnyRequest }, overruled))
}

function describeOverruled({ req }: { readonly req?: AnyRequest }, overruled: readonly Overruled[]): string {
  const changes = overruled.map(({ name, was, value }) => {
    return `${CORS_HEADERS.get(name)} was ${describeValue(was)}, sent ${describeValue(value)}`
  })
  const from = req === undefined ? '' : `${describeRequest(req, header(req.headers, 'origin'))} -> `
  return `${from}overruled: ${changes.join('; ')}`
}

function describeValue(value: unknown): string {
  return value === undefined ? 'removed' : escapeForLog(String(value))
}

function describeDecision(
  { request, origin, method }: Facts,
  { kind, allowed, reason }: Decision,
  status: number | undefined,
): string {
  return [
    `${kind} ${describeRequest(request, origin)}`,
    ...(method === undefined ? [] : [`asks for ${escapeForLog(method)}`]),
    `-> ${allowed ? 'allowed' : 'denied'}: ${reason}${status === undefined ? '' : `, answered ${status}`}`,
  ].join(' ')
}

function describeFailure(request: Facts['request'], error: unknown): string {
  const message = error instanceof Error ? error.message : quote(error)
  return `${describeRequest(request, header(request.headers, 'origin'))} -> failed: ${escapeForLog(message)}`
}

function describeRequest(request: Facts['request'], origin: string | undefined): string {
  const path = fullUrl(request).replace(/\?.*/s, '')
  return `${escapeForLog(given(request, 'method') ?? '')} ${escapeForLog(path)} from ${origin === undefined ? 'no origin' : escapeForLog(origin)}`
}

/** Text from a client, escaped and cut, so that it stays on one line and cannot control a terminal. @internal */
export function escapeForLog(value: string): string {
  const cut = value.length > 100 ? `${value.slice(0, 100)}...` : value
  if (/^[\w/.:*-]+$/.test(cut)) return cut
  return escapeUnits(JSON.stringify(cut), /[^\x20-\x7e]/g)
}
