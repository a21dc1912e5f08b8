import type { Cause } from './cause/cause.js'
import type { HeaderList } from './header-list.js'
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
  for (let at = 0; at < answers.length; at++) {
    for (const line of linesOf[at] ?? []) {
      const outer = at === 0 ? [] : (linesOf[at - 1] ?? [])
      // A line that the layer outside has too was traced there.
      if (countOf(outer, line) >= countUpTo(linesOf[at] ?? [], line)) continue
      let by = at
      while (
        by + 1 < answers.length &&
        countOf(linesOf[by + 1] ?? [], line) >= countUpTo(linesOf[at] ?? [], line)
      )
        by++
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
  return lines.filter(line => line[0] === name && line[1] === value).length
}

/** How many equal lines stand up to this one, itself included: a line that came twice is traced twice. */
function countUpTo(lines: readonly Line[], line: Line): number {
  return countOf(lines.slice(0, lines.indexOf(line) + 1), line)
}

/** A layer with what a browser would say if it stood outermost. */
export interface JudgedLayer {
  readonly layer: string
  readonly verdict: Verdict
  /** Nothing that it answered is wrong. */
  readonly isRight: boolean
  /** Its answers, by the kind of request. */
  readonly answers: ReadonlyMap<'preflight' | 'request', Answer>
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
  const at = layers.at(0)?.verdict.failures.at(0)?.at === 'preflight' ? 'preflight' : 'request'
  const answers = answersTo(layers, at)
  const traces = traceLayers(answers).filter(({ droppedBy }) => droppedBy === null)
  const origin = traces.find(({ name }) => name === 'access-control-allow-origin')
  const by = (origin ?? traces.find(({ name }) => name === 'status'))?.by
  return Math.max(
    layers.findIndex(({ layer }) => layer === by),
    0,
  )
}

export function answersTo(
  layers: readonly JudgedLayer[],
  kind: 'preflight' | 'request',
): readonly LayerAnswer[] {
  return layers.flatMap(({ layer, answers }) => {
    const answer = answers.get(kind)
    return answer === undefined ? [] : [{ layer, answer }]
  })
}

/** The cause, with the layer that it is about. */
export function causeInLayers(layers: readonly JudgedLayer[], cause: Cause): Cause {
  // What no layer does is no layer's fault.
  if (cause.code === 'no-cors-layer') return cause
  const index = layerAtFault(layers)
  const fault = layers.at(index)
  const behind = layers.at(index + 1)
  if (fault === undefined) return cause
  const own = fault.verdict.cause
  const known = own?.code === cause.code ? own : cause
  const message = `${fault.layer}: ${known.message}`
  // A layer that waits in vain, or keeps a copy, is not mended by passing on what the other one says.
  const isOfItsOwn = known.code === 'cached-copy' || known.code === 'server-error'
  if (behind === undefined || !behind.isRight || isOfItsOwn) return { ...known, message }
  return {
    ...known,
    message: `${message} ${behind.layer}, behind it, answers rightly.`,
    fix: [change(layers, fault.layer, behind.layer), ...known.fix.split('\n').slice(1)].join('\n'),
    alternative: null,
  }
}

/** The one change in the layer that spoils what the layer behind it says. */
function change(layers: readonly JudgedLayer[], fault: string, behind: string): string {
  const traces = (['preflight', 'request'] as const).flatMap(kind => traceLayers(answersTo(layers, kind)))
  const isCors = ({ name }: Trace) => name.startsWith('access-control-')
  const lines = (found: readonly Trace[]) =>
    [...new Set(found.map(({ name, value }) => `\`${headerName(name)}: ${value}\``))].join(' and ')
  const added = traces.filter(trace => isCors(trace) && trace.by === fault && trace.droppedBy === null)
  const dropped = traces.filter(trace => isCors(trace) && trace.droppedBy === fault)
  const status = traces.find(
    ({ name, by, droppedBy }) => name === 'status' && by === fault && droppedBy === null,
  )
  if (status !== undefined)
    return `Let ${fault} pass the request on to ${behind}, in place of answering ${status.value} itself.`
  if (added.length > 0 && dropped.length > 0)
    return `Let ${fault} pass on ${lines(dropped)}, in place of ${lines(added)}.`
  if (added.length > 0)
    return `Take ${lines(added)} out of ${fault}: ${behind} sends the right headers already.`
  return `Let ${fault} pass on ${lines(dropped)} of ${behind}.`
}

/** As people write it. */
function headerName(name: string): string {
  return name.replace(/(?:^|-)[a-z]/g, start => start.toUpperCase())
}
