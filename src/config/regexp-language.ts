import {
  CharSet,
  combineTransformers,
  DFA,
  FAIterators,
  JS,
  NFA,
  type ReadonlyWordSet,
  TooManyNodesError,
  type Transformer,
  Transformers,
  transform,
  visitAst,
} from 'refa'

/** A set of ASCII texts, as an automaton: origins have no other characters. */
export type Language = NFA

/** Thrown for a RegExp that no automaton can stand for. */
class UndecidableRegExp extends Error {}

/** Whether the error means that a RegExp has no automaton of reasonable size. */
export function isUndecidable(error: unknown): boolean {
  return error instanceof UndecidableRegExp || error instanceof TooManyNodesError
}

/** The texts that a RegExp matches. */
export interface RegExpLanguage {
  /** The ASCII texts that it matches as a whole, or more: look-arounds that cannot be worked in are taken to hold. */
  readonly matches: Language
  /** The same with `OPEN` in place of every character that the RegExp does not spell out. */
  readonly spelled: Language
}

/** Marks a character that a RegExp leaves open. No origin contains it. */
export const OPEN = '!'

const ASCII = 0x7f
const MAX_STATES = 20_000
const options = { maxCharacter: ASCII }
const nfaStates = () => new NFA.LimitedNodeFactory(MAX_STATES)
const dfaStates = () => new DFA.LimitedNodeFactory(MAX_STATES)

const simplify = combineTransformers([
  Transformers.inline(),
  Transformers.removeDeadBranches(),
  Transformers.applyAssertions(),
  Transformers.removeUnnecessaryAssertions(),
])
const dropAssertions = Transformers.replaceAssertions({ replacement: 'empty-word' })

/** @throws for back references, flags inside groups, and what needs too many states: see `isUndecidable`. */
export function languageOf(regexp: RegExp): RegExpLanguage {
  const { source, flags } = regexp
  return {
    matches: compile(source, flags, asIs, simplify),
    // Look-arounds are dropped here: worked in, they would be tried on the marks.
    spelled: compile(source, flags, openMarked, dropAssertions),
  }
}

/** The texts that one of our own expressions matches as a whole; it must have no look-arounds. */
export function language(source: string): Language {
  return compile(source, '', asIs, dropAssertions)
}

const asIs = (characters: CharSet) => characters

function openMarked(characters: CharSet): CharSet {
  // The flag `i` adds upper case, which no origin of the web has.
  const isSpelled = characters.without({ min: 0x41, max: 0x5a }).size <= 1
  return isSpelled ? characters : CharSet.fromCharacter(ASCII, OPEN.charCodeAt(0))
}

function compile(
  source: string,
  flags: string,
  read: (characters: CharSet) => CharSet,
  before: Transformer,
): Language {
  try {
    // This parser takes flags inside groups for a syntax error.
    const parser = JS.Parser.fromLiteral({ source, flags })
    const { expression } = parser.parse({
      assertions: 'parse',
      backreferences: 'throw',
      maxNodes: MAX_STATES,
    })
    visitAst(expression, {
      onCharacterClassEnter(node) {
        node.characters = read(node.characters.resize(ASCII))
      },
    })
    const simple = transform(dropAssertions, transform(before, expression))
    return NFA.fromRegex(simple, options, {}, nfaStates())
  } catch (error) {
    throw new UndecidableRegExp((error as Error).message)
  }
}

export function union(...languages: readonly Language[]): Language {
  const all = NFA.empty(options)
  for (const each of languages) all.union(each, nfaStates())
  return all
}

export function intersection(a: Language, b: Language): Language {
  return NFA.fromIntersection(a, b, nfaStates())
}

/** All texts that are not in a language. Making one takes as long as using it, so keep those that are used again. */
export type Complement = DFA

export function complement(language: Language): Complement {
  const others = DFA.fromFA(language, dfaStates())
  others.complement(dfaStates())
  return others
}

/** `a` minus the language whose complement is `others`. */
export function without(a: Language, others: Complement): Language {
  return NFA.fromIntersection(a, others, nfaStates())
}

export function isEmpty(language: Language): boolean {
  return language.isEmpty
}

/** One of the shortest texts, with legible characters if there is a choice. */
export function shortestText(language: Language): string | undefined {
  const word = FAIterators.shortestWordSet(
    FAIterators.mapOut(language.transitionIterator(), out => [...out] as const),
  )
  return word && readable(word)
}

function readable(word: ReadonlyWordSet): string {
  return word
    .map(characters => LEGIBLE.find(code => characters.has(code)) ?? first(characters))
    .map(code => String.fromCharCode(code))
    .join('')
}

const LEGIBLE = [...'abcdefghijklmnopqrstuvwxyz0123456789.-'].map(character => character.charCodeAt(0))

function first(characters: CharSet): number {
  return characters.ranges[0]?.min ?? 0
}
