import type { Directive } from './directive.js'
import { inherited, type Level, own } from './level.js'

/** A header that a directive adds. */
export interface AddedHeader {
  /** As it is written. */
  readonly name: string
  /** With its variables. */
  readonly value: string
  /** Whether answers of every status have it. */
  readonly always: boolean
  readonly directive: Directive
}

/** Without `always`, `add_header` adds to answers with these statuses alone. */
const CARRYING: ReadonlySet<number> = new Set([200, 201, 204, 206, 301, 302, 303, 304, 307, 308])

/** Whether `add_header` without `always` adds to answers with this status. */
export function carries(status: number): boolean {
  return CARRYING.has(status)
}

/** The headers that nginx adds at a level: inherited if the level has no `add_header` of its own. */
export function headersAt(level: Level): readonly AddedHeader[] {
  const known = found.get(level) ?? findHeaders(level)
  found.set(level, known)
  return known
}

/** Every answer asks for these. */
const found = new WeakMap<Level, readonly AddedHeader[]>()

function findHeaders(level: Level): readonly AddedHeader[] {
  const set = setHeadersAt(level)
  const isSet = (name: string) => set.some(header => isSameName(header.name, name))
  return [
    ...addHeadersAt(level)
      .flatMap(addedBy)
      .filter(({ name }) => !isSet(name)),
    ...set,
  ]
}

/** The `add_header` lines that hold at a level. */
export function addHeadersAt(level: Level): readonly Directive[] {
  const here = own(level, /^add_header$/)
  const outer = level.parent === null ? [] : addHeadersAt(level.parent)
  // Since nginx 1.29.3.
  const mode = inherited(level, /^add_header_inherit$/)
    .at(-1)
    ?.args.at(0)
  if (mode === 'off') return here
  if (mode === 'merge') return [...outer, ...here]
  return here.length > 0 ? here : outer
}

function addedBy(directive: Directive): readonly AddedHeader[] {
  const { args } = directive
  const { 0: name, 1: value = '' } = args
  return name === undefined ? [] : [{ name, value, always: args.at(2) === 'always', directive }]
}

/** `more_set_headers`, of a module: inner lines add to outer ones, and the later one replaces. */
function setHeadersAt(level: Level): readonly AddedHeader[] {
  const outer = level.parent === null ? [] : setHeadersAt(level.parent)
  const here = own(level, /^more_set_headers$/).flatMap(moreHeaders)
  const kept = outer.filter(({ name }) => !here.some(header => isSameName(header.name, name)))
  return [...kept, ...here]
}

export function moreHeaders(directive: Directive): readonly AddedHeader[] {
  const flags = directive.args.some(word => /^-[st]/.test(word))
  return directive.args
    .filter(word => word.includes(':'))
    .map(word => ({
      name: word.slice(0, word.indexOf(':')).trim(),
      value: word.slice(word.indexOf(':') + 1).trim(),
      // With a list of statuses or types, it is not known whether an answer has it.
      always: !flags,
      directive,
    }))
}

export function isSameName(name: string, other: string): boolean {
  return name.toLowerCase() === other.toLowerCase()
}
