import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AskedRequest, HeaderLines, Verdict } from 'cors-policy/diagnose'
import { ALLOWED, ANY, AS_NULL, HEADERS, METHODS, OTHER, PAGE, PUT } from '../support/example-exchange.js'
import { answer, checks, codes, redirect, verdictOf } from '../support/exchange.js'

const asking = (headers: HeaderLines, api: AskedRequest['api'] = 'fetch') =>
  verdictOf({ request: { headers, api } })

const notes: readonly {
  readonly what: string
  readonly verdict: Verdict
  readonly expected: string[]
}[] = [
  {
    what: 'a same-origin URL with a password, by XHR',
    verdict: verdictOf({ request: { url: 'https://u:p@app.example/', api: 'xhr' } }),
    expected: [],
  },
  {
    what: 'a same-origin redirect',
    verdict: verdictOf({ request: { url: PAGE }, redirects: [redirect('/x', {})], response: answer() }),
    expected: [],
  },
  {
    what: 'a redirect to a URL with a password in mode no-cors',
    verdict: verdictOf({
      request: { mode: 'no-cors' },
      redirects: [redirect('https://u:p@other.example/', {})],
    }),
    expected: [],
  },
  {
    what: 'a redirect of a request that never needs a preflight',
    verdict: verdictOf({ redirects: [redirect('/x')] }),
    expected: [],
  },
  {
    what: 'a preflight after a redirect that keeps the origin',
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
  { what: 'request headers with different names', verdict: asking({ 'X-A': '1', 'X-B': '2' }), expected: [] },
  {
    what: 'a request header that appears twice, by XHR',
    verdict: asking(
      [
        ['X-A', '1'],
        ['x-a', '2'],
      ],
      'xhr',
    ),
    expected: [],
  },
  {
    what: 'headers whose names only contain the name of a client hint',
    verdict: asking({ 'X-DPR': '1', Widths: '1' }),
    expected: [],
  },
  {
    what: 'a same-origin redirect to a URL with a password',
    verdict: verdictOf({
      request: { url: PAGE },
      redirects: [redirect('https://u:p@app.example/', {})],
      response: answer(),
    }),
    expected: ['engine-deviation'],
  },
  {
    what: 'a PUT whose second preflight comes after a redirect that hides the origin',
    verdict: verdictOf({
      request: PUT,
      redirects: [
        {
          preflightResponse: answer({ ...ALLOWED, [METHODS]: 'PUT' }),
          ...redirect(OTHER, ALLOWED, 307),
        },
      ],
      preflightResponse: answer({ ...AS_NULL, [METHODS]: 'PUT' }),
      response: answer(ANY),
    }),
    expected: ['engine-deviation'],
  },
  {
    what: 'a request header with two values',
    verdict: verdictOf({ request: { headers: { X: ['1', '2'] } } }),
    expected: ['engine-deviation'],
  },
  ...'Device-Memory Downlink DPR ECT RTT Save-Data Viewport-Width Width'.split(' ').map(name => ({
    what: name,
    verdict: asking({ [name]: '1', 'X-A': '1' }),
    expected: ['engine-deviation'],
  })),
]

for (const { what, verdict, expected } of notes) {
  test(`${expected.join(' and ') || 'no note'} for ${what}`, () => assert.deepEqual(codes(verdict), expected))
}

test('a redirect gets a note only if no preflight is needed after it', () => {
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
