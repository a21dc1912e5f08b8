import { CharSet, type Concatenation, type Element, type NoParent } from 'refa'
import { privateCopy } from '../regexp.js'
import {
  build,
  complement,
  concatenation,
  intersection,
  isEmpty,
  isUndecidable,
  type Language,
  language,
  parse,
  UndecidableRegExp,
  union,
  without,
} from './regexp-language.js'

/** What follows each other in a RegExp. */
type Sequence = readonly NoParent<Element>[]

/** The paths that a RegExp, or one of its alternatives, matches in canonical form. */
export interface PathLanguage {
  readonly paths: Language
  /** Without it, there may be fewer paths. */
  readonly isExact: boolean
  /** The characters that each of them begins with. */
  readonly text: string
}

/** Texts that no canonical path has, or no path that is looked up as it was requested. */
const UNKNOWN = 'A-Z/;\\\\?#\\0-\\x1f\\x7f'
const ANY = language('[^]*')
const EMPTY = language('')

/**
 * Paths in canonical form. A path that leads to a RegExp does so in this form too, so the RegExp has none if it has none
 * of these.
 */
export const everyPath: PathLanguage = {
  paths: language(`\\/|(?:\\/[^${UNKNOWN}]*[^${UNKNOWN}. ])+`),
  isExact: true,
  text: '/',
}

/** More alternatives would be told apart only by a RegExp that nobody can read. */
const MOST_ALTERNATIVES = 64
/** Each `\b` doubles the work. */
const MOST_STEPS = 200

/** One for each alternative, those in groups multiplied out. @throws see `isUndecidable` */
export function pathLanguages(regexp: RegExp): PathLanguage[] {
  const { source, flags } = privateCopy(regexp, false, true)
  // V8 and refa ignore the case of flag `v`'s character sets in different ways.
  const isSet = flags.includes('v')
  if (isSet && regexp.flags.includes('i')) throw new UndecidableRegExp('flags v and i')
  const tree = parse(
    source,
    isSet ? flags.replace('i', '') : flags,
    isSet ? bothCases : set => set,
    'unknown',
  )
  return multiplied(tree.alternatives).map(sequence => {
    const { begun, isExact } = textsBegunBy(sequence)
    return {
      paths: intersection(begun, everyPath.paths),
      isExact: isExact && !isSet,
      text: textOf(sequence),
    }
  })
}

function bothCases(characters: CharSet): CharSet {
  const letters = LETTERS.filter(code => characters.has(code) || characters.has(code - 0x20))
  return characters.union(
    letters.flatMap(code => [code, code - 0x20].map(each => ({ min: each, max: each }))),
  )
}

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz'].map(letter => letter.charCodeAt(0))

function multiplied(alternatives: readonly NoParent<Concatenation>[]): Sequence[] {
  return alternatives.flatMap(({ elements }) => {
    let all: Sequence[] = [[]]
    for (const element of elements) {
      // In `(\/|$)` the end is no alternative of its own, but says where a segment ends.
      const isGroup = element.type === 'Alternation' && !element.alternatives.some(isOnlyLook)
      const ways = isGroup ? multiplied(element.alternatives) : [[element]]
      all =
        all.length * ways.length > MOST_ALTERNATIVES
          ? all.map(before => [...before, element])
          : all.flatMap(before => ways.map(way => [...before, ...way]))
    }
    return all
  })
}

function isOnlyLook({ elements }: NoParent<Concatenation>): boolean {
  return elements.every(({ type }) => type === 'Assertion')
}

/** All texts that begin with a match of the sequence; a superset of them unless `isExact`. */
function textsBegunBy(sequence: Sequence): { begun: Language; isExact: boolean } {
  let steps = 0
  try {
    return { begun: after(EMPTY, sequence, true), isExact: true }
  } catch (error) {
    if (!isUndecidable(error)) throw error
    return { begun: concatenation(plain(loosened(sequence)), ANY), isExact: false }
  }

  /** The texts that begin with one of `before`, then match. A look behind needs to know all that is `before`. */
  function after(before: Language, rest: Sequence, isStart: boolean): Language {
    if (++steps > MOST_STEPS) throw new UndecidableRegExp('too many look-arounds')
    const next = rest.findIndex(hasLook)
    if (next < 0) return concatenation(concatenation(before, plain(rest)), ANY)
    const text = next === 0 ? before : concatenation(before, plain(rest.slice(0, next)))
    const look = rest[next] as NoParent<Element>
    const others = rest.slice(next + 1)
    if (look.type === 'Alternation') {
      return union(...look.alternatives.map(({ elements }) => after(text, [...elements, ...others], isStart)))
    }
    if (look.type !== 'Assertion') throw new UndecidableRegExp('a look-around that is repeated')
    if (look.kind === 'behind') {
      if (!isStart || hasLookIn(look.alternatives)) throw new UndecidableRegExp('a look behind a look ahead')
      const ending = concatenation(ANY, build(look.alternatives))
      return after(chosen(text, ending, look.negate), others, isStart)
    }
    const seen = union(...look.alternatives.map(({ elements }) => after(EMPTY, elements, false)))
    const isFirst = isStart && isEmpty(without(text, complement(EMPTY)))
    return concatenation(text, chosen(after(EMPTY, others, isFirst), seen, look.negate))
  }
}

function chosen(from: Language, those: Language, isNegated: boolean): Language {
  return isNegated ? without(from, complement(those)) : intersection(from, those)
}

function plain(elements: Sequence): Language {
  return build([{ type: 'Concatenation', elements: [...elements] }])
}

function hasLook(element: NoParent<Element>): boolean {
  if (element.type === 'CharacterClass') return false
  if (element.type === 'Unknown') throw new UndecidableRegExp('a back reference')
  return element.type === 'Assertion' || hasLookIn(element.alternatives)
}

function hasLookIn(alternatives: readonly NoParent<Concatenation>[]): boolean {
  return alternatives.some(({ elements }) => elements.some(hasLook))
}

/** As if look-arounds held and back references matched anything. */
function loosened(elements: Sequence): NoParent<Element>[] {
  return elements.flatMap((element): NoParent<Element>[] => {
    if (element.type === 'Assertion') return []
    if (element.type === 'Unknown') return [ANYTHING]
    if (element.type === 'CharacterClass') return [element]
    const alternatives = element.alternatives.map(each => ({ ...each, elements: loosened(each.elements) }))
    return [{ ...element, alternatives }]
  })
}

const ANYTHING: NoParent<Element> = {
  type: 'Quantifier',
  min: 0,
  max: Number.POSITIVE_INFINITY,
  lazy: false,
  alternatives: [
    { type: 'Concatenation', elements: [{ type: 'CharacterClass', characters: CharSet.all(0x7f) }] },
  ],
}

/** The characters that it begins with, in lower case. */
function textOf(sequence: Sequence): string {
  let text = ''
  for (let i = 0; i < sequence.length; i++) {
    const element = sequence[i] as NoParent<Element>
    if (element.type === 'Assertion') continue
    const first = element.type === 'CharacterClass' ? element.characters.ranges.at(-1)?.max : undefined
    if (first === undefined || element.type !== 'CharacterClass') break
    const { size } = element.characters
    if (size !== 1 && !(size === 2 && LETTERS.includes(first) && element.characters.has(first - 0x20))) break
    text += String.fromCharCode(first)
  }
  return text
}
