import { quote, type Report } from './errors.js'
import { itemPath, listItems, type OriginFunction, strayComma } from './options.js'
import type { OriginRisk } from './origin-risks.js'
import { textRisks } from './origin-risks.js'
import { readOrigin } from './origin-syntax.js'
import { given } from './own.js'
import { isOrigin } from './protocol.js'
import { anchors, isPlainlyUnmatchable, isRegExp, privateCopy } from './regexp.js'
import { regexpFaults, unanchored, unmatchable } from './regexp-risks.js'

/** `origins`, compiled. */
export interface OriginSet {
  /** `'*'`: everything else is empty. */
  readonly any: boolean
  readonly exact: ReadonlySet<string>
  /** `*.host:port`. */
  readonly patterns: Patterns
  /** `host:*` and `*.host:*`. */
  readonly anyPort: Patterns
  readonly regexps: readonly RegExp[]
  readonly functions: readonly OriginFunction<never>[]
  /** How much there is to try besides `'*'` and `exact`. */
  readonly others: number
  /** The strings and RegExps as they were typed. */
  readonly written: readonly WrittenOrigin[]
}

/** An entry of `origins` as it was typed. */
export interface WrittenOrigin {
  readonly path: string
  readonly value: string | RegExp
  /** What is wrong with it beside credentials. Looked at once, and only there: for a RegExp it takes milliseconds. */
  readonly faults: () => OriginFaults
}

/** What is wrong with an entry of `origins` beside credentials. */
export interface OriginFaults {
  /** What is refused unless `dangerouslyAllow` accepts it. */
  readonly risks: readonly OriginRisk[]
  /** Why no origin matches it. */
  readonly unmatchable: string | undefined
}

/**
 * Schemes with `://`, by what an origin has after them: `.` before a host stands for any subdomain. A request's origin is
 * looked up from each of its dots on.
 */
type Patterns = ReadonlyMap<string, readonly string[]>

export const ANY_ORIGIN: OriginSet = originSet({ any: true })
export const NO_ORIGIN: OriginSet = originSet({})

function originSet(parts: Partial<Omit<OriginSet, 'others'>>): OriginSet {
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

export function compileOrigins(value: unknown, path: string, report: Report): OriginSet {
  const exact = new Set<string>()
  const patterns = new Map<string, string[]>()
  const anyPort = new Map<string, string[]>()
  const regexps: RegExp[] = []
  const functions: OriginFunction<never>[] = []
  const written: WrittenOrigin[] = []
  const items = listItems(value)
  let any = false
  items.forEach((item, index) => {
    const at = () => itemPath(path, value, index)
    if (typeof item === 'string') {
      const read = readOrigin(item)
      if (read.kind === 'wrong')
        report(read.code, at(), item, (item === '' && strayComma(value)) || read.message)
      else if (read.kind === 'any') any = true
      else {
        if (read.kind === 'exact') exact.add(item)
        else if (item.endsWith(':*')) addPattern(anyPort, item.slice(0, -2))
        else addPattern(patterns, item)
        const faults = () => ({ risks: textRisks(item, read), unmatchable: undefined })
        written.push({ path: at(), value: item, faults })
      }
    } else if (isRegExp(item)) {
      if (checkAnchors(item, at(), report)) {
        const copy = privateCopy(item, true)
        if (isPlainlyUnmatchable(copy)) report('unmatchable-regexp', at(), item, unmatchable(item))
        regexps.push(copy)
        written.push({ path: at(), value: item, faults: once(() => regexpFaults(item, copy)) })
      }
    } else if (typeof item === 'function') functions.push(item as OriginFunction<never>)
    else report('invalid-type', at(), item, wrongType(item))
  })
  if (any && items.length > 1) {
    report(
      'invalid-pattern',
      path,
      '*',
      '"*" is every origin, so the others beside it have no effect. Write "*" alone, or take it out.',
    )
  }
  return any ? ANY_ORIGIN : originSet({ exact, patterns, anyPort, regexps, functions, written })
}

function once<Result>(find: () => Result): () => Result {
  let found: Result | undefined
  return () => (found ??= find())
}

function addPattern(to: Map<string, string[]>, pattern: string): void {
  const schemeEnd = pattern.indexOf('://') + 3
  const rest = pattern.slice(schemeEnd).replace('*', '')
  to.set(rest, [...(to.get(rest) ?? []), pattern.slice(0, schemeEnd)])
}

function wrongType(item: unknown): string {
  const expected =
    "Write an origin, a pattern, a RegExp, a function, a list of these, or '*' for every origin."
  if (item === true) return `true is not an origin. Write '*' for every origin.`
  if (item === false || item === null) return `${item} is not an origin. Write [] to allow nobody.`
  return `${quote(item)} is not an origin. ${expected}`
}

function checkAnchors(regexp: RegExp, path: string, report: Report): boolean {
  const { start, end } = anchors(regexp)
  if (start && end) return true
  report('unanchored-regexp', path, regexp, unanchored(regexp))
  return false
}

/**
 * Whether an origin is allowed; a promise only where a function answers with one. The cost does not depend on
 * how many origins and patterns there are. `null` must be listed by name, and what is not an origin reaches
 * no RegExp and no function.
 */
export function originAllowed(set: OriginSet, origin: string, request: unknown): boolean | Promise<boolean> {
  if (set.any) return origin === 'null' || isOrigin(origin)
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

/** The answer where there is no waiting for one. */
export function answerNow(answer: boolean | Promise<boolean>): boolean {
  if (typeof answer === 'boolean') return answer
  // Its outcome is no longer asked for; unhandled, a rejection would end the process.
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
