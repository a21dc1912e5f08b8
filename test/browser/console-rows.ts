import type { AnsweredResponse, Check } from 'cors-policy/diagnose'

/**
 * What a page does, and how the servers answer. `{page}`, `{api}` and `{other}` in header values and acts are the origins; `{closed}`
 * is a port at which nothing listens, `{broken}` one whose server closes each connection.
 */
export interface Row {
  /** Also the path of the URL. */
  readonly id: string
  /** The mistake, as `diagnose` names it; `null` if it is nothing that `diagnose` looks at. */
  readonly check: Check | null
  /** Evaluated in the page, with `URL` as the API's URL. */
  readonly act: string
  readonly page: 'http' | 'https' | 'opaque'
  readonly preflight: AnsweredResponse
  readonly response: AnsweredResponse
  /** The answers of the other origin, to preflights too. */
  readonly other: AnsweredResponse
}

type Lines = readonly (readonly [string, string])[]

const PAGE: Lines = [['Access-Control-Allow-Origin', '{page}']]
const allow = (value: string, more: Lines = []): Lines => [['Access-Control-Allow-Origin', value], ...more]
const TRUE: Lines = [['Access-Control-Allow-Credentials', 'true']]
const list = (what: 'Methods' | 'Headers', value: string): Lines => [[`Access-Control-Allow-${what}`, value]]
const answer = (headers: Lines, status = 200): AnsweredResponse => ({ status, headers })
const to = (location: string, headers: Lines = PAGE, status = 302): AnsweredResponse =>
  answer([...headers, ['Location', location]], status)

const GET = 'fetch(URL)'
const COOKIES = `fetch(URL, { credentials: 'include' })`
const PUT = `fetch(URL, { method: 'PUT' })`
const PUT_COOKIES = `fetch(URL, { method: 'PUT', credentials: 'include' })`
const XHR = `xhr('GET', URL)`
const XHR_COOKIES = `xhr('GET', URL, true)`
const HEADER = `fetch(URL, { headers: { 'X-Test': '1' } })`

const ALL = answer([...PAGE, ...TRUE, ...list('Methods', 'PUT'), ...list('Headers', 'x-test')])

function row(id: string, check: Row['check'], act: string, more: Partial<Row> = {}): Row {
  return { id, check, act, page: 'http', preflight: ALL, response: ALL, other: ALL, ...more }
}

/** A CORS check that fails at the response, asked with fetch and with XHR, and at a preflight. */
function corsRows(id: string, check: string, headers: Lines, cookies = false): Row[] {
  const response = answer(headers)
  return [
    row(id, `k${check}` as Check, cookies ? COOKIES : GET, { response }),
    row(`${id}-xhr`, `k${check}` as Check, cookies ? XHR_COOKIES : XHR, { response }),
    row(`${id}-preflight`, `kPreflight${check}` as Check, cookies ? PUT_COOKIES : PUT, {
      preflight: answer([...headers, ...list('Methods', 'PUT')]),
    }),
  ]
}

const checks: readonly Row[] = [
  ...corsRows('missing', 'MissingAllowOriginHeader', []),
  row('missing-404', 'kMissingAllowOriginHeader', GET, { response: answer([], 404) }),
  row('missing-500', 'kMissingAllowOriginHeader', GET, { response: answer([], 500) }),
  ...corsRows('wildcard', 'WildcardOriginNotAllowed', allow('*', TRUE), true),
  ...corsRows('list', 'MultipleAllowOriginValues', allow('{page}, {other}')),
  ...corsRows('twice', 'MultipleAllowOriginValues', [...PAGE, ...PAGE]),
  ...corsRows('host', 'InvalidAllowOriginValue', allow('app.example')),
  ...corsRows('empty', 'InvalidAllowOriginValue', allow('')),
  ...corsRows('mismatch', 'AllowOriginMismatch', allow('{other}')),
  ...corsRows('slash', 'AllowOriginMismatch', allow('{page}/')),
  ...corsRows('credentials', 'InvalidAllowCredentials', PAGE, true),
  ...corsRows(
    'credentials-spelling',
    'InvalidAllowCredentials',
    allow('{page}', [['Access-Control-Allow-Credentials', 'True']]),
    true,
  ),
  row('null-missing', 'kMissingAllowOriginHeader', GET, { page: 'opaque', response: answer([]) }),
  row('null-mismatch', 'kAllowOriginMismatch', GET, { page: 'opaque', response: answer(allow('{other}')) }),
]

const preflights: readonly Row[] = [
  row('preflight-redirect', 'kPreflightDisallowedRedirect', PUT, { preflight: to('{other}/x') }),
  row('preflight-404', 'kPreflightMissingAllowOriginHeader', PUT, { preflight: answer([], 404) }),
  row('preflight-401', 'kPreflightMissingAllowOriginHeader', PUT, { preflight: answer([], 401) }),
  row('preflight-status', 'kPreflightInvalidStatus', PUT, { preflight: answer(PAGE, 405) }),
  row('methods-invalid', 'kInvalidAllowMethodsPreflightResponse', PUT, {
    preflight: answer([...PAGE, ...list('Methods', 'GET PUT')]),
  }),
  row('headers-invalid', 'kInvalidAllowHeadersPreflightResponse', HEADER, {
    preflight: answer([...PAGE, ...list('Headers', '["x-test"]')]),
  }),
  row('method', 'kMethodDisallowedByPreflightResponse', PUT, {
    preflight: answer([...PAGE, ...list('Methods', 'GET, POST')]),
  }),
  row('method-xhr', 'kMethodDisallowedByPreflightResponse', `xhr('DELETE', URL)`, {
    preflight: answer(PAGE),
  }),
  row('method-case', 'kMethodDisallowedByPreflightResponse', `fetch(URL, { method: 'patch' })`, {
    preflight: answer([...PAGE, ...list('Methods', 'PATCH')]),
  }),
  row('method-wildcard', 'kMethodDisallowedByPreflightResponse', PUT_COOKIES, {
    preflight: answer([...PAGE, ...TRUE, ...list('Methods', '*')]),
  }),
  row('header', 'kHeaderDisallowedByPreflightResponse', HEADER, { preflight: answer(PAGE) }),
  row(
    'header-json',
    'kHeaderDisallowedByPreflightResponse',
    `fetch(URL, { method: 'POST', body: '{}', headers: { 'Content-Type': 'application/json' } })`,
    { preflight: answer(PAGE) },
  ),
  row(
    'header-wildcard',
    'kHeaderDisallowedByPreflightResponse',
    `fetch(URL, { headers: { 'X-Test': '1' }, credentials: 'include' })`,
    { preflight: answer([...PAGE, ...TRUE, ...list('Headers', '*')]) },
  ),
  row(
    'header-of-server',
    'kHeaderDisallowedByPreflightResponse',
    `fetch(URL, { headers: { 'Access-Control-Allow-Origin': '*' } })`,
    { preflight: answer(PAGE) },
  ),
  row('authorization-wildcard', null, `fetch(URL, { headers: { Authorization: 'Bearer x' } })`, {
    preflight: answer([...PAGE, ...list('Headers', '*')]),
  }),
]

const redirects: readonly Row[] = [
  row('redirect-missing', 'kMissingAllowOriginHeader', GET, { response: to('{api}/x', []) }),
  row('redirect-target', 'kMissingAllowOriginHeader', GET, {
    response: to('{other}/redirect-target-2'),
    other: answer([]),
  }),
  row('redirect-null', 'kAllowOriginMismatch', GET, {
    response: to('{other}/redirect-null-2'),
    other: answer(PAGE),
  }),
  row('redirect-preflight', 'kPreflightMissingAllowOriginHeader', PUT, {
    response: to('{other}/redirect-preflight-2', PAGE, 307),
    other: answer([], 404),
  }),
  row('redirect-from-home', 'kMissingAllowOriginHeader', `fetch(HOME)`, {
    response: to('{other}/redirect-from-home-2', []),
    other: answer([]),
  }),
  row('redirect-user', 'kRedirectContainsCredentials', GET, {
    response: to('http://user:pass@other.localhost/redirect-user-2'),
  }),
  row('redirect-scheme', 'kCorsDisabledScheme', GET, {
    response: to('ftp://other.localhost/redirect-scheme-2'),
  }),
  row('redirect-loop', 'too-many-redirects', GET, { response: to('{api}/redirect-loop') }),
  row('redirect-error', 'redirect-error', `fetch(URL, { redirect: 'error' })`, { response: to('{api}/x') }),
  row('redirect-bad-port', 'bad-port', GET, {
    response: to('http://api.localhost:6000/redirect-bad-port-2'),
  }),
  row('redirect-mixed', 'mixed-content', `fetch(URL)`, {
    page: 'https',
    response: to('http://insecure.example/redirect-mixed-2'),
  }),
]

const calls: readonly Row[] = [
  row('url-credentials', 'url-credentials', `fetch(URL.replace('//', '//user:pass@'))`),
  row('forbidden-method', 'forbidden-method', `fetch(URL, { method: 'TRACE' })`),
  row('no-cors-method', 'no-cors-method', `fetch(URL, { mode: 'no-cors', method: 'PUT' })`),
  row(
    'no-cors-redirect',
    'kNoCorsRedirectModeNotFollow',
    `fetch(URL, { mode: 'no-cors', redirect: 'error' })`,
  ),
  row('no-cors-header', 'opaque-response', `fetch(URL, { mode: 'no-cors', headers: { 'X-Test': '1' } })`),
  row('no-cors-resource-policy', 'opaque-response', `fetch(URL, { mode: 'no-cors' })`, {
    response: answer([['Cross-Origin-Resource-Policy', 'same-origin']]),
  }),
  row('body', 'body-not-allowed', `fetch(URL, { body: 'x' })`),
  row('header-name', 'invalid-header', `fetch(URL, { headers: { 'X Test': '1' } })`),
  row('header-forbidden', null, `fetch(URL, { headers: { Cookie: 'a=b' } })`),
  row('header-forbidden-xhr', null, `xhr('GET', URL, false, { Origin: '{other}' })`),
  row('same-origin-mode', 'kDisallowedByMode', `fetch(URL, { mode: 'same-origin' })`),
  row('scheme', 'kCorsDisabledScheme', `fetch('foo://api.localhost/scheme')`),
  row('scheme-xhr', 'kCorsDisabledScheme', `xhr('GET', 'foo://api.localhost/scheme-xhr')`),
  row('scheme-missing', 'kCorsDisabledScheme', `fetch('localhost:3000/scheme-missing')`),
  row('scheme-file', 'kCorsDisabledScheme', `fetch('file:///scheme-file')`),
  row('hidden-header', null, `fetch(URL).then(response => response.headers.get('x-hidden'))`, {
    response: answer([...PAGE, ['X-Hidden', '1']]),
  }),
  row('hidden-header-xhr', null, `xhr('GET', URL, false, {}, 'x-hidden')`, {
    response: answer([...PAGE, ['X-Hidden', '1']]),
  }),
]

const networks: readonly Row[] = [
  row('bad-port', 'bad-port', `fetch('http://api.localhost:6000/bad-port')`),
  row('mixed', 'mixed-content', `fetch('http://insecure.example/mixed')`, { page: 'https' }),
  row('mixed-xhr', 'mixed-content', `xhr('GET', 'http://insecure.example/mixed-xhr')`, { page: 'https' }),
  row('refused', 'no-response', `fetch('http://api.localhost:{closed}/refused')`),
  row('refused-xhr', 'no-response', `xhr('GET', 'http://api.localhost:{closed}/refused-xhr')`),
  row(
    'refused-preflight',
    'no-response',
    `fetch('http://api.localhost:{closed}/refused-preflight', { method: 'PUT' })`,
  ),
  row('closed', 'no-response', `fetch('http://api.localhost:{broken}/closed')`),
  row(
    'closed-preflight',
    'no-response',
    `fetch('http://api.localhost:{broken}/closed-preflight', { method: 'PUT' })`,
  ),
  row('tls', 'no-response', `fetch('https://api.localhost:{broken}/tls')`),
  row('dns', 'no-response', `fetch('http://nowhere.invalid/dns')`),
]

const NOTHING: Partial<Row> = { response: answer([]) }

const elements: readonly Row[] = [
  row('img', 'kMissingAllowOriginHeader', `load('img', { crossorigin: '', src: URL })`, NOTHING),
  row(
    'img-credentials',
    'kWildcardOriginNotAllowed',
    `load('img', { crossorigin: 'use-credentials', src: URL })`,
    {
      response: answer(allow('*')),
    },
  ),
  row('script', 'kMissingAllowOriginHeader', `load('script', { crossorigin: '', src: URL })`, NOTHING),
  row('module', 'kMissingAllowOriginHeader', `load('script', { type: 'module', src: URL })`, NOTHING),
  row('import', 'kMissingAllowOriginHeader', `import(URL)`, NOTHING),
  row(
    'style',
    'kMissingAllowOriginHeader',
    `load('link', { rel: 'stylesheet', crossorigin: '', href: URL })`,
    NOTHING,
  ),
  row(
    'preload',
    'kMissingAllowOriginHeader',
    `load('link', { rel: 'preload', as: 'fetch', crossorigin: '', href: URL })`,
    NOTHING,
  ),
  row('video', 'kMissingAllowOriginHeader', `load('video', { crossorigin: '', src: URL })`, NOTHING),
  row('track', 'kMissingAllowOriginHeader', `track(URL)`, NOTHING),
  row('font', 'kMissingAllowOriginHeader', `new FontFace('f', 'url(' + URL + ')').load()`, NOTHING),
  row('mask', 'kMissingAllowOriginHeader', `mask(URL)`, NOTHING),
  row('eventsource', 'kMissingAllowOriginHeader', `events(URL)`, NOTHING),
  row(
    'integrity',
    'kMissingAllowOriginHeader',
    `load('script', { integrity: 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=', src: URL })`,
    NOTHING,
  ),
  row(
    'beacon',
    'kPreflightMissingAllowOriginHeader',
    `navigator.sendBeacon(URL, new Blob(['{}'], { type: 'application/json' }))`,
    { preflight: answer([]) },
  ),
  row('worker', null, `new Worker(URL)`),
  row('frame', null, `frame(URL)`, NOTHING),
  row('websocket', null, `socket(URL)`, { response: answer([], 403) }),
  row('policy', null, `policy(URL)`),
]

const every = [...checks, ...preflights, ...redirects, ...calls, ...networks, ...elements]

/** Page by page; the page's own policy, which stays, comes last. */
export const rows: readonly Row[] = (['opaque', 'https', 'http'] as const).flatMap(page =>
  every.filter(row => row.page === page),
)

/** What acts may call. */
export const PRELUDE = `
const settled = (one, names) => new Promise(done => {
  for (const name of names) one.addEventListener(name, () => done())
  setTimeout(done, 1000)
})
const load = (tag, attributes) => {
  const one = document.createElement(tag)
  const loaded = settled(one, ['load', 'error', 'loadeddata'])
  for (const name in attributes) one.setAttribute(name, attributes[name])
  document.body.append(one)
  return loaded
}
const xhr = (method, url, withCredentials = false, headers = {}, wanted = 'etag') => {
  const request = new XMLHttpRequest()
  request.open(method, url)
  request.withCredentials = withCredentials
  request.responseType = 'text'
  for (const name in headers) request.setRequestHeader(name, headers[name])
  const loaded = settled(request, ['load', 'error'])
  request.send()
  return loaded.then(() => request.getResponseHeader(wanted))
}
const events = url => {
  const source = new EventSource(url)
  return settled(source, ['error']).then(() => source.close())
}
const socket = url => settled(new WebSocket(url.replace('http', 'ws')), ['error', 'open'])
const track = async url => {
  const video = document.createElement('video')
  video.crossOrigin = ''
  const one = document.createElement('track')
  const loaded = settled(one, ['load', 'error'])
  one.src = url
  video.append(one)
  document.body.append(video)
  one.track.mode = 'showing'
  await loaded
}
const mask = url => {
  document.body.style.maskImage = 'url(' + url + ')'
  return new Promise(done => setTimeout(done, 300)).then(() => { document.body.style.maskImage = '' })
}
const frame = async url => {
  const one = document.createElement('iframe')
  const loaded = settled(one, ['load'])
  one.src = url
  document.body.append(one)
  await loaded
  one.contentWindow.document
}
const policy = async url => {
  const meta = document.createElement('meta')
  meta.httpEquiv = 'Content-Security-Policy'
  meta.content = "connect-src 'self' http://tasks.localhost:*"
  document.head.append(meta)
  await fetch(url)
}
`
