import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type LayerAnswer, traceLayers } from '../../src/diagnose/layers.js'

type Lines = readonly (readonly [string, string])[]

function layer(name: string, status: number, headers: Lines): LayerAnswer {
  return { layer: name, answer: { status, headers, bodyStart: '', answeredBy: '' } }
}

const ORIGIN = 'access-control-allow-origin'
const APP = 'https://app.example.com'

const traces: readonly {
  readonly what: string
  readonly answers: readonly LayerAnswer[]
  readonly expected: readonly string[]
}[] = [
  {
    what: 'a line that passes both layers is by the inner one',
    answers: [layer('edge', 200, [[ORIGIN, APP]]), layer('app', 200, [[ORIGIN, APP]])],
    expected: ['status: 200 by app', `${ORIGIN}: ${APP} by app`],
  },
  {
    what: 'a line that only the outer one has is by the outer one',
    answers: [
      layer('edge', 200, [
        [ORIGIN, APP],
        [ORIGIN, '*'],
      ]),
      layer('app', 200, [[ORIGIN, APP]]),
    ],
    expected: ['status: 200 by app', `${ORIGIN}: ${APP} by app`, `${ORIGIN}: * by edge`],
  },
  {
    what: 'of two equal lines the second one is by the layer that doubled it',
    answers: [
      layer('edge', 200, [
        [ORIGIN, APP],
        [ORIGIN, APP],
      ]),
      layer('app', 200, [[ORIGIN, APP]]),
    ],
    expected: ['status: 200 by app', `${ORIGIN}: ${APP} by app`, `${ORIGIN}: ${APP} by edge`],
  },
  {
    what: 'a line that the outer one takes off is dropped by it',
    answers: [layer('edge', 200, []), layer('app', 200, [[ORIGIN, APP]])],
    expected: ['status: 200 by app', `${ORIGIN}: ${APP} by app, dropped by edge`],
  },
  {
    what: 'a status of its own is by the outer one, in place of the inner one’s',
    answers: [layer('edge', 405, []), layer('app', 204, [[ORIGIN, APP]])],
    expected: [
      'status: 405 by edge',
      'status: 204 by app, dropped by edge',
      `${ORIGIN}: ${APP} by app, dropped by edge`,
    ],
  },
  {
    what: 'three layers: the middle one replaces what the inner one says',
    answers: [
      layer('cdn', 200, [[ORIGIN, '*']]),
      layer('edge', 200, [[ORIGIN, '*']]),
      layer('app', 200, [
        [ORIGIN, APP],
        ['vary', 'Origin'],
      ]),
    ],
    expected: [
      'status: 200 by app',
      `${ORIGIN}: * by edge`,
      `${ORIGIN}: ${APP} by app, dropped by edge`,
      'vary: Origin by app, dropped by edge',
    ],
  },
  {
    what: 'headers that CORS does not look at are left out',
    answers: [layer('edge', 200, [['server', 'nginx']]), layer('app', 200, [])],
    expected: ['status: 200 by app'],
  },
]

for (const { what, answers, expected } of traces) {
  test(what, () => {
    const traced = traceLayers(answers).map(
      ({ name, value, by, droppedBy }) =>
        `${name}: ${value} by ${by}${droppedBy === null ? '' : `, dropped by ${droppedBy}`}`,
    )
    assert.deepEqual(traced, expected)
  })
}
