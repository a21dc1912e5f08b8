import {
  CharSet,
  type Concatenation,
  DFA,
  type Expression,
  FAIterators,
  JS,
  NFA,
  type NoParent,
  type ReadonlyWordSet,
  TooManyNodesError,
  Transformers,
  transform,
  visitAst,
} from 'refa'

/** A set of ASCII texts, as an automaton: origins have no other characters. */
export type Language = NFA

/** Thrown for a RegExp that no automaton can stand for. */
export class UndecidableRegExp extends Error {}

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
const MAX_REPEATS = 2000
const options = { maxCharacter: ASCII }
const nfaStates = () => new NFA.LimitedNodeFactory(MAX_STATES)
const dfaStates = () => new DFA.LimitedNodeFactory(MAX_STATES)

const dropAssertions = Transformers.replaceAssertions({ replacement: 'empty-word' })

/** @throws for back references, flags inside groups, and what needs too many states: see `isUndecidable`. */
export function languageOf(regexp: RegExp): RegExpLanguage {
  const { source, flags } = regexp
  // Flag `v` has sets that V8 and refa fold in different ways.
  if (flags.includes('v')) throw new UndecidableRegExp('flag v')
  return { matches: compile(source, flags, asIs), spelled: compile(source, flags, openMarked) }
}

/** The texts that one of our own expressions matches as a whole; it must have no look-arounds. */
export function language(source: string): Language {
  return compile(source, '', asIs)
}

const asIs = (characters: CharSet) => characters

function openMarked(characters: CharSet): CharSet {
  // A letter in both cases comes from the flag `i`.
  const lower = characters.intersect({ min: 0x61, max: 0x7a }).ranges.at(0)?.min ?? 0
  const isLetter = characters.size === 2 && lower > 0 && characters.has(lower - 0x20)
  return characters.size <= 1 || isLetter ? characters : CharSet.fromCharacter(ASCII, OPEN.charCodeAt(0))
}

function compile(source: string, flags: string, read: (characters: CharSet) => CharSet): Language {
  const expression = parse(source, flags, read, 'throw')
  // To work a look-around into the text is not always right in refa. To take it as given only adds texts.
  return build(transform(dropAssertions, expression).alternatives)
}

/**
 * Parses a RegExp over ASCII; `read` maps each character class. With `unknown`, back references stay in the tree.
 * @throws see `isUndecidable`
 */
export function parse(
  source: string,
  flags: string,
  read: (characters: CharSet) => CharSet,
  backreferences: 'throw' | 'unknown',
): NoParent<Expression> {
  try {
    // This parser takes flags inside groups for a syntax error.
    const parser = JS.Parser.fromLiteral({ source, flags })
    const { expression } = parser.parse({
      assertions: 'parse',
      // A reference to a group that did not take part matches the empty text, which refa does not model.
      backreferences,
      maxBackreferenceWords: 0,
      maxNodes: MAX_STATES,
    })
    checkRepeats(expression)
    visitAst(expression, {
      onCharacterClassEnter(node) {
        node.characters = read(node.characters.resize(ASCII))
      },
    })
    return expression
  } catch (error) {
    throw new UndecidableRegExp((error as Error).message)
  }
}

/** The texts that one of these alternatives matches as a whole. */
export function build(alternatives: readonly NoParent<Concatenation>[]): Language {
  try {
    return NFA.fromRegex({ type: 'Expression', alternatives: [...alternatives] }, options, {}, nfaStates())
  } catch (error) {
    throw new UndecidableRegExp((error as Error).message)
  }
}

/** `((a?){30}){30}` takes a state for each `a`, and edges by the square of that. */
function checkRepeats(expression: Parameters<typeof visitAst>[0]): void {
  let repeats = 1
  const most = (node: { readonly max: number }) =>
    node.max === Number.POSITIVE_INFINITY ? 1 : Math.max(1, node.max)
  visitAst(expression, {
    onQuantifierEnter(node) {
      repeats *= most(node)
      if (repeats > MAX_REPEATS) throw new UndecidableRegExp('too many repeats in repeats')
    },
    onQuantifierLeave(node) {
      repeats /= most(node)
    },
  })
}

export function union(...languages: readonly Language[]): Language {
  const all = NFA.empty(options)
  for (const each of languages) all.union(each, nfaStates())
  return all
}

export function intersection(a: Language, b: Language): Language {
  return NFA.fromIntersection(a, b, nfaStates())
}

/** A text of `a`, then one of `b`. */
export function concatenation(a: Language, b: Language): Language {
  const both = a.copy(nfaStates())
  both.append(b, nfaStates())
  return both
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
