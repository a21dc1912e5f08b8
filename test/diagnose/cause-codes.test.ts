import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CauseCode } from 'cors-policy/diagnose'
import { asked, PASSES, PUT_TOKEN, probed, STRANGER, uncached } from '../support/causes.js'
import {
  ALLOWED,
  ALLOWED_WITH_COOKIES,
  ANY,
  AS_NULL,
  COOKIES,
  HEADERS,
  METHODS,
  ORIGIN,
  OTHER,
  PAGE,
  PUT,
} from '../support/example-exchange.js'
import { answer, type Parts, redirect, verdictOf } from '../support/exchange.js'

// From an exchange and its probes to the one cause, and to the one that fits as well.

interface Row {
  readonly what: string
  readonly parts: Parts
  readonly code: CauseCode
  readonly alternative?: CauseCode
}

const OTHERS = { [ORIGIN]: STRANGER, Vary: 'Origin' }
const B = { [ORIGIN]: 'https://b.example' }
const none = answer()

/** A response without `Access-Control-Allow-Origin`, or with a wrong one. */
const responses: readonly Row[] = [
  {
    what: 'no header, and nobody else was asked',
    parts: { response: none },
    code: 'no-cors-layer',
    alternative: 'origin-not-listed',
  },
  {
    what: 'no header for anybody',
    parts: { response: none, probes: [asked('GET', none), probed(null, none), probed(STRANGER, none)] },
    code: 'no-cors-layer',
    alternative: 'origin-not-listed',
  },
  {
    what: 'no header but Vary: Origin',
    parts: { response: answer({ Vary: 'Origin' }) },
    code: 'origin-not-listed',
  },
  {
    what: 'no Allow-Origin but another CORS header',
    parts: { response: answer({ 'Access-Control-Allow-Credentials': 'true' }) },
    code: 'origin-not-listed',
  },
  {
    what: 'no header, but one for another origin',
    parts: { response: none, probes: [probed(PAGE, none), probed(STRANGER, answer(OTHERS))] },
    code: 'origin-not-listed',
  },
  {
    what: 'no header, but one for another origin, in a copy',
    parts: { response: answer({ 'X-Cache': 'HIT' }), probes: [probed(STRANGER, answer(OTHERS))] },
    code: 'cached-copy',
  },
  {
    what: 'no header with status 403, which a request without Origin does not get',
    parts: { response: answer({}, 403), probes: [probed(null, none)] },
    code: 'origin-not-listed',
  },
  {
    what: 'no header with status 403, whoever asks',
    parts: { response: answer({}, 403), probes: [probed(null, answer({}, 403))] },
    code: 'answered-before-cors',
    alternative: 'origin-not-listed',
  },
  ...[401, 403, 407, 413, 429].map(
    (status): Row => ({
      what: `no header with status ${status}`,
      parts: { response: answer({}, status) },
      code: 'answered-before-cors',
      alternative: status === 403 ? 'origin-not-listed' : 'no-cors-layer',
    }),
  ),
  ...[500, 502, 503, 504].map(
    (status): Row => ({
      what: `no header with status ${status}`,
      parts: { response: answer({}, status) },
      code: 'server-error',
    }),
  ),
  {
    what: 'no header with status 404',
    parts: { response: answer({}, 404) },
    code: 'no-cors-layer',
    alternative: 'origin-not-listed',
  },
  {
    what: 'no header, but one past the cache',
    parts: { response: none, probes: [uncached(answer(ALLOWED))] },
    code: 'cached-copy',
  },
  {
    what: 'no header after a good preflight',
    parts: { request: PUT_TOKEN, preflightResponse: answer(PASSES), response: none },
    code: 'two-layers',
  },
  {
    what: 'no header, where a preflight for the same would pass',
    parts: { response: none, probes: [asked('GET', answer(ALLOWED))] },
    code: 'two-layers',
  },
  {
    what: 'no header but Age: 0 after a good preflight',
    parts: { request: PUT_TOKEN, preflightResponse: answer(PASSES), response: answer({ Age: '0' }) },
    code: 'two-layers',
    alternative: 'cached-copy',
  },
  {
    what: 'a copy without header after a good preflight',
    parts: { request: PUT_TOKEN, preflightResponse: answer(PASSES), response: answer({ Age: '9' }) },
    code: 'cached-copy',
  },
  {
    what: 'status 404 without header after a good preflight',
    parts: { request: PUT_TOKEN, preflightResponse: answer(PASSES), response: answer({}, 404) },
    code: 'answered-before-cors',
  },
  {
    what: 'status 502 without header after a good preflight',
    parts: { request: PUT_TOKEN, preflightResponse: answer(PASSES), response: answer({}, 502) },
    code: 'server-error',
  },
  { what: 'another origin', parts: { response: answer(B) }, code: 'origin-not-listed' },
  {
    what: 'another origin in a copy',
    parts: { response: answer({ ...B, Age: '9' }) },
    code: 'cached-copy',
    alternative: 'origin-not-listed',
  },
  {
    what: 'another origin in a copy, after a good preflight',
    parts: { request: PUT_TOKEN, preflightResponse: answer(PASSES), response: answer({ ...B, Age: '9' }) },
    code: 'cached-copy',
  },
  {
    what: 'another origin, but the right one past the cache',
    parts: { response: answer(B), probes: [uncached(answer(ALLOWED))] },
    code: 'cached-copy',
  },
  {
    what: 'another origin past the cache too',
    parts: { response: answer(B), probes: [uncached(answer(B))] },
    code: 'origin-not-listed',
  },
  {
    what: 'another origin after a good preflight',
    parts: { request: PUT_TOKEN, preflightResponse: answer(PASSES), response: answer(B) },
    code: 'two-layers',
    alternative: 'cached-copy',
  },
  { what: '"null"', parts: { response: answer(AS_NULL) }, code: 'origin-not-listed' },
  ...[
    `${PAGE}/`,
    'https://*.example',
    'app.example',
    `${PAGE}:443`,
    'HTTPS://APP.EXAMPLE',
    `"${PAGE}"`,
    '',
  ].map(
    (value): Row => ({
      what: `Allow-Origin ${JSON.stringify(value)}`,
      parts: { response: answer({ [ORIGIN]: value }) },
      code: 'header-misspelt',
    }),
  ),
  {
    what: 'a list of two origins',
    parts: { response: answer({ [ORIGIN]: `${PAGE}, https://b.example` }) },
    code: 'header-misspelt',
  },
  {
    what: 'a list with a space between two origins',
    parts: { response: answer({ [ORIGIN]: `${PAGE} https://b.example` }) },
    code: 'header-misspelt',
  },
  ...[`${PAGE}, ${PAGE}`, `${PAGE}, *`].map(
    (value): Row => ({
      what: `one line ${value}`,
      parts: { response: answer({ [ORIGIN]: value }) },
      code: 'two-layers',
    }),
  ),
  {
    what: 'two lines',
    parts: { response: answer({ [ORIGIN]: [PAGE, 'https://b.example'] }) },
    code: 'two-layers',
  },
  {
    what: '* with credentials',
    parts: { request: COOKIES, response: answer(ANY) },
    code: 'wildcard-with-credentials',
  },
  {
    what: 'no Allow-Credentials',
    parts: { request: COOKIES, response: answer(ALLOWED) },
    code: 'credentials-not-allowed',
  },
  {
    what: 'Allow-Credentials: True',
    parts: { request: COOKIES, response: answer({ ...ALLOWED, 'Access-Control-Allow-Credentials': 'True' }) },
    code: 'credentials-not-allowed',
  },
  {
    what: 'Allow-Credentials twice',
    parts: {
      request: COOKIES,
      response: answer({ ...ALLOWED, 'Access-Control-Allow-Credentials': ['true', 'true'] }),
    },
    code: 'two-layers',
  },
]

const pre = (headers: Record<string, string | string[]> = {}, status = 204) => ({
  request: PUT_TOKEN,
  preflightResponse: answer(headers, status),
})

const preflights: readonly Row[] = [
  {
    what: 'nothing, and nobody else was asked',
    parts: pre(),
    code: 'no-cors-layer',
    alternative: 'origin-not-listed',
  },
  {
    what: 'nothing, and nothing for the request either',
    parts: { ...pre(), probes: [probed(PAGE, none), probed(null, none), probed(STRANGER, none)] },
    code: 'no-cors-layer',
    alternative: 'origin-not-listed',
  },
  {
    what: 'nothing, but the request is right',
    parts: { ...pre(), probes: [probed(PAGE, answer(ALLOWED))] },
    code: 'preflight-not-routed',
  },
  {
    what: 'nothing, and the request has another origin',
    parts: { ...pre(), probes: [probed(PAGE, answer(B))] },
    code: 'origin-not-listed',
  },
  {
    what: 'nothing, but a preflight of another origin passes',
    parts: { ...pre(), probes: [asked('PUT', answer(OTHERS), 'x-token', STRANGER)] },
    code: 'origin-not-listed',
  },
  { what: 'nothing but Vary: Origin', parts: pre({ Vary: 'Origin' }), code: 'origin-not-listed' },
  ...[404, 405, 501].map(
    (status): Row => ({
      what: `status ${status}`,
      parts: pre({}, status),
      code: 'preflight-not-routed',
      alternative: 'no-cors-layer',
    }),
  ),
  {
    what: 'status 200 with Allow',
    parts: pre({ Allow: 'GET' }, 200),
    code: 'preflight-not-routed',
    alternative: 'no-cors-layer',
  },
  {
    what: 'status 404, where GET gets a 404 too',
    parts: { ...pre({}, 404), probes: [probed(PAGE, answer({}, 404))] },
    code: 'preflight-not-routed',
    alternative: 'no-cors-layer',
  },
  {
    what: 'status 404, where GET is answered without CORS',
    parts: { ...pre({}, 404), probes: [probed(PAGE, none)] },
    code: 'no-cors-layer',
    alternative: 'origin-not-listed',
  },
  {
    what: 'status 200 with Allow by Express, where GET is answered without CORS',
    parts: { ...pre({ Allow: 'GET', 'X-Powered-By': 'Express' }, 200), probes: [probed(PAGE, none)] },
    code: 'no-cors-layer',
    alternative: 'preflight-not-routed',
  },
  {
    what: 'status 404, but the request is right',
    parts: { ...pre({}, 404), probes: [probed(PAGE, answer(ALLOWED))] },
    code: 'preflight-not-routed',
  },
  ...[401, 403, 407, 429].map(
    (status): Row => ({ what: `status ${status}`, parts: pre({}, status), code: 'answered-before-cors' }),
  ),
  {
    what: 'status 401, but the request is right',
    parts: { ...pre({}, 401), probes: [probed(PAGE, answer(ALLOWED))] },
    code: 'answered-before-cors',
  },
  {
    what: 'status 403, which a request without Origin does not get',
    parts: { ...pre({}, 403), probes: [probed(PAGE, answer({}, 403)), probed(null, none)] },
    code: 'origin-not-listed',
  },
  ...[500, 502, 503].map(
    (status): Row => ({ what: `status ${status}`, parts: pre({}, status), code: 'server-error' }),
  ),
  {
    what: 'nothing, but a preflight for GET passes',
    parts: { ...pre({}, 400), probes: [asked('GET', answer(ALLOWED))] },
    code: 'method-not-listed',
  },
  {
    what: 'nothing, but a preflight for the method without headers passes',
    parts: { ...pre({}, 403), probes: [asked('GET', answer(ALLOWED)), asked('PUT', answer(ALLOWED))] },
    code: 'header-not-listed',
  },
  {
    what: 'nothing, but a preflight for the method without headers passes, which needs none itself',
    parts: {
      request: { headers: { 'X-Token': '1' } },
      preflightResponse: answer({}, 400),
      probes: [asked('GET', answer(ALLOWED))],
    },
    code: 'header-not-listed',
  },
  { what: 'the right headers and status 405', parts: pre(PASSES, 405), code: 'preflight-not-routed' },
  {
    what: 'the right origin, status 400 and a list without the method',
    parts: pre({ ...PASSES, [METHODS]: 'GET' }, 400),
    code: 'method-not-listed',
  },
  {
    what: 'the right origin, status 400 and a list without the header',
    parts: pre({ ...PASSES, [HEADERS]: 'x-a' }, 400),
    code: 'header-not-listed',
  },
  { what: 'the right origin alone, and status 401', parts: pre(ALLOWED, 401), code: 'answered-before-cors' },
  {
    what: 'a list without the method',
    parts: pre({ ...PASSES, [METHODS]: 'GET' }),
    code: 'method-not-listed',
  },
  { what: 'no list of headers', parts: pre({ ...ALLOWED, [METHODS]: 'PUT' }), code: 'header-not-listed' },
  {
    what: 'methods without commas',
    parts: pre({ ...PASSES, [METHODS]: 'GET PUT' }),
    code: 'header-misspelt',
  },
  { what: 'headers in quotes', parts: pre({ ...PASSES, [HEADERS]: '"x-token"' }), code: 'header-misspelt' },
  { what: 'another origin', parts: pre({ ...PASSES, ...B }), code: 'origin-not-listed' },
  { what: 'a slash at the end', parts: pre({ ...PASSES, [ORIGIN]: `${PAGE}/` }), code: 'header-misspelt' },
  { what: 'two lines', parts: pre({ ...PASSES, [ORIGIN]: [PAGE, PAGE] }), code: 'two-layers' },
  {
    what: '* with credentials',
    parts: { request: { ...PUT, ...COOKIES }, preflightResponse: answer(ANY) },
    code: 'wildcard-with-credentials',
  },
  {
    what: 'no Allow-Credentials',
    parts: { request: { ...PUT, ...COOKIES }, preflightResponse: answer(ALLOWED) },
    code: 'credentials-not-allowed',
  },
]

const TO_HTTPS = {
  pageOrigin: 'http://app.example',
  request: { url: 'http://api.example/data' },
}

const redirects: readonly Row[] = [
  {
    what: 'a redirect to https without headers',
    parts: { ...TO_HTTPS, redirects: [redirect('https://api.example/data', {})], response: answer(ANY) },
    code: 'redirect',
  },
  {
    what: 'a redirect to https that hides the origin',
    parts: { ...TO_HTTPS, redirects: [redirect('https://api.example/data', ANY)], response: answer(ALLOWED) },
    code: 'redirect',
  },
  {
    what: 'a redirect that allows another origin',
    parts: { redirects: [redirect('/x', B)] },
    code: 'origin-not-listed',
  },
  { what: 'a redirect to a login', parts: { redirects: [redirect('/login', {})] }, code: 'login-redirect' },
  {
    what: 'a login without headers, after a redirect that has them',
    parts: { redirects: [redirect('/login')], response: none },
    code: 'login-redirect',
  },
  {
    what: 'a login on another host, where the origin is hidden',
    parts: { redirects: [redirect('https://sso.example/')], response: none },
    code: 'login-redirect',
  },
  {
    what: 'a page without headers, after a redirect that has them',
    parts: { redirects: [redirect('/x')], response: none },
    code: 'no-cors-layer',
    alternative: 'origin-not-listed',
  },
  {
    what: 'a login that the page asks for, without headers',
    parts: { request: { url: 'https://api.example/login' }, response: none },
    code: 'no-cors-layer',
    alternative: 'origin-not-listed',
  },
  {
    what: 'a preflight that is redirected',
    parts: { request: PUT, preflightResponse: answer({ Location: '/data/' }, 308) },
    code: 'redirect',
  },
  {
    what: 'a preflight that is redirected to a login',
    parts: { request: PUT, preflightResponse: answer({ Location: '/login' }, 302) },
    code: 'answered-before-cors',
  },
  {
    what: 'a redirect to the same login with a slash',
    parts: {
      request: { ...PUT, url: 'https://api.example/login' },
      preflightResponse: answer({ Location: '/login/' }, 308),
    },
    code: 'redirect',
  },
  { what: 'a Location that is no URL', parts: { redirects: [redirect('http://[')] }, code: 'redirect' },
  {
    what: 'too many redirects',
    parts: { redirects: Array(21).fill(redirect('/x')), response: answer(ALLOWED) },
    code: 'redirect',
  },
  {
    what: 'redirect: "error"',
    parts: { request: { redirect: 'error' }, redirects: [redirect('/x')] },
    code: 'redirect',
  },
  {
    what: 'a redirect to http',
    parts: { redirects: [redirect('http://api.example/')] },
    code: 'mixed-content',
  },
]

const calls: readonly Row[] = [
  {
    what: 'Access-Control-Allow-Origin on the request, which the preflight does not list',
    parts: {
      request: { headers: { [ORIGIN]: '*' } },
      preflightResponse: answer({ ...ALLOWED, [HEADERS]: 'content-type' }),
    },
    code: 'page-header',
  },
  {
    what: 'Access-Control-Allow-Origin on the request, whose preflight is answered 404',
    parts: { request: { headers: { [ORIGIN]: '*' } }, preflightResponse: answer({}, 404) },
    code: 'page-header',
  },
  {
    what: 'Access-Control-Allow-Origin on a PUT, whose preflight is answered 404',
    parts: { request: { ...PUT, headers: { [ORIGIN]: '*' } }, preflightResponse: answer({}, 404) },
    code: 'preflight-not-routed',
    alternative: 'no-cors-layer',
  },
  {
    what: 'Access-Control-Allow-Origin on the request, which the preflight lists, but not another header',
    parts: {
      request: { headers: { [ORIGIN]: '*', 'X-A': '1' } },
      preflightResponse: answer({ ...ALLOWED, [HEADERS]: ORIGIN }),
    },
    code: 'header-not-listed',
  },
  {
    what: 'tracing headers alone',
    parts: {
      request: { headers: { traceparent: '1', 'sentry-trace': '1', baggage: '1' } },
      preflightResponse: answer(ALLOWED),
    },
    code: 'page-header',
  },
  {
    what: 'a tracing header and one of the page',
    parts: { request: { headers: { traceparent: '1', 'X-A': '1' } }, preflightResponse: answer(ALLOWED) },
    code: 'header-not-listed',
  },
  { what: 'a body with GET', parts: { request: { body: 'x' } }, code: 'page-call' },
  { what: 'method TRACE', parts: { request: { method: 'TRACE' } }, code: 'page-call' },
  { what: 'mode "no-cors"', parts: { request: { mode: 'no-cors' }, response: none }, code: 'page-call' },
  { what: 'mode "same-origin"', parts: { request: { mode: 'same-origin' } }, code: 'page-call' },
  {
    what: 'http on an https page',
    parts: { request: { url: 'http://api.example/' } },
    code: 'mixed-content',
  },
  { what: 'port 22', parts: { request: { url: 'https://api.example:22/' } }, code: 'bad-port' },
  {
    what: 'a local address that the user refused',
    parts: { addressSpaces: { page: 'public', target: 'local' }, permission: 'denied' },
    code: 'local-network',
  },
  {
    what: 'a local address on an http page',
    parts: {
      pageOrigin: 'http://app.example',
      request: { url: 'http://10.0.0.1/' },
      addressSpaces: { page: 'public', target: 'local' },
    },
    code: 'local-network',
  },
  { what: 'no response', parts: { response: null }, code: 'unreachable' },
]

for (const { of, rows } of [
  { of: 'a response with', rows: responses },
  { of: 'a preflight answered with', rows: preflights },
  { of: 'on the way,', rows: redirects },
  { of: 'from the page,', rows: calls },
]) {
  for (const { what, parts, code, alternative = null } of rows) {
    test(`${of} ${what}: ${code}${alternative === null ? '' : `, or ${alternative}`}`, () => {
      const { cause, readable } = verdictOf(parts)
      assert.deepEqual([cause?.code, cause?.alternative?.code ?? null], [code, alternative])
      assert.equal(readable, false)
      assert.notEqual(cause?.message, '')
      assert.notEqual(cause?.fix, '')
      assert.notEqual(cause?.alternative?.message, '')
    })
  }
}

test('every cause code has a row', () => {
  const codes: Readonly<Record<CauseCode, true>> = {
    'origin-not-listed': true,
    'wildcard-with-credentials': true,
    'credentials-not-allowed': true,
    'method-not-listed': true,
    'header-not-listed': true,
    'header-misspelt': true,
    'two-layers': true,
    'answered-before-cors': true,
    'preflight-not-routed': true,
    'no-cors-layer': true,
    redirect: true,
    'login-redirect': true,
    'cached-copy': true,
    'server-error': true,
    'page-header': true,
    'page-call': true,
    'mixed-content': true,
    'local-network': true,
    'bad-port': true,
    unreachable: true,
  }
  const found = new Set([...responses, ...preflights, ...redirects, ...calls].map(({ code }) => code))
  assert.deepEqual([...found].sort(), Object.keys(codes).sort())
})

test('a response that the page can read has no cause', () => {
  assert.equal(verdictOf({ response: answer(ALLOWED) }).cause, null)
  assert.equal(verdictOf({ request: COOKIES, response: answer(ALLOWED_WITH_COOKIES) }).cause, null)
})

test('a failure that browsers tolerate is no cause while another fails', () => {
  const star = answer({ ...ANY, [HEADERS]: '*' })
  const request = { headers: { Authorization: 'x' } }
  const tolerated = verdictOf({ request, preflightResponse: star, response: answer(ANY) })
  assert.equal(tolerated.cause?.code, 'header-not-listed')
  const worse = verdictOf({ request, preflightResponse: star, response: answer({}, 500) })
  assert.equal(worse.cause?.code, 'server-error')
})

test('a login is recognised by the words in its path, or by its host', () => {
  const isLogin = (location: string) =>
    verdictOf({ redirects: [redirect(location, {})] }).cause?.code === 'login-redirect'
  const logins = [
    '/login',
    '/log-in',
    '/signin?next=/',
    '/sign-in',
    '/oauth/authorize',
    '/SSO',
    '/users/Log-In',
  ]
  const more = ['/account/sign_in', '/logon', '/auth.php', '/saml2/x', `/${'x'.repeat(194)}/auth`]
  const hosts = ['https://login.example/', 'https://accounts.google.com/o', 'https://auth.api.example/x']
  for (const location of [...logins, ...more, ...hosts]) assert.ok(isLogin(location), location)
  const others = ['/log', '/in', '/sign--in', '/x?login', '/x#login', '/lessons/', '/authors', '/authority/1']
  const far = [`/${'x'.repeat(195)}/auth`, 'https://www.login-tips.example/', OTHER, '']
  for (const location of [...others, ...far]) assert.ok(!isLogin(location), location)
})

const copies: readonly { readonly header: string; readonly value: string; readonly isCopy: boolean }[] = [
  { header: 'Age', value: '30', isCopy: true },
  { header: 'Age', value: '0', isCopy: false },
  { header: 'X-Cache', value: 'Hit from cloudfront', isCopy: true },
  { header: 'X-Cache', value: 'MISS', isCopy: false },
  { header: 'X-Cache-Status', value: 'HIT', isCopy: true },
  { header: 'X-Proxy-Cache', value: 'HIT', isCopy: true },
  { header: 'CF-Cache-Status', value: 'HIT', isCopy: true },
  { header: 'CF-Cache-Status', value: 'DYNAMIC', isCopy: false },
  { header: 'X-Varnish', value: '32770 3', isCopy: true },
  { header: 'X-Varnish', value: '32770', isCopy: false },
]

for (const { header, value, isCopy } of copies) {
  test(`${header}: ${value} says that a cache ${isCopy ? 'kept' : 'did not keep'} the answer`, () => {
    const { cause } = verdictOf({ response: answer({ ...B, [header]: value }) })
    assert.equal(cause?.code, isCopy ? 'cached-copy' : 'origin-not-listed')
  })
}
