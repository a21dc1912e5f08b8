import type { Directive } from './directive.js'
import { type AddedHeader, carries, headersAt } from './headers.js'
import type { Level } from './level.js'
import { evaluate, type Request, type Scope } from './variables.js'

/** Who makes an answer: nginx by a `return`, by a refusal, or from a file; the upstream; something that is not read here. */
export type By = 'return' | 'access' | 'static' | 'upstream' | 'unknown'

/** An answer to a request, as the configuration tells. */
export interface Answer {
  readonly by: By
  /** `null` if it depends on files or on the upstream. */
  readonly status: number | null
  /** The level whose headers it has. */
  readonly level: Level
  /** The directive that made it, if one did. */
  readonly at: Directive | null
  /** The `if` blocks of the location that matched, in order. */
  readonly matched: readonly Level[]
  /** The levels that the request was at before an internal redirect, with the directives that led on. */
  readonly before: readonly Before[]
  /** The headers that it has at this status. */
  readonly headers: readonly SentHeader[]
  /** The variables that were set when it was answered. */
  readonly scope: Scope
}

/** A level that passed the request on. */
export interface Before {
  readonly level: Level
  readonly by: 'error_page' | 'try_files'
  readonly at: Directive
}

/** A header that nginx sends. */
export interface SentHeader {
  /** In lower case. */
  readonly name: string
  /** `null` if it is not known. */
  readonly value: string | null
  readonly added: AddedHeader
  /** The entry of a `map` that gave the value. */
  readonly entry: Directive | null
}

/** The headers that a level gives an answer with a status. A header without a value is not sent. */
export function sentAt(level: Level, status: number | null, scope: Scope): readonly SentHeader[] {
  return headersAt(level)
    .filter(({ always }) => always || status === null || carries(status))
    .map(added => {
      const { text, entry } = evaluate(added.value, scope)
      return { name: added.name.toLowerCase(), value: text, added, entry }
    })
    .filter(({ value }) => value !== '')
}

/** The first header of a name. */
export function sent(answer: Answer, name: string): SentHeader | undefined {
  return answer.headers.find(header => header.name === name)
}

/** Whether a status says that the request is refused, which no page wants to read. */
export function isRefusal({ by, status }: Answer): boolean {
  return (by === 'return' || by === 'access') && status !== null && status >= 400
}

/** Whether a browser takes an answer to a preflight for a yes, as far as its status goes. */
export function isOk({ status }: Answer): boolean {
  return status === null || (status >= 200 && status <= 299)
}

/** A request for a page on this origin. */
export function actual(method: string, origin: string | null): Request {
  return { method, origin, requestMethod: null, requestHeaders: null, isAuthorised: true }
}

/** The preflight for it, which carries no login. */
export function preflight(method: string, origin: string, headers: readonly string[] = []): Request {
  return {
    method: 'OPTIONS',
    origin,
    requestMethod: method,
    requestHeaders: headers.length > 0 ? headers.join(',') : null,
    isAuthorised: false,
  }
}
