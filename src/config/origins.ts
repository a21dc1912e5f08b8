import { ANY_ORIGIN, type OriginSet, type OriginTest, originSet } from '../policy/origin.js'
import { anchors, isPlainlyUnmatchable, isRegExp, privateCopy } from '../regexp.js'
import { entryKey } from './accepted-risks.js'
import type { ReportIssue } from './errors.js'
import { itemPath, itemsOf, strayComma } from './lists.js'
import { type OriginRisk, textRisks } from './origin-risks.js'
import { parseOrigin } from './origin-syntax.js'
import { regexpFaults, unanchored, unmatchable } from './regexp-risks.js'
import { quote } from './words.js'

/** `origins`, compiled, with its entries as they were typed. */
export interface ParsedOrigins {
  readonly set: OriginSet
  readonly entries: readonly WrittenOrigin[]
}

/** A string or RegExp of `origins`, as it was typed. */
export interface WrittenOrigin {
  readonly path: string
  readonly value: string | RegExp
  /** How `dangerouslyAllow` names it: a RegExp by source and flags, whatever becomes of it later. */
  readonly key: string
  /** Computed on the first call, since a RegExp takes milliseconds and only policies with credentials ask. */
  readonly faults: () => OriginFaults
}

/** The faults of an entry of `origins` that credentials bring out. */
export interface OriginFaults {
  /** Refused unless `dangerouslyAllow` accepts them. */
  readonly risks: readonly OriginRisk[]
  /** Why no origin matches it. */
  readonly unmatchable: string | undefined
}

export function compileOrigins(value: unknown, path: string, report: ReportIssue): ParsedOrigins {
  const exact = new Set<string>()
  const patterns = new Map<string, string[]>()
  const anyPort = new Map<string, string[]>()
  const regexps: RegExp[] = []
  const functions: OriginTest[] = []
  const entries: WrittenOrigin[] = []
  const items = itemsOf(value)
  let any = false
  items.forEach((item, index) => {
    const at = () => itemPath(path, value, index)
    if (typeof item === 'string') {
      const read = parseOrigin(item)
      if (read.kind === 'wrong')
        report(read.code, at(), item, (item === '' && strayComma(value)) || read.message)
      else if (read.kind === 'any') any = true
      else {
        if (read.kind === 'exact') exact.add(item)
        else if (item.endsWith(':*')) addPattern(anyPort, item.slice(0, -2))
        else addPattern(patterns, item)
        const faults = once(() => ({ risks: textRisks(item, read), unmatchable: undefined }))
        entries.push({ path: at(), value: item, key: entryKey(item), faults })
      }
    } else if (isRegExp(item)) {
      if (checkAnchors(item, at(), report)) {
        const copy = privateCopy(item, true)
        if (isPlainlyUnmatchable(copy)) report('unmatchable-regexp', at(), item, unmatchable(item))
        regexps.push(copy)
        const faults = once(() => regexpFaults(item, copy))
        entries.push({ path: at(), value: item, key: entryKey(item), faults })
      }
    } else if (typeof item === 'function') functions.push(item as OriginTest)
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
  if (any) return { set: ANY_ORIGIN, entries: [] }
  const written = Object.freeze([...items])
  return { set: originSet({ exact, patterns, anyPort, regexps, functions, written }), entries }
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

function checkAnchors(regexp: RegExp, path: string, report: ReportIssue): boolean {
  const { start, end } = anchors(regexp)
  if (start && end) return true
  report('unanchored-regexp', path, regexp, unanchored(regexp))
  return false
}
