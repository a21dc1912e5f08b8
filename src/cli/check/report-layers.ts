import type { Trace } from '../../diagnose/layers.js'
import { type Paint, printable } from '../terminal.js'
import type { Layers } from './via.js'

/** Which layer answered, added or dropped what. */
export function layerLines({ layers, askedAsProxy, traces }: Layers, paint: Paint): readonly string[] {
  return [
    '',
    paint('bold', 'Layers, outermost first'),
    ...layers.map(({ name, url }) => `   ${printable(name)}  ${printable(url)}`),
    ...(askedAsProxy
      ? [
          paint(
            'dim',
            "   Each behind the first is asked twice: with its own Host, and with the page's and X-Forwarded-Proto.",
          ),
        ]
      : []),
    ...traces.flatMap(({ kind, lines }) => [
      `   ${kind === 'preflight' ? 'Preflight' : 'Request'}`,
      ...lines.map(line => `     ${traceLine(line, paint)}`),
    ]),
  ]
}

function traceLine({ name, value, by, droppedBy }: Trace, paint: Paint): string {
  const line = name === 'status' ? `status ${value}` : `${printable(name)}: ${printable(value)}`
  const whose = `by ${printable(by)}`
  if (droppedBy === null) return `${line}  ${paint('bold', whose)}`
  const fate =
    name === 'status' ? `${printable(droppedBy)} answers otherwise` : `dropped by ${printable(droppedBy)}`
  return paint('dim', `${line}  ${whose}, ${fate}`)
}
