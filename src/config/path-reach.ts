import { canonicalPattern } from '../policy/path.js'
import { privateCopy } from '../regexp.js'
import { everyPath, type PathLanguage, pathLanguages } from './path-language.js'
import { isPathPattern } from './path-syntax.js'
import {
  type Complement,
  complement,
  intersection,
  isEmpty,
  isUndecidable,
  type Language,
  language,
  shortestText,
  union,
  without,
} from './regexp-language.js'
import { quote } from './words.js'

/** An entry that nothing reaches, or not by one of its alternatives, and what to say of it. */
export interface Unreachable {
  readonly index: number
  readonly message: string
}

/** An entry that comes before another, and so takes the paths that both match. */
interface Taker {
  readonly pattern: string | RegExp
  readonly takes: (path: string) => boolean
  /** What it takes for certain. */
  readonly taken: () => Language
  /** The complement of `taken`; `undefined` if it is unknown. */
  readonly others: () => Complement | undefined
}

/** Comparing each RegExp with all earlier ones takes quadratic time, so beyond this number they are compared with path strings only. */
const MOST_REGEXPS = 200
/** If it takes more RegExps than this together to cover an entry, the entry counts as reachable. */
const MOST_TOGETHER = 50

export function findUnreachable(patterns: readonly (string | RegExp)[]): Unreachable[] {
  const found: Unreachable[] = []
  const everything = patterns.findIndex(pattern => canonicalPattern(pattern) === '*')
  const takers = patterns.filter(pattern => typeof pattern === 'string').flatMap(namedTaker)
  const isFew = patterns.length - takers.length <= MOST_REGEXPS
  patterns.forEach((pattern, index) => {
    if (typeof pattern === 'string') return
    const languages = decided(() => pathLanguages(pattern))
    for (const message of languages ? faultsOf(pattern, languages, takers) : [])
      found.push({ index, message })
    if (isFew) takers.push(regexpTaker(pattern, languages))
  })
  const taken = everything < 0 ? undefined : takersOf(everyPath.paths, takers)
  if (taken) {
    const pattern = quote(patterns[everything])
    const [before, come, match] = named(taken, 'comes', 'matches')
    found.push({
      index: everything,
      message: `nothing reaches ${pattern}: ${before} ${come} before it and ${match} every path. Take one of them out.`,
    })
  }
  return found
}

function decided<Value>(find: () => Value): Value | undefined {
  try {
    return find()
  } catch (error) {
    if (isUndecidable(error)) return undefined
    throw error
  }
}

function once<Value>(find: () => Value): () => Value {
  let found: { readonly value: Value } | undefined
  return () => {
    found ??= { value: find() }
    return found.value
  }
}

function namedTaker(pattern: string): Taker[] {
  if (canonicalPattern(pattern) === '*') return []
  const forms = [pattern.toLowerCase(), canonicalPattern(pattern)].map(form => {
    const isPrefix = form.endsWith('/*')
    // What a mount may end at.
    return escaped(isPrefix ? form.slice(0, -2) : form) + (isPrefix ? '(?:[\\/.][^]*)?' : '')
  })
  const source = [...new Set(forms)].join('|')
  const regexp = new RegExp(`^(?:${source})$`)
  return [
    {
      pattern,
      takes: path => regexp.test(path),
      taken: () => language(source),
      others: once(() => decided(() => complement(language(source)))),
    },
  ]
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&')
}

function regexpTaker(pattern: RegExp, languages: readonly PathLanguage[] | undefined): Taker {
  const regexp = privateCopy(pattern, false, true)
  const exact = languages?.filter(({ isExact }) => isExact).map(({ paths }) => paths) ?? []
  return {
    pattern,
    takes: path => regexp.test(path),
    taken: () => union(...exact),
    others: once(() => (exact.length > 0 ? decided(() => complement(union(...exact))) : undefined)),
  }
}

/** The entries that together take all these paths, or a single entry that does; `undefined` if some path may be left over. */
function takersOf(paths: Language, all: readonly Taker[]): Taker[] | undefined {
  const found: Taker[] = []
  const left = decided(() => {
    let left = paths
    let regexps = 0
    for (let path = shortestText(left); path !== undefined; path = shortestText(left)) {
      const text = path
      const taker = all.find(each => !found.includes(each) && each.takes(text) && each.others())
      const others = taker?.others()
      if (!taker || !others) return left
      if (typeof taker.pattern !== 'string' && ++regexps > MOST_TOGETHER) return left
      found.push(taker)
      left = without(left, others)
    }
    return left
  })
  if (left === undefined || !isEmpty(left)) return undefined
  const one = found.find(taker => isWithin(paths, taker.others()))
  return one ? [one] : found
}

function isWithin(paths: Language, others: Complement | undefined): boolean {
  return others !== undefined && isEmpty(without(paths, others))
}

/** One for all that the same entries take. */
function faultsOf(pattern: RegExp, languages: readonly PathLanguage[], takers: readonly Taker[]): string[] {
  const some = languages.filter(({ paths }) => !isEmpty(paths))
  if (some.length === 0) {
    // The target of `OPTIONS *`, which is no path.
    if (privateCopy(pattern, false).test('*')) return []
    return [
      `nothing reaches ${quote(pattern)}: no path matches it. A path begins with "/" and ends before "?", and has no empty ` +
        'or dot segments. Correct it, or take it out.',
    ]
  }
  const byTakers = new Map<string, { readonly by: readonly Taker[]; readonly taken: PathLanguage[] }>()
  some.forEach(each => {
    const by = takersOf(each.paths, takers)
    if (!by) return
    const key = by.map(taker => quote(taker.pattern)).join()
    const group = byTakers.get(key) ?? { by, taken: [] }
    group.taken.push(each)
    byTakers.set(key, group)
  })
  return [...byTakers.values()].map(({ by, taken }) => {
    const isWhole = taken.length === some.length
    const what = isWhole ? quote(pattern) : `the alternative ${quote(taken[0]?.text)} of ${quote(pattern)}`
    const out = isWhole ? 'Take one of them out' : 'Take that alternative out'
    const [before, come, match] = named(by, 'comes', 'matches')
    if (by.every(taker => typeof taker.pattern === 'string')) {
      const instead = insteadOf(taken, by, takers) ?? out
      return `nothing reaches ${what}: ${before} ${come} first, as paths come before RegExps. ${instead}.`
    }
    const isMore = by.some(
      taker => typeof taker.pattern !== 'string' && decided(() => takesMore(taker, languages)),
    )
    return `nothing reaches ${what}: ${before} ${come} first and ${match} the same. ${isWhole && isMore ? `Write ${quote(pattern)} before it` : out}.`
  })
}

/** Their names and the verbs that go with them. */
function named(takers: readonly Taker[], ...verbs: readonly string[]): string[] {
  const names = takers.map(({ pattern }) => quote(pattern)).join(', ')
  return [names, ...verbs.map(verb => (takers.length > 1 ? verb.replace(/(?<=ch)es$|s$/, '') : verb))]
}

/** Whether an entry takes a path that a RegExp does not match. */
function takesMore(taker: Taker, languages: readonly PathLanguage[]): boolean {
  const rest = without(everyPath.paths, complement(union(...languages.map(({ paths }) => paths))))
  return !isEmpty(intersection(rest, taker.taken()))
}

function insteadOf(
  taken: readonly PathLanguage[],
  by: readonly Taker[],
  takers: readonly Taker[],
): string | undefined {
  const own = decided(() => asPath(taken))
  if (own !== undefined) {
    const isThere = takers.some(({ pattern }) => canonicalPattern(pattern) === canonicalPattern(own))
    return isThere ? undefined : `Write ${quote(own)} for it`
  }
  const [prefix] = by
  // A RegExp with escapes matches no canonical form, and so nothing.
  if (by.length > 1 || typeof prefix?.pattern !== 'string' || !/^[^%]*\/\*$/.test(prefix.pattern))
    return undefined
  return `Write [/^${escaped(prefix.pattern.slice(0, -2))}(?:\\/|$)/, …] behind it instead of ${quote(prefix.pattern)}`
}

/** The path pattern that says the same, if there is one. */
function asPath(taken: readonly PathLanguage[]): string | undefined {
  const [{ text } = everyPath] = taken
  const base = text.replace(/(?<=.)\/$/, '')
  const paths = union(...taken.map(each => each.paths))
  return [base, `${base}/*`].find(pattern => isPathPattern(pattern) && isSame(paths, belowOf(pattern)))
}

function belowOf(pattern: string): Language {
  const base = escaped(pattern.replace(/\/\*$/, ''))
  return intersection(everyPath.paths, language(pattern.endsWith('/*') ? `${base}(?:\\/[^]*)?` : base))
}

function isSame(a: Language, b: Language): boolean {
  return isEmpty(without(a, complement(b))) && isEmpty(without(b, complement(a)))
}
