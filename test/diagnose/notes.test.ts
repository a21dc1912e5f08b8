import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AskedRequest, HeaderLines, Verdict } from 'cors-policy/diagnose'
import {
  ALLOWED,
  ALLOWED_WITH_COOKIES,
  AS_NULL,
  COOKIES,
  HEADERS,
  METHODS,
  ORIGIN,
  OTHER,
  PAGE,
  PUT,
} from '../support/example-exchange.js'
import { answer, checks, codes, get, putWith, redirect, verdictOf } from '../support/exchange.js'

const asking = (headers: HeaderLines, api: AskedRequest['api'] = 'fetch') =>
  verdictOf({ request: { headers, api } })

// How long the answer to a preflight is kept: the bounds, and what is no number.
const ages: readonly {
  readonly value: string | string[]
  readonly expected: string[]
}[] = [
  { value: '0', expected: [] },
  { value: '600', expected: [] },
  { value: '0600', expected: [] },
  { value: '7200', expected: ['longer than Safari keeps a preflight: 600'] },
  { value: '86400', expected: ['longer than Chrome (7200 seconds) and Safari'] },
  { value: '9'.repeat(400), expected: ['longer than any browser'] },
  ...['', '-', '--1', '+1', '1.5', '1e3', '60s', 's60', '-60s', '\u0666\u0660', ['600', '600']].map(
    value => ({
      value,
      expected: Array.isArray(value) ? ['two lines', 'not a whole number'] : ['not a whole number'],
    }),
  ),
]

for (const { value, expected } of ages) {
  test(`Access-Control-Max-Age ${JSON.stringify(value).slice(0, 40)} is noted: ${expected.join(', ') || 'no'}`, () => {
    const { notes } = putWith({ 'Access-Control-Max-Age': value })
    assert.equal(notes.length, expected.length)
    for (const [index, text] of expected.entries()) assert.ok(notes[index]?.message.includes(text))
  })
}

const notes: readonly {
  readonly what: string
  readonly verdict: Verdict
  readonly expected: string[]
}[] = [
  { what: 'no header at all', verdict: get(), expected: [] },
  {
    what: 'Vary with other names',
    verdict: get({ ...ALLOWED, Vary: 'Accept, X-Origin' }),
    expected: ['vary-origin-missing'],
  },
  {
    what: 'no Access-Control-Allow-Origin, but others',
    verdict: get({
      'Access-Control-Allow-Credentials': 'true',
      'Access-Control-Allow-Private-Network': 'true',
    }),
    expected: ['private-network-header'],
  },
  {
    what: 'credentials that are not "true" beside *',
    verdict: get({ ...ALLOWED_WITH_COOKIES, Vary: '*' }),
    expected: [],
  },
  {
    what: 'credentials "false" beside *',
    verdict: get({ [ORIGIN]: '*', 'Access-Control-Allow-Credentials': 'false' }),
    expected: [],
  },
  { what: 'null without credentials', verdict: get({ ...ALLOWED, ...AS_NULL }), expected: [] },
  {
    what: 'three lines of one header',
    verdict: get({ ...ALLOWED, 'Access-Control-Expose-Headers': ['a', 'b', 'c'] }),
    expected: ['two-layers'],
  },
  {
    what: 'two lines of two headers each',
    verdict: get({
      ...ALLOWED,
      'Access-Control-Expose-Headers': ['a', 'b'],
      'Access-Control-Allow-Private-Network': ['true', 'true'],
    }),
    expected: ['two-layers', 'private-network-header'],
  },
  {
    what: 'two lines of other headers',
    verdict: get({ ...ALLOWED, 'X-Access-Control-A': ['a', 'b'], Link: ['a', 'b'] }),
    expected: [],
  },
  {
    what: "two lines in a preflight's answer",
    verdict: putWith({
      [METHODS]: ['PUT', 'GET'],
      'Access-Control-Allow-Private-Network': 'true',
    }),
    expected: ['two-layers', 'private-network-header'],
  },
  {
    what: 'two lines in the answer of the own origin',
    verdict: get({ [ORIGIN]: [PAGE, PAGE] }, 200, { url: PAGE }),
    expected: [],
  },
  {
    what: 'a bad Expose-Headers of the own origin',
    verdict: get({ 'Access-Control-Expose-Headers': '"a"' }, 200, { url: PAGE }),
    expected: [],
  },
  {
    what: 'two lines in mode no-cors',
    verdict: get({ ...ALLOWED, 'Access-Control-A': ['a', 'b'] }, 200, { mode: 'no-cors' }),
    expected: [],
  },
  {
    what: 'no Resource-Policy, and cross-origin, in mode no-cors',
    verdict: get({ 'Cross-Origin-Resource-Policy': 'cross-origin' }, 200, { mode: 'no-cors' }),
    expected: [],
  },
  {
    what: 'Resource-Policy same-origin in mode no-cors',
    verdict: get({ 'Cross-Origin-Resource-Policy': 'same-origin' }, 200, { mode: 'no-cors' }),
    expected: ['resource-policy'],
  },
  {
    what: 'Expose-Headers * without credentials',
    verdict: get({ ...ALLOWED, 'Access-Control-Expose-Headers': '*' }),
    expected: [],
  },
  {
    what: 'Expose-Headers X-A with credentials',
    verdict: get({ ...ALLOWED_WITH_COOKIES, 'Access-Control-Expose-Headers': 'X-A' }, 200, COOKIES),
    expected: [],
  },
  {
    what: 'a bad Expose-Headers of what cannot be read',
    verdict: get({ 'Access-Control-Expose-Headers': '"a"' }),
    expected: [],
  },
  {
    what: 'another header than Authorization under *',
    verdict: putWith({ [HEADERS]: '*' }, { headers: { 'X-A': '1' } }),
    expected: [],
  },
  {
    what: 'Authorization and another header under *',
    verdict: putWith({ [HEADERS]: '*' }, { headers: { 'X-A': '1', AUTHORIZATION: '1' } }),
    expected: ['authorization-under-wildcard'],
  },
  {
    what: 'Authorization that is not allowed at all',
    verdict: putWith({ [HEADERS]: 'x-a' }, { headers: { Authorization: '1' } }),
    expected: [],
  },
  {
    what: 'Authorization under *, with credentials',
    verdict: putWith({ [HEADERS]: '*' }, { headers: { Authorization: '1' }, ...COOKIES }),
    expected: [],
  },
  { what: 'no answer to a preflight', verdict: verdictOf({ request: PUT }), expected: [] },
  { what: 'no preflight where none is needed', verdict: get(ALLOWED), expected: [] },
  {
    what: 'a password that XHR gets',
    verdict: verdictOf({ request: { url: 'https://u:p@app.example/', api: 'xhr' } }),
    expected: [],
  },
  {
    what: 'a redirect in the own origin',
    verdict: verdictOf({ request: { url: PAGE }, redirects: [redirect('/x', {})], response: answer() }),
    expected: [],
  },
  {
    what: 'a password in mode no-cors',
    verdict: verdictOf({
      request: { mode: 'no-cors' },
      redirects: [redirect('https://u:p@other.example/', {})],
    }),
    expected: [],
  },
  {
    what: 'a redirect before and after which no preflight is needed',
    verdict: verdictOf({ redirects: [redirect('/x')] }),
    expected: [],
  },
  {
    what: 'a preflight after a redirect that hides nothing',
    verdict: verdictOf({
      request: { uploadListener: true },
      redirects: [{ ...redirect('/x'), preflightResponse: answer(ALLOWED) }],
    }),
    expected: [],
  },
  {
    what: 'a preflight after a redirect that hides the origin',
    verdict: verdictOf({
      request: { uploadListener: true },
      redirects: [{ ...redirect(OTHER), preflightResponse: answer(ALLOWED) }],
    }),
    expected: ['engine-deviation'],
  },
  { what: 'headers of different names', verdict: asking({ 'X-A': '1', 'X-B': '2' }), expected: [] },
  {
    what: 'a doubled header, by XHR',
    verdict: asking(
      [
        ['X-A', '1'],
        ['x-a', '2'],
      ],
      'xhr',
    ),
    expected: [],
  },
  { what: 'a header like a client hint', verdict: asking({ 'X-DPR': '1', Widths: '1' }), expected: [] },
  ...'Device-Memory Downlink DPR ECT RTT Save-Data Viewport-Width Width'.split(' ').map(name => ({
    what: name,
    verdict: asking({ [name]: '1', 'X-A': '1' }),
    expected: ['engine-deviation'],
  })),
]

for (const { what, verdict, expected } of notes) {
  test(`noted: ${what}: ${expected.join(', ') || 'nothing'}`, () =>
    assert.deepEqual(codes(verdict), expected))
}

test('a redirect that saves the preflight is noted, and one that does not', () => {
  const request = { method: 'POST', headers: { 'Content-Type': 'a/b' }, body: 'x' }
  const preflightResponse = answer({ ...ALLOWED, [HEADERS]: 'content-type' })
  const after = (status: number) =>
    verdictOf({
      request,
      redirects: [{ ...redirect('/x', ALLOWED, status), preflightResponse }],
      response: answer(ALLOWED),
    })
  assert.deepEqual(
    after(302).notes.map(({ message }) => message.slice(0, 50)),
    ['After this redirect no preflight is needed any mor'],
  )
  assert.deepEqual(codes(after(307)), ['preflight-cached'])
  for (const status of [302, 307]) assert.deepEqual(checks(after(status)), [])
})
