import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AskedRequest, HeaderLines, Verdict } from 'cors-policy/diagnose'
import {
  ALLOWED,
  ALLOWED_WITH_COOKIES,
  AS_NULL,
  answer,
  checks,
  codes,
  get,
  judge,
  OTHER,
  PAGE,
  redirect,
} from '../support/exchange.js'

const COOKIES = { credentials: 'include' } as const

/** A PUT whose preflight is passed, but for what `headers` say. */
const withPut = (headers: Record<string, string | string[]>, request: Partial<AskedRequest> = {}) =>
  judge({
    request: { method: 'PUT', ...request },
    preflightResponse: answer({
      ...ALLOWED_WITH_COOKIES,
      'Access-Control-Allow-Methods': 'PUT',
      ...headers,
    }),
    response: answer(ALLOWED_WITH_COOKIES),
  })

const asking = (headers: HeaderLines, api: AskedRequest['api'] = 'fetch') =>
  judge({ request: { headers, api } })

// How long the answer to a preflight is kept: the bounds, and what is no number.
const ages: [maxAge: string | string[], expected: string[]][] = [
  ['0', []],
  ['600', []],
  ['0600', []],
  ['7200', ['longer than Safari keeps a preflight: 600']],
  ['86400', ['longer than Chrome (7200 seconds) and Safari']],
  ['9'.repeat(400), ['longer than any browser']],
  ...['', '-', '--1', '+1', '1.5', '1e3', '60s', 's60', '-60s', '\u0666\u0660', ['600', '600']].map(
    (value): [string | string[], string[]] => [
      value,
      Array.isArray(value) ? ['two lines', 'not a whole number'] : ['not a whole number'],
    ],
  ),
]

for (const [value, expected] of ages) {
  test(`Access-Control-Max-Age ${JSON.stringify(value).slice(0, 40)} is noted: ${expected.join(', ') || 'no'}`, () => {
    const { notes } = withPut({ 'Access-Control-Max-Age': value })
    assert.equal(notes.length, expected.length)
    for (const [index, text] of expected.entries()) assert.ok(notes[index]?.message.includes(text))
  })
}

const LAYERS = ['two-layers']
const DEVIATION = ['engine-deviation']
const notes: [what: string, verdict: Verdict, expected: string[]][] = [
  ['no header at all', get(), []],
  ['Vary with other names', get({ ...ALLOWED, Vary: 'Accept, X-Origin' }), ['vary-origin-missing']],
  [
    'no Access-Control-Allow-Origin, but others',
    get({ 'Access-Control-Allow-Credentials': 'true', 'Access-Control-Allow-Private-Network': 'true' }),
    ['private-network-header'],
  ],
  ['credentials that are not "true" beside *', get({ ...ALLOWED_WITH_COOKIES, Vary: '*' }), []],
  [
    'credentials "false" beside *',
    get({ 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Credentials': 'false' }),
    [],
  ],
  ['null without credentials', get({ ...ALLOWED, ...AS_NULL }), []],
  [
    'three lines of one header',
    get({ ...ALLOWED, 'Access-Control-Expose-Headers': ['a', 'b', 'c'] }),
    LAYERS,
  ],
  [
    'two lines of two headers each',
    get({
      ...ALLOWED,
      'Access-Control-Expose-Headers': ['a', 'b'],
      'Access-Control-Allow-Private-Network': ['true', 'true'],
    }),
    ['two-layers', 'private-network-header'],
  ],
  ['two lines of other headers', get({ ...ALLOWED, 'X-Access-Control-A': ['a', 'b'], Link: ['a', 'b'] }), []],
  [
    "two lines in a preflight's answer",
    withPut({
      'Access-Control-Allow-Methods': ['PUT', 'GET'],
      'Access-Control-Allow-Private-Network': 'true',
    }),
    ['two-layers', 'private-network-header'],
  ],
  [
    'two lines in the answer of the own origin',
    get({ 'Access-Control-Allow-Origin': [PAGE, PAGE] }, 200, { url: PAGE }),
    [],
  ],
  [
    'a bad Expose-Headers of the own origin',
    get({ 'Access-Control-Expose-Headers': '"a"' }, 200, { url: PAGE }),
    [],
  ],
  [
    'two lines in mode no-cors',
    get({ ...ALLOWED, 'Access-Control-A': ['a', 'b'] }, 200, { mode: 'no-cors' }),
    [],
  ],
  [
    'no Resource-Policy, and cross-origin, in mode no-cors',
    get({ 'Cross-Origin-Resource-Policy': 'cross-origin' }, 200, { mode: 'no-cors' }),
    [],
  ],
  [
    'Resource-Policy same-origin in mode no-cors',
    get({ 'Cross-Origin-Resource-Policy': 'same-origin' }, 200, { mode: 'no-cors' }),
    ['resource-policy'],
  ],
  ['Expose-Headers * without credentials', get({ ...ALLOWED, 'Access-Control-Expose-Headers': '*' }), []],
  [
    'Expose-Headers X-A with credentials',
    get({ ...ALLOWED_WITH_COOKIES, 'Access-Control-Expose-Headers': 'X-A' }, 200, COOKIES),
    [],
  ],
  ['a bad Expose-Headers of what cannot be read', get({ 'Access-Control-Expose-Headers': '"a"' }), []],
  [
    'another header than Authorization under *',
    withPut({ 'Access-Control-Allow-Headers': '*' }, { headers: { 'X-A': '1' } }),
    [],
  ],
  [
    'Authorization and another header under *',
    withPut({ 'Access-Control-Allow-Headers': '*' }, { headers: { 'X-A': '1', AUTHORIZATION: '1' } }),
    ['authorization-under-wildcard'],
  ],
  [
    'Authorization that is not allowed at all',
    withPut({ 'Access-Control-Allow-Headers': 'x-a' }, { headers: { Authorization: '1' } }),
    [],
  ],
  [
    'Authorization under *, with credentials',
    withPut({ 'Access-Control-Allow-Headers': '*' }, { headers: { Authorization: '1' }, ...COOKIES }),
    [],
  ],
  ['no answer to a preflight', judge({ request: { method: 'PUT' } }), []],
  ['no preflight where none is needed', get(ALLOWED), []],
  ['a password that XHR gets', judge({ request: { url: 'https://u:p@app.example/', api: 'xhr' } }), []],
  [
    'a redirect in the own origin',
    judge({ request: { url: PAGE }, redirects: [redirect('/x', {})], response: answer() }),
    [],
  ],
  [
    'a password in mode no-cors',
    judge({ request: { mode: 'no-cors' }, redirects: [redirect('https://u:p@other.example/', {})] }),
    [],
  ],
  ['a redirect before and after which no preflight is needed', judge({ redirects: [redirect('/x')] }), []],
  [
    'a preflight after a redirect that hides nothing',
    judge({
      request: { uploadListener: true },
      redirects: [{ ...redirect('/x'), preflightResponse: answer(ALLOWED) }],
    }),
    [],
  ],
  [
    'a preflight after a redirect that hides the origin',
    judge({
      request: { uploadListener: true },
      redirects: [{ ...redirect(OTHER), preflightResponse: answer(ALLOWED) }],
    }),
    DEVIATION,
  ],
  ['headers of different names', asking({ 'X-A': '1', 'X-B': '2' }), []],
  [
    'a doubled header, by XHR',
    asking(
      [
        ['X-A', '1'],
        ['x-a', '2'],
      ],
      'xhr',
    ),
    [],
  ],
  ['a header like a client hint', asking({ 'X-DPR': '1', Widths: '1' }), []],
  ...'Device-Memory Downlink DPR ECT RTT Save-Data Viewport-Width Width'
    .split(' ')
    .map((name): [string, Verdict, string[]] => [name, asking({ [name]: '1', 'X-A': '1' }), DEVIATION]),
]

for (const [what, verdict, expected] of notes) {
  test(`noted: ${what}: ${expected.join(', ') || 'nothing'}`, () =>
    assert.deepEqual(codes(verdict), expected))
}

test('a redirect that saves the preflight is noted, and one that does not', () => {
  const request = { method: 'POST', headers: { 'Content-Type': 'a/b' }, body: 'x' }
  const preflightResponse = answer({ ...ALLOWED, 'Access-Control-Allow-Headers': 'content-type' })
  const after = (status: number) =>
    judge({
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
