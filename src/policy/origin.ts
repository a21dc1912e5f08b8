import { given } from '../own.js'
import { isOrigin, isSharedByStrangers } from '../protocol.js'

/** `origins`, compiled. */
export interface OriginSet {
  /** `'*'` is listed, so everything else is empty. */
  readonly any: boolean
  readonly exact: ReadonlySet<string>
  /** `*.host:port`. */
  readonly patterns: Patterns
  /** `host:*` and `*.host:*`. */
  readonly anyPort: Patterns
  readonly regexps: readonly RegExp[]
  readonly functions: readonly OriginTest[]
  /** The number of patterns, RegExps and functions. */
  readonly others: number
  /** All entries as they were typed, in their order. */
  readonly written: readonly unknown[]
}

/** `(origin, request)`: only `true`, or a promise of it, allows. */
export type OriginTest = (origin: string, request: never) => unknown

/**
 * Maps what follows the scheme in a pattern to the schemes, with `://`, that it is listed for. A leading `.` stands for any
 * subdomain: a request's origin is looked up from each of its dots on.
 */
type Patterns = ReadonlyMap<string, readonly string[]>

export const ANY_ORIGIN: OriginSet = originSet({ any: true, written: ['*'] })
export const NO_ORIGIN: OriginSet = originSet({})

export function originSet(parts: Partial<Omit<OriginSet, 'others'>>): OriginSet {
  const set = {
    any: false,
    exact: new Set<string>(),
    patterns: new Map(),
    anyPort: new Map(),
    regexps: [],
    functions: [],
    written: [],
    ...parts,
  }
  const others = set.patterns.size + set.anyPort.size + set.regexps.length + set.functions.length
  return Object.freeze({ ...set, others })
}

/**
 * Whether an origin is allowed; a promise only if a function answers with one. The cost does not depend on how many origins
 * and patterns there are. `null` and `file://` must be listed by name. Malformed origins are rejected before any RegExp or function sees them.
 */
export function originAllowed(set: OriginSet, origin: string, request: unknown): boolean | Promise<boolean> {
  if (set.any) return isSharedByStrangers(origin) || isOrigin(origin)
  if (set.exact.has(origin)) return true
  return set.others > 0 && matches(set, origin, request)
}

function matches(set: OriginSet, origin: string, request: unknown): boolean | Promise<boolean> {
  if (!isOrigin(origin)) return false
  if (set.patterns.size + set.anyPort.size > 0 && hasPattern(set, origin)) return true
  if (set.regexps.some(regexp => regexp.test(origin))) return true
  return ask(set.functions, origin, request, 0)
}

function ask(
  functions: OriginSet['functions'],
  origin: string,
  request: unknown,
  first: number,
): boolean | Promise<boolean> {
  for (let i = first; i < functions.length; i++) {
    const answer: unknown = functions[i]?.(origin, request as never)
    if (answer === true) return true
    if (isThenable<unknown>(answer)) return askLater(answer, () => ask(functions, origin, request, i + 1))
  }
  return false
}

// `await` settles a thenable once, whatever it is and whatever a program has put in place of `Promise`.
async function askLater(
  answer: PromiseLike<unknown>,
  others: () => boolean | Promise<boolean>,
): Promise<boolean> {
  return (await answer) === true || others()
}

export function isThenable<Value>(value: unknown): value is PromiseLike<Value> {
  if (value === null || value === undefined) return false
  return typeof given(value as PromiseLike<Value>, 'then') === 'function'
}

/** The answer for a caller that cannot wait. */
export function answerNow(answer: boolean | Promise<boolean>): boolean {
  if (typeof answer === 'boolean') return answer
  // Nobody awaits this promise, and an unhandled rejection would end the process.
  answer.catch(() => {})
  throw new TypeError(
    'a function in origins answered with a promise, and this call is synchronous. Await the function first.',
  )
}

function hasPattern({ patterns, anyPort }: OriginSet, origin: string): boolean {
  const hostStart = origin.indexOf('://') + 3
  if (hasSubdomain(patterns, origin, hostStart)) return true
  if (anyPort.size === 0) return false
  const portStart = origin.indexOf(':', origin.indexOf(']', hostStart) + 1 || hostStart)
  const portless = portStart < 0 ? origin : origin.slice(0, portStart)
  const schemes = anyPort.get(portless.slice(hostStart))
  return schemes?.includes(origin.slice(0, hostStart)) || hasSubdomain(anyPort, portless, hostStart)
}

function hasSubdomain(patterns: Patterns, origin: string, hostStart: number): boolean {
  for (let dot = origin.indexOf('.', hostStart); dot >= 0; dot = origin.indexOf('.', dot + 1)) {
    if (patterns.get(origin.slice(dot))?.includes(origin.slice(0, hostStart))) return true
  }
  return false
}
