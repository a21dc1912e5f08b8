import { ANY_ORIGIN, type OriginSet, type OriginTest, originSet } from '../policy/origin.js'
import { anchors, isPlainlyUnmatchable, isRegExp, privateCopy } from '../regexp.js'
import { entryKey, type FaultyOrigin } from './accepted-risks.js'
import type { ReportIssue } from './errors.js'
import { itemPath, itemsOf, strayComma } from './lists.js'
import { textRisks } from './origin-risks.js'
import { parseOrigin } from './origin-syntax.js'
import { regexpFaults, unanchored, unmatchable } from './regexp-risks.js'
import { quote } from './words.js'

/** `origins`, compiled. */
export interface ParsedOrigins {
  readonly set: OriginSet
  /** Looked for on the first call, which only policies with credentials make: it takes milliseconds for a RegExp. */
  readonly faulty: () => readonly FaultyOrigin[]
  /** expressjs/cors' `origin: true` was written. */
  readonly byTrue: boolean
}

/** Stands for expressjs/cors' `origin: true`, so that a message can say what was written. */
export const WRITTEN_AS_TRUE: readonly ['*'] = Object.freeze(['*'])

export function compileOrigins(value: unknown, path: string, report: ReportIssue): ParsedOrigins {
  const exact = new Set<string>()
  const patterns = new Map<string, string[]>()
  const anyPort = new Map<string, string[]>()
  const regexps: RegExp[] = []
  const functions: OriginTest[] = []
  const faultyRegExps = new Map<number, () => FaultyOrigin>()
  const items = itemsOf(value)
  let any = false
  items.forEach((item, index) => {
    const at = () => itemPath(path, value, index)
    if (typeof item === 'string') {
      const read = parseOrigin(item)
      if (read.kind === 'wrong')
        report(
          read.code,
          at(),
          item,
          (item === '' && (strayComma(value) || absentEntry(item, value, items))) || read.message,
        )
      else if (read.kind === 'any') any = true
      else {
        if (read.kind === 'exact') exact.add(item)
        else if (item.endsWith(':*')) addPattern(anyPort, item.slice(0, -2))
        else addPattern(patterns, item)
      }
    } else if (isRegExp(item)) {
      if (checkAnchors(item, at(), report)) {
        const copy = privateCopy(item, true)
        if (isPlainlyUnmatchable(copy)) report('unmatchable-regexp', at(), item, unmatchable(item))
        regexps.push(copy)
        const entry = { path: at(), value: item, key: entryKey(item) }
        faultyRegExps.set(index, () => ({ ...entry, ...regexpFaults(item, copy) }))
      }
    } else if (typeof item === 'function') functions.push(item as OriginTest)
    else report('invalid-type', at(), item, absentEntry(item, value, items) || wrongType(item))
  })
  if (any && items.length > 1) {
    report(
      'invalid-pattern',
      path,
      '*',
      '"*" is every origin, so the others beside it have no effect. Write "*" alone, or take it out.',
    )
  }
  if (any) return { set: ANY_ORIGIN, faulty: () => [], byTrue: value === WRITTEN_AS_TRUE }
  const written = Object.freeze([...items])
  // Found anew from what was typed, since something kept for each entry would be most of what a long list weighs.
  const faulty = once(() =>
    written.flatMap((item, i): FaultyOrigin[] => {
      const found = faultyRegExps.get(i)?.() ?? faultyText(item, itemPath(path, value, i))
      return found && (found.risks.length > 0 || found.unmatchable !== undefined) ? [found] : []
    }),
  )
  const set = originSet({ exact, patterns, anyPort, regexps, functions, written })
  return { set, faulty, byTrue: false }
}

function faultyText(item: unknown, path: string): FaultyOrigin | undefined {
  if (typeof item !== 'string') return undefined
  const read = parseOrigin(item)
  if (read.kind === 'wrong') return undefined
  return { path, value: item, key: item, risks: textRisks(item, read), unmatchable: undefined }
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

const isAbsent = (item: unknown) => item === undefined || item === null || item === false || item === ''

/** The message for an entry of a list that is not set; `undefined` for other values. */
function absentEntry(item: unknown, list: unknown, items: readonly unknown[]): string | undefined {
  if (item !== undefined && !(isAbsent(item) && typeof list === 'object' && list !== null)) return undefined
  const others = items.filter(each => !isAbsent(each)).map(quote)
  const text = others.length > 0 ? `[${others.join(', ')}]` : '[], which allows nobody'
  const instead = text.length <= MAX_ADVICE ? `Write ${text}.` : 'Leave it out.'
  return `${item === '' ? 'an empty string' : item} is not an origin. Is a variable not set? ${instead}`
}

const MAX_ADVICE = 330

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
