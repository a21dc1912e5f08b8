import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Verdict } from 'cors-policy/diagnose'
import {
  ALLOWED,
  ALLOWED_WITH_COOKIES,
  AS_NULL,
  COOKIES,
  HEADERS,
  ORIGIN,
  OTHER,
  PAGE,
  PUT,
} from '../support/example-exchange.js'
import { answer, get, putWith, redirect, verdictOf } from '../support/exchange.js'

const OTHER_PAGE = 'https://b.example'

const kept = (seconds: string) => putWith({ 'Access-Control-Max-Age': seconds })

const notes: readonly {
  readonly what: string
  readonly verdict: Verdict
  readonly expected: string[]
}[] = [
  {
    what: 'an answer that differs by origin, without Vary',
    verdict: verdictOf({
      response: answer({ [ORIGIN]: PAGE }),
      probes: [{ method: 'GET', headers: { Origin: OTHER_PAGE }, response: answer() }],
    }),
    expected: [
      'vary-origin-missing: The answer differs by origin but has no "Vary: Origin", so a cache may hand the copy made for one origin to another, which is then blocked. Send `Vary: Origin` on every answer, also to requests without Origin (leave `vary` on).',
    ],
  },
  {
    what: 'headers that the page cannot see',
    verdict: get({ ...ALLOWED, 'X-Total': '5' }),
    expected: [
      'not-exposed: The response has headers that the page cannot see, since Access-Control-Expose-Headers does not name them. If the page needs one, name it there (`exposeHeaders`).',
    ],
  },
  {
    what: 'a cookie in an answer to a request without credentials',
    verdict: get({ ...ALLOWED, 'Set-Cookie': 'a=1' }),
    expected: [
      'cookie-dropped: The response sets a cookie, and browsers drop it: the page sends the request without credentials. Let it use credentials: "include".',
    ],
  },
  {
    what: 'a cookie of another site without SameSite=None; Secure',
    verdict: get({ ...ALLOWED_WITH_COOKIES, 'Set-Cookie': 'a=1' }, 200, {
      ...COOKIES,
      url: 'https://api.another.example/',
    }),
    expected: [
      'cookie-dropped: The response sets a cookie without "SameSite=None; Secure", and page and server are of two sites: browsers drop it. Browsers that block cookies of other sites need "Partitioned" too.',
    ],
  },
  {
    what: 'a redirect without Location, with redirect: "error"',
    verdict: get(ALLOWED, 302, { redirect: 'error' }),
    expected: [
      'engine-deviation: The answer is a redirect without Location, and the page asks with redirect: "error". The standard and Firefox make that an error; Chrome lets the page read the answer.',
    ],
  },
  {
    what: 'a Range that is too long for 64 bits',
    verdict: get(ALLOWED, 200, { headers: { Range: 'bytes=99999999999999999999-' } }),
    expected: [
      'engine-deviation: A number in Range is too long for 64 bits. The standard asks for no preflight because of it, Chrome and Firefox do.',
    ],
  },
  {
    what: 'a header on two lines',
    verdict: get({ ...ALLOWED, 'Access-Control-Expose-Headers': ['a', 'b'] }),
    expected: [
      'two-layers: A CORS header stands in two lines, so two layers probably set CORS headers: the application and a proxy, CDN or gateway, or two middlewares. Let only one of them do it.',
    ],
  },
  {
    what: 'Max-Age 601',
    verdict: kept('601'),
    expected: [
      'max-age-capped: Access-Control-Max-Age (option `maxAge`) is longer than Safari keeps a preflight: 600 seconds.',
    ],
  },
  {
    what: 'Max-Age 7201',
    verdict: kept('7201'),
    expected: [
      'max-age-capped: Access-Control-Max-Age (option `maxAge`) is longer than Chrome (7200 seconds) and Safari (600 seconds) keep a preflight.',
    ],
  },
  {
    what: 'Max-Age 86401',
    verdict: kept('86401'),
    expected: [
      'max-age-capped: Access-Control-Max-Age (option `maxAge`) is longer than any browser keeps a preflight: Firefox 86400 seconds, Chrome 7200, Safari 600.',
    ],
  },
  {
    what: 'Max-Age that is no number',
    verdict: kept('1h'),
    expected: [
      'max-age-invalid: Access-Control-Max-Age is not a whole number of seconds: Chrome and Safari keep this preflight for 5 seconds, Firefox not at all. Set `maxAge` to a number.',
    ],
  },
  {
    what: 'Authorization under *',
    verdict: putWith({ [HEADERS]: '*' }, { headers: { Authorization: 'x' } }),
    expected: [
      'authorization-under-wildcard: By the Fetch standard, "*" in Access-Control-Allow-Headers does not cover Authorization, but Chrome 156, Firefox 153 and Safari let it through. Either may change: name Authorization in Access-Control-Allow-Headers (`allowHeaders`).',
    ],
  },
  {
    what: 'Allow-Credentials beside *',
    verdict: get({ [ORIGIN]: '*', 'Access-Control-Allow-Credentials': 'true' }),
    expected: [
      'credentials-under-wildcard: Access-Control-Allow-Credentials has no effect beside "Access-Control-Allow-Origin: *": a request with credentials would be blocked. For those, list the origins in `origins`; otherwise take `credentials` out.',
    ],
  },
  {
    what: 'the origin "null" with credentials',
    verdict: get({ ...ALLOWED_WITH_COOKIES, ...AS_NULL }),
    expected: [
      'null-origin-allowed: Access-Control-Allow-Origin is "null" with credentials. Any site can make a page whose origin is null, in a sandboxed frame, and read this with the user\'s cookies. Take "null" out of `origins`.',
    ],
  },
  {
    what: 'an invalid Expose-Headers',
    verdict: get({ ...ALLOWED, 'Access-Control-Expose-Headers': '"a"' }),
    expected: [
      'expose-headers-invalid: Access-Control-Expose-Headers is not a list of header names separated by commas, so it exposes nothing. Write bare names in `exposeHeaders`.',
    ],
  },
  {
    what: 'Expose-Headers * with credentials',
    verdict: get({ ...ALLOWED_WITH_COOKIES, 'Access-Control-Expose-Headers': '*' }, 200, COOKIES),
    expected: [
      'expose-wildcard-with-credentials: With credentials, "*" in Access-Control-Expose-Headers is no wildcard. Name the headers in `exposeHeaders`.',
    ],
  },
  {
    what: 'Resource-Policy in mode no-cors',
    verdict: get({ 'Cross-Origin-Resource-Policy': 'same-origin' }, 200, { mode: 'no-cors' }),
    expected: [
      'resource-policy: Cross-Origin-Resource-Policy (Helmet sets it) also keeps pages of other origins (of other sites, with "same-site") from loading this in mode "no-cors", as images and scripts do.',
    ],
  },
  {
    what: 'a preflight that the exchange lacks',
    verdict: verdictOf({ request: PUT, response: answer(ALLOWED) }),
    expected: [
      'preflight-cached: This request needs a preflight and the exchange has none. A browser may have remembered the answer to an earlier one; the verdict takes it for passed.',
    ],
  },
  {
    what: 'a preflight that no browser sends',
    verdict: verdictOf({ preflightResponse: answer({}, 404), response: answer(ALLOWED) }),
    expected: [
      'preflight-not-needed: The exchange has the answer to a preflight, but a browser sends none for this request. It is not judged.',
    ],
  },
  {
    what: 'the local network',
    verdict: verdictOf({ addressSpaces: { page: 'public', target: 'loopback' } }),
    expected: [
      "local-network-permission: Chrome asks the user before a page of the internet may reach the local network or the user's own machine (Local Network Access), and a page over http may not ask at all. The verdict takes the permission for granted; no header replaces it.",
    ],
  },
  {
    what: 'a private network header',
    verdict: get({ ...ALLOWED, 'Access-Control-Allow-Private-Network': 'true' }),
    expected: [
      'private-network-header: Access-Control-Allow-Private-Network does nothing: browsers ask the user instead. Take it out.',
    ],
  },
  {
    what: 'client hints',
    verdict: verdictOf({ request: { headers: { DPR: '2' } } }),
    expected: [
      'engine-deviation: Chrome counts some client hints (Save-Data, DPR, Width and the like) as safelisted, and asks for no preflight because of them. The standard and other browsers ask for one.',
    ],
  },
  {
    what: 'mode same-origin',
    verdict: verdictOf({ request: { mode: 'same-origin' } }),
    expected: [
      'engine-deviation: Chrome refuses mode "same-origin" before its network service sees the request, so it shows another message and no CORS error.',
    ],
  },
  {
    what: 'a same-origin redirect to a URL with a password',
    verdict: verdictOf({ request: { url: PAGE }, redirects: [redirect('https://u:p@app.example/')] }),
    expected: [
      "engine-deviation: Chrome blocks a redirect to a URL with a user or password within the page's own origin too, with no CORS message. The standard and Firefox allow it.",
    ],
  },
  {
    what: 'a preflight after a redirect that hides the origin',
    verdict: verdictOf({ request: { uploadListener: true }, redirects: [redirect(OTHER)] }),
    expected: [
      'preflight-cached: This request needs a preflight and the exchange has none. A browser may have remembered the answer to an earlier one; the verdict takes it for passed.',
      "engine-deviation: After this redirect the request's origin is null, but Firefox 153 sends the preflight with the page's own origin. A server that wants both browsers to pass answers each with what it sent, or with *.",
    ],
  },
  {
    what: 'a redirect after which no preflight is needed',
    verdict: verdictOf({
      request: { method: 'POST', body: 'x', headers: { 'Content-Type': 'a/b' } },
      redirects: [redirect('/x')],
    }),
    expected: [
      'preflight-cached: This request needs a preflight and the exchange has none. A browser may have remembered the answer to an earlier one; the verdict takes it for passed.',
      'engine-deviation: After this redirect no preflight is needed any more, but Firefox 153 sends one, so the server must answer it too.',
    ],
  },
  {
    what: 'a request header that appears twice',
    verdict: verdictOf({
      request: {
        headers: [
          ['X', '1'],
          ['x', '2'],
        ],
      },
    }),
    expected: [
      'engine-deviation: The request has a header twice. Firefox 153 then also names it twice in Access-Control-Request-Headers, where the standard has it once.',
    ],
  },
  {
    what: 'long Accept headers',
    verdict: verdictOf({ request: { headers: { Accept: Array(9).fill('a'.repeat(128)) } } }),
    expected: [
      'engine-deviation: The safelisted headers are longer than 1024 bytes together. The standard and Chrome ask for a preflight because of that, Firefox 153 does not.',
      'engine-deviation: The request has a header twice. Firefox 153 then also names it twice in Access-Control-Request-Headers, where the standard has it once.',
    ],
  },
  {
    what: 'a stream body',
    verdict: verdictOf({ request: { method: 'POST', streamBody: true } }),
    expected: [
      'engine-deviation: The body is a stream. Chrome sends such requests over HTTP/2 and later only; Firefox 153 has no such bodies and sends text, without a preflight for it.',
    ],
  },
]

for (const { what, verdict, expected } of notes) {
  test(`the note for ${what}`, () => {
    assert.deepEqual(
      verdict.notes.map(({ code, message }) => `${code}: ${message}`),
      expected,
    )
  })
}
