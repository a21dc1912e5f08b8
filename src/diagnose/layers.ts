import { parseUrl } from '../protocol.js'
import { combined, type HeaderList, listItems, stripWhitespace } from './header-list.js'
import type { Answer } from './read.js'
import type { Verdict } from './verdict.js'

/** One layer's answer to a request that every layer was asked. */
export interface LayerAnswer {
  readonly layer: string
  readonly answer: Answer
}

/** A status or a header line, and which layer has made it so. */
export interface Trace {
  /** `status`, or the header's name in lower case. */
  readonly name: string
  readonly value: string
  /** The layer that answered with it first. */
  readonly by: string
  /** The layer that took it off again, or replaced it; `null` if it went out. */
  readonly droppedBy: string | null
}

/** What CORS looks at, and what caches and redirects do with it. */
const TRACED = /^(?:access-control-.*|timing-allow-origin|vary|location)$/

/**
 * Says of each line which layer wrote it, and which one took it off.
 *
 * @param answers Of the same request, the outermost layer's first.
 */
export function traceLayers(answers: readonly LayerAnswer[]): readonly Trace[] {
  const traces: Trace[] = []
  const linesOf = answers.map(({ answer }) => linesToTrace(answer))
  const hasLine = (at: number, line: Line, lines: readonly Line[]) =>
    countOf(linesOf[at] ?? [], line) >= countUpTo(lines, line)
  /** Two answers may have the same line by chance. */
  const isFromBehind = (at: number) => isSameContent(answers[at]?.answer, answers[at + 1]?.answer)
  for (const { 0: at, 1: lines } of linesOf.entries()) {
    for (const line of lines) {
      // A line that the layer outside has too was traced there.
      if (at > 0 && hasLine(at - 1, line, lines) && isFromBehind(at - 1)) continue
      let by = at
      while (by + 1 < answers.length && hasLine(by + 1, line, lines) && isFromBehind(by)) by++
      traces.push({
        name: line[0],
        value: line[1],
        by: answers[by]?.layer ?? '',
        droppedBy: at === 0 ? null : (answers[at - 1]?.layer ?? ''),
      })
    }
  }
  return traces
}

type Line = HeaderList[number]

function linesToTrace({ status, headers }: Answer): readonly Line[] {
  return [['status', `${status}`], ...headers.filter(({ 0: name }) => TRACED.test(name))]
}

function countOf(lines: readonly Line[], { 0: name, 1: value }: Line): number {
  return lines.filter(line => line[0] === name && canonical(line[1]) === canonical(value)).length
}

/** Layers write lists with blanks or without. */
function canonical(value: string): string {
  return listItems(value).join(', ')
}

/** How many equal lines stand up to this one, itself included: a line that came twice is traced twice. */
function countUpTo(lines: readonly Line[], line: Line): number {
  return countOf(lines.slice(0, lines.indexOf(line) + 1), line)
}

/** Whether one answer may be the other, passed on. Bodies differ from one request to the next, their kind does not. */
export function isSameContent(outer: Answer | undefined, inner: Answer | undefined): boolean {
  if (outer === undefined || inner === undefined) return true
  if (outer.status !== inner.status || kindOf(outer) !== kindOf(inner)) return false
  return kindOf(outer) !== NOTHING || !answersPreflight(inner) || sharesLine(outer, inner)
}

function answersPreflight({ headers }: Answer): boolean {
  return headers.some(({ 0: name }) => /^access-control-(?:allow-methods|allow-headers|max-age)$/.test(name))
}

/** Most layers answer OPTIONS with 204: if none of the lines is the same, the answer is another one. */
function sharesLine(outer: Answer, inner: Answer): boolean {
  const lines = linesToTrace(outer).filter(({ 0: name }) => name !== 'status')
  return lines.some(line => countOf(linesToTrace(inner), line) > 0)
}

const NOTHING = 'nothing'

function kindOf({ status, headers, bodyStart }: Answer): string {
  const value = combined(headers, 'content-type')
  const isEmpty = status === 204 || value === undefined || combined(headers, 'content-length') === '0'
  if (isEmpty) return NOTHING
  const type = stripWhitespace(value.split(';').at(0) ?? '').toLowerCase()
  // Error pages of two layers differ from their first words on.
  return type === 'text/html' ? `${type} ${bodyStart.slice(0, 100)}` : type
}

/** Whether two answers are the same to a browser: the status, the CORS headers, and where a redirect leads on the same host. */
export function isSameToBrowsers(one: Answer, other: Answer): boolean {
  const lines = (answer: Answer) =>
    linesToTrace(answer)
      .filter(({ 0: name }) => name !== 'vary')
      .map(({ 0: name, 1: value }) => `${name}: ${name === 'location' ? pathOf(value) : canonical(value)}`)
      .sort()
      .join('\n')
  return lines(one) === lines(other)
}

function pathOf(location: string): string {
  const url = parseUrl(location)
  return url === undefined ? location : `${url.pathname}${url.search}`
}

/** What was asked of every layer. */
export type Asked = 'preflight' | 'request'

/** A layer with what a browser would say if it stood outermost. */
export interface JudgedLayer {
  readonly layer: string
  readonly verdict: Verdict
  /** Nothing that it answered is wrong. */
  readonly isRight: boolean
  /** Its answers, by the kind of request. */
  readonly answers: ReadonlyMap<Asked, Answer>
  /** Its answers to requests that do not say which URL the page requests; `null` if they are right too. */
  readonly untold: ReadonlyMap<Asked, Answer> | null
  /** Its answer to the request without `Cookie` and `Authorization`; `null` if it was not asked so. */
  readonly anonymous: Answer | null
}

/**
 * The layer to change: the innermost one that turns a right answer of the layer behind it into a wrong one; if none is right, the
 * one that wrote what is wrong.
 *
 * @param layers The outermost first; its verdict blocks.
 */
export function layerAtFault(layers: readonly JudgedLayer[]): number {
  const right = layers.findIndex(({ isRight }) => isRight)
  if (right > 0) return right - 1
  const kind = failing(layers.at(0))
  const isOrigin = ({ name }: Trace) => name === 'access-control-allow-origin'
  const isStatus = ({ name }: Trace) => name === 'status'
  // Whoever does CORS for the preflight has left the answer to the request out.
  const origin = sentLines(layers, kind).find(isOrigin) ?? sentLines(layers, 'preflight').find(isOrigin)
  const by = (origin ?? sentLines(layers, kind).find(isStatus))?.by
  return Math.max(
    layers.findIndex(({ layer }) => layer === by),
    0,
  )
}

/** What goes out, with the layer that wrote it. */
export function sentLines(layers: readonly JudgedLayer[], asked: Asked): readonly Trace[] {
  return traceLayers(answersTo(layers, asked)).filter(({ droppedBy }) => droppedBy === null)
}

/** What the layer answers wrongly. */
export function failing(layer: JudgedLayer | undefined): Asked {
  return layer?.verdict.failures.at(0)?.at === 'preflight' ? 'preflight' : 'request'
}

export function answersTo(layers: readonly JudgedLayer[], kind: Asked): readonly LayerAnswer[] {
  return layers.flatMap(({ layer, answers }) => {
    const answer = answers.get(kind)
    return answer === undefined ? [] : [{ layer, answer }]
  })
}

/** The CORS lines that a layer changes of those that the layer behind it sends, with either request. */
export function spoiledLines(
  fault: JudgedLayer,
  behind: JudgedLayer,
): { readonly added: readonly Trace[]; readonly dropped: readonly Trace[] } {
  const traces = (['preflight', 'request'] as const)
    .flatMap(kind => traceLayers(answersTo([fault, behind], kind)))
    .filter(({ name }) => name.startsWith('access-control-'))
  const added = traces.filter(({ by, droppedBy }) => by === fault.layer && droppedBy === null)
  const dropped = traces.filter(({ droppedBy }) => droppedBy !== null)
  const without = (some: readonly Trace[], others: readonly Trace[]) =>
    some.filter(({ name, value }) => !others.some(other => other.name === name && other.value === value))
  return { added: without(added, dropped), dropped: without(dropped, added) }
}
