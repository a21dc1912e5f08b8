import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Check } from 'cors-policy/diagnose'
import { asked, PASSES, PUT_TOKEN, page, probed, STRANGER, uncached } from '../support/causes.js'
import {
  ALLOWED,
  ALLOWED_WITH_COOKIES,
  ANY,
  API,
  COOKIES,
  HEADERS,
  METHODS,
  ORIGIN,
  PAGE,
  PUT,
} from '../support/example-exchange.js'
import { answer, type Parts, redirect, verdictOf } from '../support/exchange.js'

// What a cause says, whether it is right for the reader, and which failures follow from it.

const SUCCEEDS =
  /^Or nothing here does CORS, or a CORS layer covers other paths\. Look at a response that succeeds:/

const words: readonly {
  readonly what: string
  readonly parts: Parts
  readonly message: RegExp
  /** The first line of the fix. */
  readonly fix: RegExp
  readonly alternative?: RegExp
}[] = [
  {
    what: 'a redirect of a simple request from http to https asks for the https URL',
    parts: {
      pageOrigin: 'http://app.example',
      request: { url: 'http://api.example/data' },
      redirects: [redirect(API, {})],
      response: answer(ALLOWED),
    },
    message: /^The answer to the request is a redirect from http to https: "https:\/\/api\.example\/data"\.$/,
    fix: /^Let the page request "https:\/\/api\.example\/data" at once\.$/,
  },
  ...[
    { to: '/data/', kind: 'to the path with a slash at the end' },
    { from: `${API}/`, to: '/data', kind: 'to the path without the slash at the end' },
    { to: 'https://www.api.example/data', kind: 'to the host with "www."' },
    { from: 'https://www.api.example/data', to: API, kind: 'to the host without "www."' },
    { to: '/v2/data', kind: 'to another path' },
    { to: 'https://other.example/data', kind: 'to another origin' },
  ].map(({ from = API, to, kind }) => ({
    what: `a redirect ${kind} is named`,
    parts: { request: { ...PUT, url: from }, preflightResponse: answer({ Location: to }, 308) },
    message: new RegExp(`^The answer to the preflight is a redirect ${kind}: "`),
    fix: /^Let the page request "https:.*" at once\.$/,
  })),
  {
    what: 'a login without a cookie asks for cookies, not for the origin null',
    parts: { redirects: [redirect('https://sso.example/', {})], response: answer() },
    message: /^The answer is a redirect to a login, "https:\/\/sso\.example\/": the page sends no cookies\.$/,
    fix: /^Let the page send its cookies \(`credentials: "include"`\), or an Authorization header\.$/,
  },
  {
    what: 'a login with credentials asks for the right cookie',
    parts: { request: COOKIES, redirects: [redirect('/login', {})] },
    message: /: the request had no cookie, or one that the server does not accept\.$/,
    fix: /^Log the user in first, so that the browser has the cookie\. The page is on another site, so the cookie must be `SameSite=None; Secure`\.$/,
  },
  ...[
    { page: 'https://app.site.example', url: 'https://api.site.example/data' },
    { page: 'http://localhost:5173', url: 'http://localhost:3000/data' },
  ].map(({ page, url }) => ({
    what: `a login of ${url} for a page on ${page}, which is the same site, says nothing of SameSite`,
    parts: { pageOrigin: page, request: { ...COOKIES, url }, redirects: [redirect('/login', {})] },
    message: /: the request had no cookie, or one that the server does not accept\.$/,
    fix: /^Log the user in first, so that the browser has the cookie\.$/,
  })),
  ...[
    { page: 'http://localhost:5173', url: 'http://127.0.0.1:3000/data' },
    { page: 'http://app.site.example', url: 'https://api.site.example/data' },
  ].map(({ page, url }) => ({
    what: `a login of ${url} for a page on ${page}, which is another site, names SameSite`,
    parts: { pageOrigin: page, request: { ...COOKIES, url }, redirects: [redirect('/login', {})] },
    message: /: the request had no cookie, or one that the server does not accept\.$/,
    fix: /so the cookie must be `SameSite=None; Secure`\.$/,
  })),
  {
    what: 'authentication before the CORS layer is named, with its scheme',
    parts: {
      request: PUT_TOKEN,
      preflightResponse: answer({ 'WWW-Authenticate': 'Bearer realm="x"' }, 401),
    },
    message:
      /^Authentication \("Bearer"\) answered the preflight before the CORS layer could: status 401, without the CORS headers that it needs\. A preflight never carries cookies or Authorization\.$/,
    fix: /^Put the CORS layer before whatever answered, or let that pass OPTIONS on\. OPTIONS must be answered with status 204 and `Access-Control-Allow-Origin: https:\/\/app\.example`, `Access-Control-Allow-Methods: PUT` and `Access-Control-Allow-Headers: x-token`\.$/,
  },
  ...[
    { status: 401, who: 'Authentication' },
    {
      status: 403,
      who: 'An authorization layer or a firewall',
      alternative:
        /^Or a CORS layer is there, but lists other origins, or covers other paths\. Try an origin that it lists, and another path:/,
    },
    { status: 407, who: 'A proxy that wants a login' },
    {
      status: 413,
      who: 'A limit on the size of the body',
      more: ': send less, or raise the limit \\(`client_max_body_size` in nginx, `limit` of a body parser\\)',
    },
    { status: 429, who: 'A rate limit' },
  ].map(({ status, who, more = '', alternative = SUCCEEDS }) => ({
    what: `status ${status} is the answer of: ${who}`,
    parts: { response: answer({}, status) },
    message: new RegExp(
      `^${who} answered the request before the CORS layer could: status ${status}, without the CORS headers that it needs\\.$`,
    ),
    fix: new RegExp(
      `^Look at the status first, ${status}, which the browser hides from the page${more}\\. Error responses need`,
    ),
    alternative,
  })),
  {
    what: 'a preflight that is redirected to a login is answered by authentication',
    parts: { request: PUT, preflightResponse: answer({ Location: '/login' }, 302) },
    message: /^A redirect to a login answered the preflight.* It leads to "\/login"\./,
    fix: /^Put the CORS layer before whatever answered, or let that pass OPTIONS on\./,
  },
  {
    what: 'a rate limit on preflights has nothing to do with cookies',
    parts: { request: PUT, preflightResponse: answer({}, 429) },
    message:
      /^A rate limit answered the preflight before the CORS layer could: status 429, without the CORS headers that it needs\.$/,
    fix: /^Put the CORS layer before/,
  },
  {
    what: 'a router that answers OPTIONS with Allow is named, and Allow is no CORS header',
    parts: {
      request: PUT,
      preflightResponse: answer({ Allow: 'GET,HEAD', 'X-Powered-By': 'Express' }, 200),
      probes: [probed(PAGE, answer(ALLOWED))],
    },
    message:
      /^A router answered the preflight itself: status 200 with Allow: "GET,HEAD", which is not CORS\. GET with the same Origin is answered with the right headers\.$/,
    fix: /^OPTIONS must be answered with status 204 and/,
  },
  {
    what: 'an `if` of nginx that answers OPTIONS may be a proxy as well as a router',
    parts: {
      request: PUT,
      preflightResponse: answer({ Server: 'nginx' }, 204),
      probes: [probed(PAGE, answer(ALLOWED))],
    },
    message:
      /^A proxy or a router answered the preflight itself: status 204\. GET with the same Origin is answered with the right headers\.$/,
    fix: /^OPTIONS must be answered/,
  },
  {
    what: 'without a look at the request, nothing is said of it',
    parts: { request: PUT, preflightResponse: answer({}, 404) },
    message: /^A router answered the preflight itself: status 404\.$/,
    fix: /^OPTIONS must be answered/,
    alternative:
      /^Or nothing here does CORS, or a CORS layer covers other paths\. Look at the response to the request itself: if it has no Access-Control-Allow-Origin either, set up CORS first, or add this path to what the layer covers\.$/,
  },
  {
    what: 'a CORS layer that lets a router answer is told so',
    parts: { request: PUT_TOKEN, preflightResponse: answer(PASSES, 405) },
    message: /^The CORS layer set its headers and then let a router answer the preflight: status 405\.$/,
    fix: /^OPTIONS must be answered/,
  },
  {
    what: 'one response without headers does not speak for all origins',
    parts: { response: answer() },
    message: /^Nothing here does CORS: the answer has no CORS header\.$/,
    fix: /^If the server is yours, let it do CORS: `Access-Control-Allow-Origin: https:\/\/app\.example`\.$/,
    alternative:
      /^Or a CORS layer is there, but lists other origins, or covers other paths\. Try an origin that it lists, and another path:/,
  },
  {
    what: 'probes speak for all origins',
    parts: { response: answer(), probes: [probed(null, answer()), probed(STRANGER, answer())] },
    message: /^Nothing here does CORS: no answer has a CORS header, for any origin\.$/,
    fix: /^If the server is yours/,
    alternative: /^Or a CORS layer/,
  },
  {
    what: 'a 404 without CORS asks to check the URL first',
    parts: { response: answer({}, 404) },
    message: /^Nothing here does CORS \(status 404\): the answer has no CORS header\.$/,
    fix: /^Check the URL first: status 404 says that nothing is there\.$/,
    alternative: /./,
  },
  {
    what: 'a 502 asks for the server behind the proxy, and says who answers so',
    parts: { response: answer({}, 502) },
    message:
      /^The server failed at the request: status 502, which a proxy answers when nothing behind it does\. /,
    fix: /^First check that the server behind the proxy is running and answers in time\. Error responses need the headers too/,
  },
  {
    what: 'a 504 says that the server behind the proxy took too long',
    parts: { response: answer({}, 504) },
    message:
      /^The server failed at the request: status 504, which a proxy answers when nothing behind it does in time\. /,
    fix: /^First check that the server behind the proxy is running and answers in time\. /,
  },
  {
    what: 'text/html without CORS asks to check the URL first',
    parts: { response: answer({ 'Content-Type': 'text/html; charset=utf-8' }) },
    message: /^Nothing here does CORS: the answer has no CORS header\.$/,
    fix: /^Check the URL first: the answer is text\/html, perhaps a page and not the API\.$/,
    alternative: /^Or a CORS layer/,
  },
  {
    what: 'a 500 to a preflight asks for an answer to OPTIONS',
    parts: { request: PUT, preflightResponse: answer({}, 500) },
    message: /^The server failed at the preflight: status 500\. The browser shows that as a CORS error/,
    fix: /^Look at the server's log first\. OPTIONS must be answered with status 204/,
  },
  {
    what: 'a server that refuses the origin itself is told apart',
    parts: { response: answer({}, 403), probes: [probed(null, answer())] },
    message:
      /^The server refuses the request because of its origin, "https:\/\/app\.example": status 403, and no Access-Control-Allow-Origin\.$/,
    fix: /^The response must have `Access-Control-Allow-Origin: https:\/\/app\.example`\.$/,
  },
  {
    what: 'an origin that the layer does not list',
    parts: { response: answer({ Vary: 'Origin' }) },
    message:
      /^The CORS layer does not allow the origin "https:\/\/app\.example": its answer to the request has no/,
    fix: /^The response must have/,
  },
  {
    what: 'a misspelt origin says what is wrong with it',
    parts: { response: answer({ [ORIGIN]: `${PAGE}/` }) },
    message:
      /That is the same origin spelled otherwise, and browsers compare byte for byte: no user, no path, no slash/,
    fix: /^The response must have `Access-Control-Allow-Origin: https:\/\/app\.example`\.$/,
  },
  {
    what: 'an empty origin asks for the setting',
    parts: { response: answer({ [ORIGIN]: '' }) },
    message: /An empty value often comes from a setting that is not set\.$/,
    fix: /^The response must have/,
  },
  {
    what: 'an origin with another scheme says so',
    parts: { response: answer({ [ORIGIN]: 'http://app.example' }) },
    message: /They differ in the scheme\.$/,
    fix: /^The response must have/,
  },
  {
    what: 'the right origin without credentials is allowed: the credentials are not',
    parts: { request: COOKIES, response: answer(ALLOWED) },
    message: /has no Access-Control-Allow-Credentials header/,
    fix: /^The response must have `Access-Control-Allow-Credentials: true`\.$/,
  },
  {
    what: 'a method is added to the list, not put in its place',
    parts: { request: PUT, preflightResponse: answer({ ...ALLOWED, [METHODS]: 'GET, PATCH' }) },
    message: /does not allow the method "PUT": Access-Control-Allow-Methods is "GET, PATCH"\.$/,
    fix: /^The answer to the preflight must name "PUT" in `Access-Control-Allow-Methods`\.$/,
  },
  {
    what: 'a method in lower case is mended in the page',
    parts: { request: { method: 'patch' }, preflightResponse: answer({ ...ALLOWED, [METHODS]: 'PATCH' }) },
    message: /does not allow the method "patch"/,
    fix: /^Let the page write "PATCH":/,
  },
  {
    what: 'a layer that refuses a whole preflight for its method is named',
    parts: { request: PUT, preflightResponse: answer({}, 400), probes: [asked('GET', answer(ALLOWED))] },
    message:
      /^The CORS layer refuses the whole preflight \(status 400\) because of "PUT": it allows one without that\.$/,
    fix: /^The answer to the preflight must name "PUT"/,
  },
  {
    what: 'Starlette, which refuses a header with status 400, needs no probe for that',
    parts: {
      request: PUT_TOKEN,
      preflightResponse: page('Disallowed CORS headers', 400, { ...PASSES, [HEADERS]: 'x-a' }),
    },
    message: /^The CORS layer refuses the whole preflight \(status 400\) because of "x-token"\.$/,
    fix: /^The answer to the preflight must name "x-token" in `Access-Control-Allow-Headers`\.$/,
  },
  {
    what: 'Starlette, which refuses a POST with status 400, is told by its list',
    parts: {
      request: { method: 'POST', headers: { 'Content-Type': 'application/json' } },
      preflightResponse: page('Disallowed CORS method', 400, { ...PASSES, [METHODS]: 'GET' }),
      probes: [probed(PAGE, answer(ALLOWED)), asked('GET', answer(ALLOWED))],
    },
    message:
      /^The CORS layer refuses the whole preflight \(status 400\) because of "POST": it allows one without that\.$/,
    fix: /^The answer to the preflight must name "POST" in `Access-Control-Allow-Methods`\.$/,
  },
  {
    what: 'Access-Control-Allow-Origin on the request is taken out of the page, not allowed',
    parts: {
      request: { headers: { [ORIGIN]: '*', 'Access-Control-Allow-Headers': '*' } },
      preflightResponse: answer(ALLOWED),
    },
    message:
      /^The page sets "access-control-allow-origin", "access-control-allow-headers" on its request\. Only responses have such headers/,
    fix: /^Let the page leave out "access-control-allow-origin", "access-control-allow-headers"\./,
  },
  {
    what: 'a tracing header names the library and its option',
    parts: { request: { headers: { traceparent: '1' } }, preflightResponse: answer(ALLOWED) },
    message:
      /^The preflight does not allow "traceparent", which a tracing library in the page adds to the request\.$/,
    fix: /`tracePropagationTargets` \(Sentry\), `propagateTraceHeaderCorsUrls` \(OpenTelemetry\), `allowedTracingUrls` \(Datadog\)/,
  },
  {
    what: 'two lines are two layers',
    parts: { response: answer({ [ORIGIN]: [PAGE, PAGE] }) },
    message: /Two layers set it: the application and a proxy, or two middlewares\.$/,
    fix: /^Let one layer do CORS, so that `Access-Control-Allow-Origin: https:\/\/app\.example` goes out once\./,
  },
  {
    what: 'one line with two layers’ values was joined',
    parts: { response: answer({ [ORIGIN]: `${PAGE}, *` }) },
    message: /or two middlewares, and something joined their lines\.$/,
    fix: /^Let one layer do CORS/,
  },
  {
    what: 'a good preflight before a response without headers',
    parts: { request: PUT_TOKEN, preflightResponse: answer(PASSES), response: answer() },
    message:
      /^The preflight has the right CORS headers, and the answer to the request itself has none: static files, a route or a proxy answered it before the CORS layer could, or that layer answers OPTIONS alone\.$/,
    fix: /^The response must have `Access-Control-Allow-Origin: https:\/\/app\.example`\. The layer that answers the preflight must come before the routes and static files, so that it sees the request too, or set the same headers on its response\.$/,
  },
  {
    what: 'a 304 after a good preflight is no redirect to a login',
    parts: { request: PUT_TOKEN, preflightResponse: answer(PASSES), response: answer({}, 304) },
    message: /^The preflight has the right CORS headers, and the answer to the request itself has none:/,
    fix: /^The response must have/,
  },
  {
    what: 'a good preflight before a response that another CORS layer has touched',
    parts: { request: PUT_TOKEN, preflightResponse: answer(PASSES), response: answer({ Vary: 'Origin' }) },
    message:
      /^The preflight has the right CORS headers, and the answer to the request itself has no Access-Control-Allow-Origin: they are set for OPTIONS alone, or by another layer\.$/,
    fix: /^The response must have `Access-Control-Allow-Origin: https:\/\/app\.example`\. The layer that answers the preflight/,
  },
  {
    what: '* after a preflight that names the origin is of the layer that shows in that answer alone',
    parts: {
      request: { ...PUT_TOKEN, ...COOKIES },
      preflightResponse: answer({ ...PASSES, ...ALLOWED_WITH_COOKIES, 'X-Powered-By': 'Express' }),
      response: answer({ ...ANY, 'X-Powered-By': 'Express', Server: 'Werkzeug/3.0' }),
    },
    message:
      /^The layer that answers the preflight names the origin and allows credentials, but the answer to the request itself has "Access-Control-Allow-Origin: \*", from another layer, perhaps Flask\.$/,
    fix: /^The response must have `Access-Control-Allow-Origin: https:\/\/app\.example` and `Access-Control-Allow-Credentials: true`\. Take the CORS headers out of the layer that sends "\*"\. If the layer that answers the preflight does not see the request, let the other send these headers\.$/,
  },
  {
    what: '* after such a preflight of nobody known is perhaps of another layer',
    parts: {
      request: { ...PUT_TOKEN, ...COOKIES },
      preflightResponse: answer({ ...PASSES, ...ALLOWED_WITH_COOKIES }),
      response: answer({ ...ANY, 'Access-Control-Allow-Credentials': 'true' }),
    },
    message:
      /^The response has "Access-Control-Allow-Origin: \*", but the page sends the request with credentials/,
    fix: /List every other origin that may read, too\.$/,
    alternative:
      /^Or two layers do CORS: one answered the preflight with the origin itself, and another sends "\*"\. Look at the response of the application alone: if it names the origin, take the CORS headers out of whatever adds "\*"\.$/,
  },
  {
    what: 'a copy for another origin asks for Vary and the cache’s key',
    parts: { response: answer({ [ORIGIN]: 'https://b.example', Age: '9' }) },
    message:
      /^A cache answered with a copy that was made for another request, not for the origin "https:\/\/app\.example"\.$/,
    fix: /^Every response must have `Vary: Origin`, also to requests without Origin\. Then clear the cache\.$/,
    alternative: /^Or the CORS layer lists "https:\/\/b\.example" alone\. Try a query/,
  },
  {
    what: 'a copy that has Vary itself is from a cache that ignores it',
    parts: { response: answer({ [ORIGIN]: 'https://b.example', Vary: 'Accept, Origin', Age: '9' }) },
    message: /^A cache answered with a copy/,
    fix: /^The copy has Vary: "Accept, Origin", which the cache ignores: put `Origin` into its cache key, and clear it\.$/,
    alternative: /^Or the CORS layer lists "https:\/\/b\.example" alone\./,
  },
  {
    what: 'a copy that varies by something else lacks Origin there',
    parts: { response: answer({ [ORIGIN]: 'https://b.example', Vary: 'Accept', Age: '9' }) },
    message: /^A cache answered with a copy/,
    fix: /^Every response must have `Vary: Origin`/,
    alternative: /^Or the CORS layer/,
  },
  ...[
    { headers: {}, change: 'send `Vary: Origin` and clear the cache' },
    { headers: { Vary: 'origin' }, change: "put `Origin` into the cache's key and clear the cache" },
  ].map(({ headers, change }) => ({
    what: `what may be a copy with ${JSON.stringify(headers)}: ${change}`,
    parts: {
      response: answer({ [ORIGIN]: 'https://b.example', ...headers }),
      probes: [asked('GET', answer(ALLOWED))],
    },
    message: /^The preflight has the right CORS headers/,
    fix: /^The response must have/,
    alternative: new RegExp(`^Or a cache answered with an old copy\\. .* is right, ${change}\\.$`),
  })),
  {
    what: 'mixed content asks for the https URL, and for the proxy’s',
    parts: { request: { url: 'http://api.example/x' } },
    message: /mixed content/,
    fix: /^Let the page ask for "https:\/\/api\.example\/x"\. If a proxy in front of this server ends TLS, check/,
  },
]

for (const { what, parts, message, fix, alternative } of words) {
  test(what, () => {
    const { cause } = verdictOf(parts)
    assert.match(cause?.message ?? '', message)
    assert.match(cause?.fix.split('\n')[0] ?? '', fix)
    if (alternative === undefined) assert.equal(cause?.alternative, null)
    else assert.match(cause?.alternative?.message ?? '', alternative)
  })
}

test('whoever lists the origin already is told where to look', () => {
  const last = (parts: Parts) => verdictOf(parts).cause?.fix.split('\n').at(-1) ?? ''
  const look =
    'If it is listed already, look for a blank, a slash at the end, or another scheme, port or case.'
  assert.equal(last({ response: answer({ Vary: 'Origin' }) }), look)
  assert.equal(last({ request: PUT, preflightResponse: answer({ Vary: 'Origin' }) }), look)
  // The answer shows what is listed, and nobody lists the origin null.
  assert.notEqual(last({ response: answer({ [ORIGIN]: 'https://b.example' }) }), look)
  assert.notEqual(last({ pageOrigin: 'null', response: answer({ Vary: 'Origin' }) }), look)
})

test('a login with credentials asks the proxies for the cookie too', () => {
  const { cause } = verdictOf({ request: COOKIES, redirects: [redirect('/login', {})] })
  assert.equal(
    cause?.fix.split('\n')[1],
    'If the browser sends it, look whether every proxy on the way passes `Cookie` on.',
  )
})

test('somebody else’s server leaves a server of one’s own', () => {
  const fix = verdictOf({ response: answer() }).cause?.fix.split('\n') ?? []
  assert.equal(
    fix.at(-1),
    'If it is not, no page of yours can read it: let your own server request it, and the page your server.',
  )
})

test('a tracing header beside one of the page gets the tracing library’s option as well', () => {
  const { cause } = verdictOf({
    request: { headers: { traceparent: '1', 'X-A': '1' } },
    preflightResponse: answer(ALLOWED),
  })
  assert.deepEqual(
    cause?.fix.split('\n').map(line => line.split(':')[0]),
    [
      'The answer to the preflight must name "traceparent", "x-a" in `Access-Control-Allow-Headers`.',
      'With cors-policy',
      'Let the tracing library add its headers for your own servers only',
    ],
  )
})

const NAMES =
  'traceparent tracestate baggage sentry-trace b3 x-b3-traceid uber-trace-id newrelic x-datadog-trace-id elastic-apm-traceparent request-id request-context x-cloud-trace-context x-amzn-trace-id'

for (const name of NAMES.split(' ')) {
  test(`${name} is a header of a tracing library`, () => {
    const { cause } = verdictOf({ request: { headers: { [name]: '1' } }, preflightResponse: answer(ALLOWED) })
    assert.match(cause?.message ?? '', /a tracing library in the page adds/)
  })
}

const MISSING: Check = 'kPreflightMissingAllowOriginHeader'
const STATUS: Check = 'kPreflightInvalidStatus'
const METHOD: Check = 'kMethodDisallowedByPreflightResponse'
const HEADER: Check = 'kHeaderDisallowedByPreflightResponse'

const explained: readonly {
  readonly what: string
  readonly parts: Parts
  readonly explains: readonly Check[]
  /** What remains after the change. */
  readonly others: readonly Check[]
}[] = [
  {
    what: 'authentication explains all that its answer lacks',
    parts: { request: { ...PUT_TOKEN, ...COOKIES }, preflightResponse: answer({}, 401) },
    explains: [MISSING, 'kPreflightInvalidAllowCredentials', STATUS, METHOD, HEADER],
    others: [],
  },
  {
    what: 'a missing route explains all that its answer lacks',
    parts: { request: PUT_TOKEN, preflightResponse: answer({}, 404) },
    explains: [MISSING, STATUS, METHOD, HEADER],
    others: [],
  },
  {
    what: 'an origin that is not listed explains the missing lists',
    parts: { request: PUT_TOKEN, preflightResponse: answer({ Vary: 'Origin' }) },
    explains: [MISSING, METHOD, HEADER],
    others: [],
  },
  {
    what: 'an origin that is not listed does not explain a list without the method',
    parts: {
      request: PUT_TOKEN,
      preflightResponse: answer({ Vary: 'Origin', [METHODS]: 'GET', [HEADERS]: 'x-token' }),
    },
    explains: [MISSING],
    others: [METHOD],
  },
  {
    what: 'another origin does not explain a missing list, nor credentials',
    parts: {
      request: { ...PUT, ...COOKIES },
      preflightResponse: answer({ [ORIGIN]: 'https://b.example' }),
    },
    explains: ['kPreflightAllowOriginMismatch'],
    others: ['kPreflightInvalidAllowCredentials', METHOD],
  },
  {
    what: '* with credentials explains the missing Allow-Credentials, and lists of *',
    parts: {
      request: { ...PUT_TOKEN, ...COOKIES },
      preflightResponse: answer({ ...ANY, [METHODS]: '*', [HEADERS]: '*' }),
    },
    explains: ['kPreflightWildcardOriginNotAllowed', 'kPreflightInvalidAllowCredentials', METHOD, HEADER],
    others: [],
  },
  {
    what: '* with credentials does not explain a list without the method',
    parts: { request: { ...PUT, ...COOKIES }, preflightResponse: answer({ ...ANY, [METHODS]: 'GET' }) },
    explains: ['kPreflightWildcardOriginNotAllowed', 'kPreflightInvalidAllowCredentials'],
    others: [METHOD],
  },
  {
    what: 'a method that is not listed does not explain a header',
    parts: { request: PUT_TOKEN, preflightResponse: answer({ ...ALLOWED, [METHODS]: 'GET' }) },
    explains: [METHOD],
    others: [HEADER],
  },
  {
    what: 'a method for which the whole preflight is refused explains the refusal',
    parts: { request: PUT, preflightResponse: answer({}, 400), probes: [asked('GET', answer(ALLOWED))] },
    explains: [MISSING, STATUS, METHOD],
    others: [],
  },
  {
    what: 'missing credentials do not explain a missing list',
    parts: { request: { ...PUT, ...COOKIES }, preflightResponse: answer(ALLOWED) },
    explains: ['kPreflightInvalidAllowCredentials'],
    others: [METHOD],
  },
  {
    what: 'a failed preflight does not explain the response',
    parts: {
      request: PUT,
      preflightResponse: answer({ ...ALLOWED, [METHODS]: 'GET' }),
      response: answer({}, 500),
    },
    explains: [METHOD],
    others: ['kMissingAllowOriginHeader'],
  },
  {
    what: 'a server without CORS explains preflight and response',
    parts: { request: PUT, preflightResponse: answer(), response: answer() },
    explains: [MISSING, METHOD, 'kMissingAllowOriginHeader'],
    others: [],
  },
  {
    what: 'a redirect explains all that comes after it',
    parts: { redirects: [redirect('https://other.example/', {})], response: answer(ALLOWED) },
    explains: ['kMissingAllowOriginHeader', 'kAllowOriginMismatch'],
    others: [],
  },
  {
    what: 'a header of responses on the request explains the whole preflight',
    parts: { request: { headers: { [ORIGIN]: '*' } }, preflightResponse: answer({}, 404) },
    explains: [MISSING, STATUS, HEADER],
    others: [],
  },
]

for (const { what, parts, explains, others } of explained) {
  test(what, () => {
    const { cause, failures } = verdictOf(parts)
    assert.deepEqual(cause?.explains, explains)
    assert.deepEqual(
      failures.map(({ check }) => check).filter(check => !cause?.explains.includes(check)),
      others,
    )
  })
}

const evidence: readonly {
  readonly what: string
  readonly parts: Parts
  readonly lines: readonly string[]
}[] = [
  {
    what: 'the answer that failed, with the headers that tell',
    parts: {
      response: answer({
        Vary: 'Origin',
        Server: 'nginx',
        Via: '1.1 varnish',
        'Content-Type': 'text/html',
        'X-Powered-By': 'Express',
        'CF-Ray': '8f',
      }),
    },
    lines: [
      'the request: status 200, vary: "Origin", cf-ray: "8f", via: "1.1 varnish", server: "nginx", x-powered-by: "Express"',
    ],
  },
  {
    what: 'the answer to another origin, which shows a CORS layer',
    parts: {
      response: answer(),
      probes: [
        probed(PAGE, answer()),
        probed(null, answer()),
        probed(STRANGER, answer({ [ORIGIN]: STRANGER })),
      ],
    },
    lines: [
      'the request: status 200',
      'GET with Origin: https://not-listed.example: status 200, access-control-allow-origin: "https://not-listed.example"',
    ],
  },
  {
    what: 'the answer past the cache',
    parts: { response: answer({ Age: '9' }), probes: [uncached(answer(ALLOWED))] },
    lines: [
      'the request: status 200, age: "9"',
      'GET past the cache: status 200, access-control-allow-origin: "https://app.example", vary: "Origin"',
    ],
  },
  {
    what: 'the request, which a preflight without headers is compared with',
    parts: {
      request: PUT,
      preflightResponse: answer({ Allow: 'GET' }, 405),
      probes: [probed(PAGE, answer(ALLOWED))],
    },
    lines: [
      'the preflight: status 405, allow: "GET"',
      'GET with the same Origin: status 200, access-control-allow-origin: "https://app.example", vary: "Origin"',
    ],
  },
  {
    what: 'the lesser preflight, which passes',
    parts: { request: PUT, preflightResponse: answer({}, 400), probes: [asked('GET', answer(ALLOWED, 204))] },
    lines: [
      'the preflight: status 400',
      'a preflight for GET alone: status 204, access-control-allow-origin: "https://app.example", vary: "Origin"',
    ],
  },
  {
    what: 'at most three others',
    parts: {
      response: answer(),
      probes: Array.from({ length: 5 }, (_, index) =>
        probed(`https://${index}.example`, answer({ [ORIGIN]: '*' })),
      ),
    },
    lines: [
      'the request: status 200',
      ...[0, 1, 2].map(
        index => `GET with Origin: https://${index}.example: status 200, access-control-allow-origin: "*"`,
      ),
    ],
  },
  {
    what: 'first the answers that say whom they allow',
    parts: {
      response: answer({ Vary: 'Origin' }),
      probes: [
        probed(null, answer({ Vary: 'Origin' })),
        probed(STRANGER, answer({ Vary: 'Origin' })),
        probed('https://b.example', answer({ [ORIGIN]: 'https://b.example' })),
      ],
    },
    lines: [
      'the request: status 200, vary: "Origin"',
      'GET with Origin: https://b.example: status 200, access-control-allow-origin: "https://b.example"',
      'GET without Origin: status 200, vary: "Origin"',
      'GET with Origin: https://not-listed.example: status 200, vary: "Origin"',
    ],
  },
  {
    what: 'the redirect that the request got, and the answer of the login that it led to',
    parts: {
      redirects: [redirect('/login', { ...ALLOWED, Server: 'nginx' })],
      response: answer({ 'X-Powered-By': 'Express' }),
    },
    lines: [
      'the request: status 302, access-control-allow-origin: "https://app.example", vary: "Origin", location: "/login", server: "nginx"',
      'the request after the redirect, "https://api.example/login": status 200, x-powered-by: "Express"',
    ],
  },
  {
    what: 'the preflight after a redirect',
    parts: {
      request: PUT,
      redirects: [{ ...redirect('/b', ANY), preflightResponse: answer({ ...ANY, [METHODS]: 'PUT' }) }],
      preflightResponse: answer({}, 404),
    },
    lines: [
      'the request: status 302, access-control-allow-origin: "*", location: "/b"',
      'the preflight after the redirect, "https://api.example/b": status 404',
    ],
  },
  {
    what: 'at most the last three redirects',
    parts: { redirects: ['/1', '/2', '/3', '/4'].map(path => redirect(path, ANY)), response: answer() },
    lines: [
      ...[2, 3, 4].map(
        path => `the request: status 302, access-control-allow-origin: "*", location: "/${path}"`,
      ),
      'the request after the redirect, "https://api.example/4": status 200',
    ],
  },
  { what: 'nothing, if nothing was answered', parts: { request: { body: 'x' } }, lines: [] },
]

for (const { what, parts, lines } of evidence) {
  test(`the evidence is ${what}`, () => assert.deepEqual(verdictOf(parts).cause?.evidence, lines))
}

test('what a server says is quoted, cut and escaped in causes', () => {
  const { cause } = verdictOf({ response: answer({ [ORIGIN]: `https://\u202e${'b'.repeat(500)}.example` }) })
  const text = [cause?.message, cause?.fix, ...(cause?.evidence ?? [])].join('\n')
  assert.doesNotMatch(text, /[^\n -~…`]/)
  assert.ok(text.length < 1000)
})
