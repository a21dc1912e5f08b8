import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { HeaderLines } from 'cors-policy/diagnose'
import { asked, PASSES, PUT_TOKEN, probed } from '../support/causes.js'
import { ALLOWED, ORIGIN, PAGE } from '../support/example-exchange.js'
import { answer, type Parts, verdictOf } from '../support/exchange.js'

// rack-cors answers preflights in front of Rails, with no sign of it: only the response to the request has one.

const RAILS = { 'X-Runtime': '0.0123' }

/** The layers that the fix names. */
const named = (parts: Parts) =>
  (verdictOf(parts).cause?.fix.split('\n') ?? []).slice(1).map(line => line.split(/[:,]/)[0])

const refused = (preflight: HeaderLines, request: HeaderLines): Parts => ({
  request: PUT_TOKEN,
  preflightResponse: answer(preflight),
  probes: [probed(PAGE, answer(request)), asked('GET', answer(ALLOWED))],
})

test('the application that the request shows gets a line for a list', () => {
  assert.deepEqual(named(refused({}, RAILS)), ['With rack-cors', 'With cors-policy'])
})

test('the application that many answers show gets one line', () => {
  const { probes = [], ...parts } = refused({}, RAILS)
  assert.deepEqual(named({ ...parts, probes: [...probes, probed(null, answer(RAILS))] }), [
    'With rack-cors',
    'With cors-policy',
  ])
})

test('the application behind the proxy that answers the preflight gets a line for a list', () => {
  assert.deepEqual(named(refused({ Server: 'nginx' }, { Server: 'nginx', ...RAILS })), [
    'With rack-cors',
    'In nginx',
    'With cors-policy',
  ])
})

test('an application that shows in the failing answer is the only one', () => {
  assert.deepEqual(named(refused({ 'X-Powered-By': 'Express' }, RAILS)), [
    'With expressjs/cors',
    'With cors-policy',
  ])
})

test('a proxy that only another answer shows gets no line', () => {
  assert.deepEqual(named(refused({}, { Server: 'nginx' })), ['With cors-policy'])
})

/** The order of layers is a matter of whoever answers first. */
const answeredFirst = (preflight: HeaderLines): Parts => ({
  request: PUT_TOKEN,
  preflightResponse: answer(preflight, 401),
  probes: [probed(PAGE, answer({ ...RAILS, [ORIGIN]: PAGE }))],
})

test('a proxy that answers first is not told to change the application', () => {
  assert.deepEqual(named(answeredFirst({ Server: 'nginx' })), ['In nginx', 'In nginx', 'With cors-policy'])
})

test('where nobody shows who answers first, the application gets a line', () => {
  assert.deepEqual(named(answeredFirst({})), ['With rack-cors', 'With cors-policy'])
})

test('Rails that answers 403 is told how it knows the host', () => {
  const fix = (status: number) =>
    verdictOf({ request: PUT_TOKEN, preflightResponse: answer(RAILS, status) }).cause?.fix ?? ''
  assert.match(fix(403), /\. If Rails blocks the host, `config\.hosts << "api\.example"`\.$/m)
  assert.doesNotMatch(fix(401), /config\.hosts/)
})

test('a preflight that a redirect has led elsewhere is told where', () => {
  const { cause } = verdictOf({
    request: PUT_TOKEN,
    redirects: [
      {
        preflightResponse: answer(PASSES),
        response: answer({ ...ALLOWED, Location: 'https://other.example/data' }, 307),
      },
    ],
    preflightResponse: answer({}),
  })
  assert.equal(cause?.code, 'redirect')
  assert.equal(
    cause.message,
    'A redirect led to "https://other.example/data", and on the way the browser hid the page\'s origin ("Origin: null").',
  )
  assert.equal(cause.fix, 'Let the page request "https://other.example/data" at once.')
})
