import { sourceOf } from '../regexp.js'

/** A piece of a RegExp: one character, an item that takes at least one, an item that may take none, or an assertion. */
export interface Piece {
  readonly kind: 'literal' | 'some' | 'maybe' | 'look'
  readonly text: string
}

/** A sequence of pieces. After it the path ends (`ends`) or goes on; a `cut` sequence stands for a longer one. */
export interface Beginning {
  readonly pieces: readonly Piece[]
  readonly ends: boolean
  readonly cut: boolean
}

/** All sequences that an alternative may begin with: an optional piece or a short class makes several. */
export type Alternative = readonly Beginning[]

const NOTHING: Alternative = [{ pieces: [], ends: false, cut: false }]
/** A RegExp that needs more sequences than this is too intricate to read. */
const MOST = 256

/**
 * Lists how a RegExp begins, alternative by alternative, with groups multiplied out. Sequences that get too many are cut: they
 * then match more than the RegExp does, never less.
 */
export function beginnings(regexp: RegExp): readonly Alternative[] {
  const source = sourceOf.call(regexp)
  // Only these flags change what a class matches.
  const flags = regexp.flags.replaceAll(/[^suv]/g, '')
  let at = 0

  function disjunction(): Alternative[] {
    const all: Alternative[] = []
    do all.push(...sequence())
    while (source[at] === '|' && ++at)
    return all
  }

  function sequence(): Alternative[] {
    let all: Alternative[] = [NOTHING]
    while (at < source.length && source[at] !== '|' && source[at] !== ')') all = appended(all, quantified())
    return all
  }

  function quantified(): Alternative[] {
    const from = at
    const item = atom()
    const [quantifier = '', least, more, most] = /^(?:[*+?]|\{(\d+)(,(\d*))?\})/.exec(source.slice(at)) ?? []
    if (quantifier === '') return item
    at += quantifier.length
    if (source[at] === '?') at++
    const text = source.slice(from, at)
    const min = least === undefined ? (quantifier === '+' ? 1 : 0) : Number(least)
    if (min > 1) return appended(item, one('some', text))
    const isOnce = quantifier === '?' || most === '1' || (least === '1' && more === undefined)
    const once = isOnce ? item : appended(item, one('maybe', text))
    if (min === 1) return once
    // An optional class does not tell what a path begins with.
    if (item.flat().every(({ pieces }) => pieces[0]?.kind === 'some')) return one('maybe', text)
    return [[...NOTHING, ...once.flat()]]
  }

  function atom(): Alternative[] {
    const char = source[at] as string
    if (char === '(') return group()
    if (char === '[') return characterClass()
    if (char === '\\') return escaped()
    at++
    if (char === '^') return one('look', '^')
    if (char === '$') return [[{ pieces: [], ends: true, cut: false }]]
    return char === '.' ? one('some', `.${flags}`) : one('literal', char)
  }

  function group(): Alternative[] {
    const from = at
    const [opening = ''] = /^\((?:\?(?::|<[^=!][^>]*>|<?[=!]))?/.exec(source.slice(at)) as RegExpExecArray
    at += opening.length
    const all = disjunction()
    // The `$` of `(\/|$)` marks the end of a segment, so it is not counted as an alternative.
    const inside = all.some(isEnd) ? [all.flat()] : all
    at++
    const text = source.slice(from, at)
    if (opening === '(?=')
      return appended(inside, [[{ pieces: [{ kind: 'some', text }], ends: false, cut: true }]])
    return /[=!]$/.test(opening) ? one('look', text) : inside
  }

  function characterClass(): Alternative[] {
    const from = at
    let depth = 0
    do {
      if (source[at] === '\\') at++
      else if (source[at] === '[' && (depth === 0 || flags.includes('v'))) depth++
      else if (source[at] === ']') depth--
      at++
    } while (depth > 0 && at < source.length)
    const text = source.slice(from, at)
    const members = /^\[((?:[^\]\\^-]|\\[^\w\s]){1,8})\]$/.exec(text)?.[1]?.replaceAll(/\\(.)/g, '$1')
    if (members === undefined || flags.includes('v')) return one('some', text + flags)
    return [[...members].flatMap(member => one('literal', member).flat())]
  }

  function escaped(): Alternative[] {
    const [text = ''] = /^\\(?:x[\da-f]{2}|u[\da-f]{4}|u\{[\da-f]+\}|p\{[^}]*\}|k<[^>]*>|c.|\d+|.)/is.exec(
      source.slice(at),
    ) as RegExpExecArray
    at += text.length
    const hex = /^\\[xu]\{?([\da-f]+)\}?$/i.exec(text)?.[1]
    if (hex !== undefined) return one('literal', String.fromCodePoint(Number.parseInt(hex, 16)))
    if (/^\\b$/i.test(text)) return one('look', text)
    return /^\\[^\w]$/.test(text) ? one('literal', text.slice(1)) : one('some', text + flags)
  }

  return disjunction()
}

function isEnd([first, ...more]: Alternative): boolean {
  return first?.ends === true && first.pieces.length === 0 && more.length === 0
}

function one(kind: Piece['kind'], text: string): Alternative[] {
  return [[{ pieces: [{ kind, text }], ends: false, cut: false }]]
}

/** Every alternative of the first list, followed by every one of the second. */
function appended(before: readonly Alternative[], after: readonly Alternative[]): Alternative[] {
  if (before.flat().length * after.flat().length > MOST) {
    const more: Piece = { kind: 'some', text: '' }
    return before.map(each =>
      each.map(begun => (isOver(begun) ? begun : { ...begun, pieces: [...begun.pieces, more], cut: true })),
    )
  }
  return before.flatMap(first => after.map(second => first.flatMap(begun => continued(begun, second))))
}

function continued(begun: Beginning, by: Alternative): Beginning[] {
  if (begun.cut) return [begun]
  return by.flatMap(({ pieces, ends, cut }) => {
    if (!begun.ends) return [{ pieces: [...begun.pieces, ...pieces], ends, cut }]
    // No character can follow the end, but an assertion behind it may still fail.
    if (pieces.some(({ kind }) => kind === 'literal' || kind === 'some')) return []
    return [{ ...begun, pieces: [...begun.pieces, ...pieces.filter(({ kind }) => kind === 'look')] }]
  })
}

function isOver({ ends, cut }: Beginning): boolean {
  return ends || cut
}
