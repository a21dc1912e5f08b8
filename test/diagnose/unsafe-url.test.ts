import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  ALLOWED,
  ALLOWED_WITH_COOKIES,
  ANY,
  AS_NULL,
  COOKIES,
  ORIGIN,
  OTHER,
  PAGE,
  PUT,
} from '../support/example-exchange.js'
import {
  answer,
  checks,
  codes,
  get,
  planOf,
  preflighted,
  redirect,
  testWords,
  verdictOf,
} from '../support/exchange.js'

test('an invalid URL stays invalid after 20 000 checks', () => {
  // Node 20 and 22 replace URL.canParse by another implementation once it is hot.
  for (let i = 0; i < 20_000; i++) {
    const verdict = get({ [ORIGIN]: 'https://\xc3\xa8.example' })
    if (verdict.failures[0]?.check !== 'kInvalidAllowOriginValue')
      assert.fail(`check ${i}: ${checks(verdict)}`)
  }
  const led = () => checks(verdictOf({ redirects: [redirect('https://\xc3\xa8.example')] }))
  for (let i = 0; i < 20_000; i++)
    if (led()[0] !== 'redirect invalid-location') assert.fail(`check ${i}: ${led()}`)
})

test('no page can request a port of another protocol', () => {
  for (const url of ['https://api.example:6000/', 'https://api.example:10080/', `${PAGE}:22/`]) {
    const verdict = verdictOf({ request: { url }, response: answer(ANY) })
    assert.deepEqual(checks(verdict), ['request bad-port'], url)
    assert.deepEqual(
      planOf({ url }).refusals.map(({ check }) => check),
      ['bad-port'],
    )
  }
  const own = verdictOf({ pageOrigin: 'http://app.example:25', request: { url: 'http://app.example:25/' } })
  assert.deepEqual(checks(own), ['request bad-port'])
  const onTheWay = verdictOf({ redirects: [redirect('https://other.example:5060/')] })
  assert.deepEqual(checks(onTheWay), ['redirect bad-port'])
  for (const port of [80, 443, 3000, 5061 + 1, 8080]) {
    assert.deepEqual(checks(get(ANY, 200, { url: `https://api.example:${port}/` })), [])
  }
})

test('an https page is not redirected to http, except to this machine or the local network', () => {
  const led = (location: string, pageOrigin = PAGE) =>
    verdictOf({ pageOrigin, redirects: [redirect(location, ANY)], response: answer(ANY) })
  assert.deepEqual(checks(led('http://api.example/')), ['redirect mixed-content'])
  for (const host of [
    '11.0.0.1',
    '10.example.com',
    '192.168.evil.example',
    '172.32.0.1',
    '[fe::1]',
    'a.local.example',
  ]) {
    assert.deepEqual(checks(led(`http://${host}/`)), ['redirect mixed-content'], host)
  }
  const allowed = ['https://other.example/', 'http://localhost:3000/', 'http://127.0.0.1/', 'http://[::1]/']
  // Chromium asks the user for permission.
  const local = [
    'http://10.0.0.1/',
    'http://172.31.0.1/',
    'http://192.168.1.1/',
    'http://[fd00::1]/',
    'http://nas.local/',
  ]
  for (const location of [...allowed, ...local]) assert.deepEqual(checks(led(location)), [], location)
  assert.deepEqual(checks(led('http://api.example/', 'http://app.example')), [])
  assert.deepEqual(checks(led('http://api.example/', 'null')), [])
})

test('an https page requests nothing over http, except from this machine or the local network', () => {
  const asked = (url: string, pageOrigin = PAGE) =>
    checks(verdictOf({ pageOrigin, request: { url }, response: answer(ANY) }))
  assert.deepEqual(asked('http://api.example/'), ['request mixed-content'])
  assert.deepEqual(asked('http://api.example:10080/'), ['request bad-port', 'request mixed-content'])
  for (const host of ['localhost:3000', '127.0.0.1', '10.0.0.1', 'nas.local'])
    assert.deepEqual(asked(`http://${host}/`), [], host)
  assert.deepEqual(asked('http://api.example/', 'http://app.example'), [])
  assert.deepEqual(
    planOf({ url: 'http://api.example/' }).refusals.map(({ check }) => check),
    ['mixed-content'],
  )
})

test('request headers that only browsers set get a note', () => {
  const asked = (name: string, value: string) => codes(get(ANY, 200, { headers: { [name]: value } }))
  for (const name of ['Cookie', 'origin', 'Sec-Fetch-Site'])
    assert.deepEqual(asked(name, 'x'), ['header-dropped'])
  assert.deepEqual(asked('X-Method-Override', 'TRACE'), ['header-dropped'])
  assert.deepEqual(asked('Accept', 'text/html'), [])
})

const ADD = 'Send `Access-Control-Allow-Origin: https://app.example`: add "https://app.example" to `origins`.'
const B = { [ORIGIN]: 'https://b.example', Vary: 'Origin' }
const mismatch =
  'The response allows the origin "https://b.example", but the request comes from "https://app.example".'
const http = { pageOrigin: 'http://app.example', request: COOKIES }

testWords([
  {
    what: 'a bad port',
    verdict: verdictOf({ request: { url: 'https://api.example:6000/' } }),
    check: 'bad-port',
    message: 'Browsers send nothing to port 6000, which belongs to another protocol.',
    fix: 'This is not CORS, and no header changes it. Let the server listen on another port.',
  },
  {
    what: 'a redirect to a bad port',
    verdict: verdictOf({ redirects: [redirect('https://other.example:5060/')] }),
    check: 'bad-port',
    message: 'Browsers send nothing to port 5060, which belongs to another protocol.',
    fix: 'This is not CORS, and no header changes it. Let the server listen on another port.',
  },
  {
    what: 'a redirect to http',
    verdict: verdictOf({ redirects: [redirect('http://api.example/x/')] }),
    check: 'mixed-content',
    message:
      'The redirect leads to "http://api.example/x/", and a page that is https loads nothing over http (mixed content).',
    fix: 'Redirect to "https://api.example/x/". Behind a proxy that ends TLS the application must be told the scheme: X-Forwarded-Proto, and in Express `trust proxy`.',
  },
  {
    what: 'a cached copy, shown by Age',
    verdict: get({ ...B, Age: '30' }),
    check: 'kAllowOriginMismatch',
    message: mismatch,
    fix: 'Send `Access-Control-Allow-Origin: https://app.example`: add "https://app.example" to `origins`.',
  },
  {
    what: 'a preflight response with Age',
    verdict: preflighted({ Age: '5' }, PUT),
    check: 'kPreflightMissingAllowOriginHeader',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) has no Access-Control-Allow-Origin header; the request comes from "https://app.example".',
    fix: 'Send `Access-Control-Allow-Origin: https://app.example`: add "https://app.example" to `origins`.',
  },
  {
    what: 'no Allow-Credentials, for a page whose origin is null',
    verdict: verdictOf({ pageOrigin: 'null', request: COOKIES, response: answer(AS_NULL) }),
    check: 'kInvalidAllowCredentials',
    message:
      'The response has no Access-Control-Allow-Credentials header, but the page sends the request with credentials (credentials: "include", or withCredentials): it must be exactly "true".',
    fix: 'The page itself has the origin "null": a sandboxed frame (allow-same-origin gives it its own back), a data: page, or a file opened from disk. Serve it over http or https instead. Do not allow "null" together with `credentials`: any site can make such a page. Or, if the page needs no cookies, let it leave the credentials out.',
  },
  {
    what: '* with credentials, for an http page',
    verdict: verdictOf({ ...http, response: answer(ANY) }),
    check: 'kWildcardOriginNotAllowed',
    message:
      'The response has "Access-Control-Allow-Origin: *", but the page sends the request with credentials (credentials: "include", or withCredentials), where "*" is not allowed.',
    fix: 'Serve the page over https, and add "https://app.example" to `origins`: with credentials an http origin is refused (`insecure-origin`). Set `credentials: true`, and take `sendWildcard` out. Or, if the page needs no cookies, let it leave the credentials out.',
  },
  {
    what: 'another origin with credentials, for a page on localhost',
    verdict: verdictOf({
      ...http,
      pageOrigin: 'http://localhost:5173',
      response: answer({ ...ALLOWED_WITH_COOKIES }),
    }),
    check: 'kAllowOriginMismatch',
    message:
      'The response allows the origin "https://app.example", but the request comes from "http://localhost:5173".',
    fix: 'Send `Access-Control-Allow-Origin: http://localhost:5173`: add "http://localhost:5173" to `origins`.',
  },
  ...[
    { value: 'https://*', fix: `Browsers know no patterns in this header. ${ADD}` },
    { value: 'https://app.*', fix: `Browsers know no patterns in this header. ${ADD}` },
    { value: 'blob:https://app.example/1', fix: ADD },
    { value: 'data:x', fix: ADD },
  ].map(({ value, fix }) => ({
    what: value,
    verdict: get({ [ORIGIN]: value, Vary: 'Origin' }),
    check: 'kAllowOriginMismatch' as const,
    message: `The response allows the origin "${value}", but the request comes from "https://app.example".`,
    fix,
  })),
  {
    what: "the page's own origin after a redirect back to it",
    verdict: verdictOf({ redirects: [redirect(`${PAGE}/x`)], response: answer(ALLOWED) }),
    check: 'kAllowOriginMismatch',
    message:
      'The response from "https://app.example" allows the origin "https://app.example", but the request comes from "null".',
    fix: `That is the page's own origin, which the redirect has hidden. Only "*" (\`origins: '*'\`) or "null" satisfies a request from "null". A redirect from a foreign origin to another origin made the browser hide the page's origin and send "Origin: null". Let the page request the final URL at once, or redirect within one scheme, host and port.`,
  },
  {
    what: "another origin after a redirect hid the page's",
    verdict: verdictOf({
      redirects: [redirect(OTHER)],
      response: answer({ [ORIGIN]: 'https://other.example' }),
    }),
    check: 'kAllowOriginMismatch',
    message:
      'The response from "https://other.example" allows the origin "https://other.example", but the request comes from "null".',
    fix: `Only "*" (\`origins: '*'\`) or "null" satisfies a request from "null". A redirect from a foreign origin to another origin made the browser hide the page's origin and send "Origin: null". Let the page request the final URL at once, or redirect within one scheme, host and port.`,
  },
  {
    what: "status 405 with another origin's header",
    verdict: preflighted(B, PUT, 405),
    check: 'kPreflightInvalidStatus',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) has status 405; only 200 to 299 say yes.',
    fix: 'Answer OPTIONS with status 204 or 200: put `cors()` first, and leave `automaticOptions` on.',
  },
])
