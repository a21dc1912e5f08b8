import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Verdict } from 'cors-policy/diagnose'
import {
  ALLOWED,
  ALLOWED_WITH_COOKIES,
  ANY,
  AS_NULL,
  COOKIES,
  HEADERS,
  METHODS,
  ORIGIN,
  PAGE,
  PUT,
} from '../support/example-exchange.js'
import { answer, codes, get, putWith, redirect, verdictOf } from '../support/exchange.js'

const ages: readonly {
  readonly value: string | string[]
  readonly expected: string[]
}[] = [
  { value: '-1', expected: [] },
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
  test(`Access-Control-Max-Age ${JSON.stringify(value).slice(0, 40)} gets ${expected.length > 0 ? `the note "${expected.join('" and "')}"` : 'no note'}`, () => {
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
  { what: 'a response without CORS headers', verdict: get(), expected: [] },
  {
    what: 'one origin with Vary: Origin in any case',
    verdict: get({ [ORIGIN]: PAGE, Vary: 'Accept, ORIGIN' }),
    expected: [],
  },
  { what: 'one origin with Vary: *', verdict: get({ [ORIGIN]: PAGE, Vary: '*' }), expected: [] },
  { what: '* without Vary', verdict: get(ANY), expected: [] },
  {
    what: 'other CORS headers without Access-Control-Allow-Origin',
    verdict: get({
      'Access-Control-Allow-Credentials': 'true',
      'Access-Control-Allow-Private-Network': 'true',
    }),
    expected: ['private-network-header'],
  },
  {
    what: 'one origin with credentials, and Vary: *',
    verdict: get({ ...ALLOWED_WITH_COOKIES, Vary: '*' }),
    expected: [],
  },
  {
    what: 'Allow-Credentials "false" beside *',
    verdict: get({ [ORIGIN]: '*', 'Access-Control-Allow-Credentials': 'false' }),
    expected: [],
  },
  { what: 'the origin "null" without credentials', verdict: get({ ...ALLOWED, ...AS_NULL }), expected: [] },
  {
    what: 'the origin "null" with credentials, for a page whose origin is null',
    verdict: verdictOf({ pageOrigin: 'null', response: answer({ ...ALLOWED_WITH_COOKIES, ...AS_NULL }) }),
    expected: ['null-origin-allowed'],
  },
  {
    what: 'a lower-case header on two lines',
    verdict: get({ ...ALLOWED, 'access-control-expose-headers': ['a', 'b'] }),
    expected: ['two-layers'],
  },
  {
    what: 'Access-Control-Allow-Origin on two lines',
    verdict: get({ ...ALLOWED, [ORIGIN]: [PAGE, PAGE] }),
    expected: ['two-layers'],
  },
  {
    what: 'one header on three lines',
    verdict: get({ ...ALLOWED, 'Access-Control-Expose-Headers': ['a', 'b', 'c'] }),
    expected: ['two-layers'],
  },
  {
    what: 'two headers on two lines each',
    verdict: get({
      ...ALLOWED,
      'Access-Control-Expose-Headers': ['a', 'b'],
      'Access-Control-Allow-Private-Network': ['true', 'true'],
    }),
    expected: ['two-layers', 'private-network-header'],
  },
  {
    what: 'two lines of headers that are not CORS headers',
    verdict: get({ ...ALLOWED, 'Alt-Svc': ['a', 'b'], 'Server-Timing': ['a', 'b'] }),
    expected: [],
  },
  {
    what: 'a header on two lines in the preflight response',
    verdict: putWith({
      [METHODS]: ['PUT', 'GET'],
      'Access-Control-Allow-Private-Network': 'true',
    }),
    expected: ['two-layers', 'private-network-header'],
  },
  {
    what: 'a header on two lines in a same-origin response',
    verdict: get({ [ORIGIN]: [PAGE, PAGE] }, 200, { url: PAGE }),
    expected: [],
  },
  {
    what: 'an invalid Expose-Headers in a same-origin response',
    verdict: get({ 'Access-Control-Expose-Headers': '"a"' }, 200, { url: PAGE }),
    expected: [],
  },
  {
    what: 'a header on two lines in mode no-cors',
    verdict: get({ ...ALLOWED, 'Access-Control-A': ['a', 'b'] }, 200, { mode: 'no-cors' }),
    expected: [],
  },
  {
    what: 'Resource-Policy cross-origin in mode no-cors',
    verdict: get({ 'Cross-Origin-Resource-Policy': 'cross-origin' }, 200, { mode: 'no-cors' }),
    expected: [],
  },
  {
    what: 'Resource-Policy same-site in mode no-cors',
    verdict: get({ 'Cross-Origin-Resource-Policy': 'same-site' }, 200, { mode: 'no-cors' }),
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
    what: 'an invalid Expose-Headers in a blocked response',
    verdict: get({ 'Access-Control-Expose-Headers': '"a"' }),
    expected: [],
  },
  {
    what: 'a header other than Authorization under *',
    verdict: putWith({ [HEADERS]: '*' }, { headers: { 'X-A': '1' } }),
    expected: [],
  },
  {
    what: 'Authorization and another header under *',
    verdict: putWith({ [HEADERS]: '*' }, { headers: { 'X-A': '1', AUTHORIZATION: '1' } }),
    expected: ['authorization-under-wildcard'],
  },
  {
    what: 'Authorization beside *',
    verdict: putWith({ [HEADERS]: '*, AUTHORIZATION' }, { headers: { Authorization: 'x' } }),
    expected: [],
  },
  {
    what: 'Authorization that Allow-Headers does not list',
    verdict: putWith({ [HEADERS]: 'x-a' }, { headers: { Authorization: '1' } }),
    expected: [],
  },
  {
    what: 'Authorization under *, with credentials',
    verdict: putWith({ [HEADERS]: '*' }, { headers: { Authorization: '1' }, ...COOKIES }),
    expected: [],
  },
  { what: 'a preflight without a response', verdict: verdictOf({ request: PUT }), expected: [] },
  { what: 'a request that needs no preflight', verdict: get(ALLOWED), expected: [] },
]

for (const { what, verdict, expected } of notes) {
  test(`${expected.join(' and ') || 'no note'} for ${what}`, () => assert.deepEqual(codes(verdict), expected))
}

test('a note appears once, however many responses it is about', () => {
  const headers = { ...ALLOWED, 'Access-Control-Allow-Private-Network': 'true' }
  const verdict = verdictOf({
    redirects: [redirect('/a', headers), redirect('/b', headers)],
    response: answer(headers),
  })
  assert.deepEqual(codes(verdict), ['private-network-header'])
})
