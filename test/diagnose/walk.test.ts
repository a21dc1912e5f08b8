import assert from 'node:assert/strict'
import { test } from 'node:test'
import { firstHop } from '../../src/diagnose/hop.js'
import { type Answer, readPage } from '../../src/diagnose/read.js'
import { walk } from '../../src/diagnose/walk.js'
import { API, PAGE } from '../support/example-exchange.js'

const allow = ['access-control-allow-origin', PAGE] as const

/** The steps and the failures of a PUT with Authorization that gets these answers. */
function steps(answers: readonly (Answer | null)[]) {
  const request = { url: API, method: 'PUT', headers: { Authorization: 'x' } }
  const { hop } = firstHop(readPage({ pageOrigin: PAGE, request }))
  const taken: string[] = []
  const walking = walk(hop, findings => {
    for (const { check, at } of findings) taken.push(`${at} ${check}`)
  })
  let next = walking.next()
  for (const answer of answers) {
    if (next.done) break
    const { kind, isSent } = next.value
    taken.push(isSent ? kind : `${kind}, not sent`)
    next = walking.next(answer)
  }
  if (next.done) taken.push(next.value === null ? 'no final response' : 'arrived')
  return taken
}

const passing: Answer = {
  status: 204,
  headers: [
    allow,
    ['access-control-allow-methods', 'PUT'],
    ['access-control-allow-headers', 'authorization'],
  ],
  bodyStart: '',
  answeredBy: '',
}
const wildcard: Answer = {
  status: 204,
  headers: [allow, ['access-control-allow-methods', 'PUT'], ['access-control-allow-headers', '*']],
  bodyStart: '',
  answeredBy: '',
}
const ok: Answer = { status: 200, headers: [allow], bodyStart: '', answeredBy: '' }
const redirect: Answer = {
  status: 307,
  headers: [allow, ['location', '/next']],
  bodyStart: '',
  answeredBy: '',
}

const walks: readonly {
  readonly name: string
  readonly answers: (Answer | null)[]
  readonly taken: string[]
}[] = [
  { name: 'preflight and request', answers: [passing, ok], taken: ['preflight', 'request', 'arrived'] },
  {
    name: 'after a redirect, another preflight',
    answers: [passing, redirect, passing, ok],
    taken: ['preflight', 'request', 'preflight', 'request', 'arrived'],
  },
  {
    name: 'a missing preflight response counts as one that the browser remembers',
    answers: [null, ok],
    taken: ['preflight', 'request', 'arrived'],
  },
  {
    name: 'the request after a failed preflight is not sent, but checked',
    answers: [
      { ...passing, status: 404 },
      { status: 200, headers: [], bodyStart: '', answeredBy: '' },
    ],
    taken: [
      'preflight',
      'preflight kPreflightInvalidStatus',
      'request, not sent',
      'response kMissingAllowOriginHeader',
      'arrived',
    ],
  },
  {
    name: 'browsers tolerate Authorization under *',
    answers: [wildcard, ok],
    taken: ['preflight', 'preflight kHeaderDisallowedByPreflightResponse', 'request', 'arrived'],
  },
  {
    name: 'browsers do not tolerate Authorization under * together with another failure',
    answers: [{ ...wildcard, status: 404 }, ok],
    taken: [
      'preflight',
      'preflight kPreflightInvalidStatus',
      'preflight kHeaderDisallowedByPreflightResponse',
      'request, not sent',
      'arrived',
    ],
  },
  {
    name: 'the request after a failed redirect is not sent, but checked',
    answers: [passing, { ...redirect, headers: redirect.headers.slice(1) }, passing, ok],
    taken: [
      'preflight',
      'request',
      'redirect kMissingAllowOriginHeader',
      'preflight, not sent',
      'request, not sent',
      'arrived',
    ],
  },
  {
    name: 'a redirect that a browser refuses ends the walk',
    answers: [
      passing,
      { status: 307, headers: [allow, ['location', 'http://[']], bodyStart: '', answeredBy: '' },
    ],
    taken: ['preflight', 'request', 'redirect invalid-location', 'no final response'],
  },
  {
    name: 'no response ends the walk',
    answers: [passing, null],
    taken: ['preflight', 'request', 'no final response'],
  },
]

for (const { name, answers, taken } of walks)
  test(`walk: ${name}`, () => assert.deepEqual(steps(answers), taken))
