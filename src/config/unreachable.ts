import { withPlainPrototype } from '../own.js'
import { canonicalPattern } from '../policy/path.js'
import { type Alternative, type Beginning, beginnings, type Piece } from './beginnings.js'
import type { ReportIssue } from './errors.js'
import { isPathPattern } from './path-syntax.js'
import { quote } from './words.js'

interface ReadPattern {
  readonly regexp: RegExp
  readonly alternatives: readonly Alternative[]
}

/**
 * Paths are tried before RegExps, and RegExps in order. Reports each entry that never gets its turn, as a whole or in one
 * alternative: a policy must not look shut and be open.
 */
export function reportUnreachable(
  patterns: readonly (string | RegExp)[],
  paths: readonly string[],
  report: ReportIssue,
): void {
  withPlainPrototype(() => find(patterns, paths, report))
}

function find(patterns: readonly (string | RegExp)[], paths: readonly string[], report: ReportIssue): void {
  const named = patterns.filter(pattern => typeof pattern === 'string')
  const before: ReadPattern[] = []
  patterns.forEach((pattern, i) => {
    if (typeof pattern === 'string') return
    const read = { regexp: pattern, alternatives: beginnings(pattern) }
    for (const fault of faultsOf(read, named, before)) {
      report('unreachable-resource', paths[i] as string, pattern, fault)
    }
    before.push(read)
  })
  const everything = patterns.findIndex(pattern => canonicalPattern(pattern) === '*')
  const taker = before.find(({ alternatives }) => coversAll(alternatives, EVERY_PATH))
  if (everything < 0 || !taker) return
  const pattern = quote(patterns[everything])
  report(
    'unreachable-resource',
    paths[everything] as string,
    patterns[everything],
    `nothing reaches ${pattern}: ${quote(taker.regexp)} comes before it and matches every path. Take one of them out.`,
  )
}

const EVERY_PATH: Alternative = [
  {
    pieces: [
      { kind: 'look', text: '^' },
      { kind: 'literal', text: '/' },
    ],
    ends: false,
    cut: false,
  },
]

/** One message for each pattern that takes paths away from this one. */
function faultsOf(read: ReadPattern, named: readonly string[], before: readonly ReadPattern[]): string[] {
  const takers = read.alternatives.map(alternative => takerOf(alternative, named, before))
  return [...new Set(takers)].flatMap(taker => {
    if (taker === undefined) return []
    const taken = read.alternatives.filter((_, i) => takers[i] === taker)
    const isWhole = taken.length === takers.length
    const pattern = quote(read.regexp)
    const what = isWhole ? pattern : `the alternative ${quote(textOf(taken[0]?.[0]))} of ${pattern}`
    const out = isWhole ? 'Take one of them out' : 'Take that alternative out'
    return typeof taker === 'string'
      ? `nothing reaches ${what}: ${quote(taker)} comes first, as paths come before RegExps. ${insteadOf(taken.flat(), taker, named) ?? out}.`
      : `nothing reaches ${what}: ${quote(taker.regexp)} comes first and matches the same. ${isWhole && isMore(taker, read) ? `Write ${pattern} before it` : out}.`
  })
}

/** The first pattern that takes every path of an alternative. */
function takerOf(
  alternative: Alternative,
  named: readonly string[],
  before: readonly ReadPattern[],
): string | ReadPattern | undefined {
  // An alternative that nothing matches loses no path to others.
  if (alternative.length === 0) return undefined
  const byName = alternative.map(begun => named.find(pattern => takes(pattern, begun)))
  if (byName.every(pattern => pattern !== undefined)) return byName[0]
  return before.find(({ alternatives }) =>
    alternative.every((begun, i) => byName[i] !== undefined || coversAll(alternatives, [begun])),
  )
}

/** Whether a path pattern takes, in one reading or another, every path that begins like this. */
function takes(pattern: string, begun: Beginning): boolean {
  const text = textOf(begun).toLowerCase()
  return [pattern.toLowerCase(), canonicalPattern(pattern)].some(form => {
    if (form === '*' || form === '/*') return false
    if (!form.endsWith('/*')) return isClosed(begun) && withoutSlash(text) === form
    const base = form.slice(0, -2)
    if (!text.startsWith(base)) return false
    // A mount, or a path, may end at these.
    return text === base ? isClosed(begun) : '/.;'.includes(text[base.length] as string)
  })
}

function coversAll(alternatives: readonly Alternative[], later: Alternative): boolean {
  return later.every(begun => alternatives.flat().some(each => covers(each, begun)))
}

/** Whether the earlier matches every path that begins like the later. */
function covers(earlier: Beginning, later: Beginning): boolean {
  if (earlier.cut) return false
  const { pieces, ends } = open(earlier)
  let next = 0
  for (const piece of pieces) {
    while (later.pieces[next]?.kind === 'look' && !isSame(piece, later.pieces[next])) next++
    if (!isSame(piece, later.pieces[next])) return false
    next++
  }
  return !ends || (later.ends && later.pieces.slice(next).every(({ kind }) => kind === 'look'))
}

/** Drops optional pieces from an open end; an end of `.*$` is open too. */
function open({ pieces, ends, cut }: Beginning): Beginning {
  let end = pieces.length
  let isOpen = !ends
  if (!isOpen && /^\.[*+]\??$/.test(pieces[end - 1]?.text ?? '') && pieces[end - 1]?.kind === 'maybe')
    isOpen = true
  if (isOpen) while (pieces[end - 1]?.kind === 'maybe') end--
  return { pieces: pieces.slice(0, end), ends: !isOpen, cut }
}

/** Ignores case, since paths are matched in any case. */
function isSame(a: Piece, b: Piece | undefined): boolean {
  if (b === undefined || a.kind !== b.kind) return false
  return a.kind === 'literal' ? a.text.toLowerCase() === b.text.toLowerCase() : a.text === b.text
}

/** The literal characters at the start. */
function textOf(begun: Beginning | undefined): string {
  const seen = (begun?.pieces ?? []).filter(({ kind }) => kind !== 'look')
  const end = seen.findIndex(({ kind }) => kind !== 'literal')
  return (end < 0 ? seen : seen.slice(0, end)).map(({ text }) => text).join('')
}

/** Whether it matches its literal characters and nothing more. */
function isClosed({ pieces, ends }: Beginning): boolean {
  return ends && pieces.every(({ kind }) => kind === 'literal' || kind === 'look')
}

function withoutSlash(text: string): string {
  return text.length > 1 && text.endsWith('/') ? text.slice(0, -1) : text
}

function insteadOf(taken: Alternative, taker: string, named: readonly string[]): string | undefined {
  const own = asPath(taken)
  if (own !== undefined) {
    return named.some(pattern => canonicalPattern(pattern) === canonicalPattern(own))
      ? undefined
      : `Write ${quote(own)} for it`
  }
  // A RegExp with escapes would match nothing, since canonical paths have none.
  if (!taker.endsWith('/*') || taker.includes('%')) return undefined
  const escaped = taker.slice(0, -2).replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&')
  return `Write [/^${escaped}(?:\\/|$)/, …] behind it instead of ${quote(taker)}`
}

/** The path pattern that says the same, if one does. */
function asPath(taken: Alternative): string | undefined {
  const forms = taken.map(open)
  const isText = ({ pieces, cut }: Beginning) =>
    !cut && pieces.every(({ kind, text }) => kind === 'literal' || text === '^')
  const bases = new Set(forms.map(form => withoutSlash(textOf(form))))
  const [base = ''] = bases
  // A path pattern goes on only after a slash.
  const goesOn = forms.some(form => !form.ends && !textOf(form).endsWith('/'))
  if (!forms.every(isText) || bases.size > 1 || goesOn) return undefined
  const pattern = forms.every(({ ends }) => ends) ? base : `${base}/*`
  return isPathPattern(pattern) ? pattern : undefined
}

/** Whether the earlier matches paths that the later does not. */
function isMore(earlier: ReadPattern, later: ReadPattern): boolean {
  return !earlier.alternatives.every(each => coversAll(later.alternatives, each))
}
