import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CorsOptions, type CorsRequest, cors, createPolicy, type Decision, resolve } from 'cors-policy'

const A = 'https://a.example'
const B = 'https://b.example'

function get(origin?: string, url = '/'): CorsRequest {
  return { method: 'GET', url, headers: { ...(origin !== undefined && { origin }) } }
}

function preflight(origin: string | undefined, method: string, headers?: string): CorsRequest {
  return {
    method: 'OPTIONS',
    url: '/',
    headers: {
      ...(origin !== undefined && { origin }),
      'access-control-request-method': method,
      ...(headers !== undefined && { 'access-control-request-headers': headers }),
    },
  }
}

/** A decision in short, headers without their common prefix. */
function short({ kind, allowed, reason, status, headers, vary }: Decision) {
  const bare = Object.entries(headers).map(([name, value]) => [name.replace('Access-Control-', ''), value])
  return {
    kind,
    allowed,
    reason,
    ...(status !== undefined && { status }),
    headers: Object.fromEntries(bare),
    vary: vary.map(name => name.replace('Access-Control-', '')).join(', '),
  }
}

const METHODS = { 'Allow-Methods': 'GET, HEAD, POST, OPTIONS, PUT, PATCH, DELETE' }

interface Row {
  readonly title: string
  readonly options: CorsOptions
  readonly request: CorsRequest
  readonly kind: Decision['kind']
  readonly reason: Decision['reason']
  readonly headers: Record<string, string>
  readonly vary: string
  readonly status?: number
}

const table: readonly Row[] = [
  // '*'
  {
    title: 'by default any origin is repeated',
    options: {},
    request: get(A),
    kind: 'actual',
    reason: 'any-origin',
    headers: { 'Allow-Origin': A },
    vary: 'Origin',
  },
  {
    title: 'by default a request without Origin is answered *',
    options: {},
    request: get(),
    kind: 'none',
    reason: 'no-origin',
    headers: { 'Allow-Origin': '*' },
    vary: 'Origin',
  },
  {
    title: 'without alwaysSend it is not',
    options: { alwaysSend: false },
    request: get(),
    kind: 'none',
    reason: 'no-origin',
    headers: {},
    vary: 'Origin',
  },
  {
    title: 'under *, null is answered *, never null',
    options: {},
    request: get('null'),
    kind: 'actual',
    reason: 'any-origin',
    headers: { 'Allow-Origin': '*' },
    vary: 'Origin',
  },
  {
    title: 'under *, what is no origin is denied',
    options: {},
    request: get('a.example'),
    kind: 'actual',
    reason: 'origin-malformed',
    headers: {},
    vary: 'Origin',
  },
  {
    title: 'under *, an empty Origin is denied',
    options: {},
    request: get(''),
    kind: 'actual',
    reason: 'origin-malformed',
    headers: {},
    vary: 'Origin',
  },
  {
    title: 'under *, a doubled Origin is denied',
    options: {},
    request: get(`${A}, ${A}`),
    kind: 'actual',
    reason: 'origin-malformed',
    headers: {},
    vary: 'Origin',
  },
  {
    title: 'a literal * is static: no Vary',
    options: { sendWildcard: true },
    request: get(A),
    kind: 'actual',
    reason: 'any-origin',
    headers: { 'Allow-Origin': '*' },
    vary: '',
  },
  {
    title: 'a literal * goes to all',
    options: { sendWildcard: true },
    request: get(),
    kind: 'none',
    reason: 'no-origin',
    headers: { 'Allow-Origin': '*' },
    vary: '',
  },
  {
    title: 'a literal * goes to malformed origins too',
    options: { sendWildcard: true },
    request: get('x'),
    kind: 'actual',
    reason: 'origin-malformed',
    headers: { 'Allow-Origin': '*' },
    vary: '',
  },
  {
    title: 'a literal * only for those who ask varies',
    options: { sendWildcard: true, alwaysSend: false },
    request: get(A),
    kind: 'actual',
    reason: 'any-origin',
    headers: { 'Allow-Origin': '*' },
    vary: 'Origin',
  },
  {
    title: '… and is not sent without Origin',
    options: { sendWildcard: true, alwaysSend: false },
    request: get(),
    kind: 'none',
    reason: 'no-origin',
    headers: {},
    vary: 'Origin',
  },
  // One origin
  {
    title: 'one origin is static',
    options: { origins: A },
    request: get(A),
    kind: 'actual',
    reason: 'origin-listed',
    headers: { 'Allow-Origin': A },
    vary: '',
  },
  {
    title: 'one origin goes to requests without Origin',
    options: { origins: A },
    request: get(),
    kind: 'none',
    reason: 'no-origin',
    headers: { 'Allow-Origin': A },
    vary: '',
  },
  {
    title: 'one origin goes to others: the browser compares',
    options: { origins: A },
    request: get(B),
    kind: 'actual',
    reason: 'origin-not-allowed',
    headers: { 'Allow-Origin': A },
    vary: '',
  },
  {
    title: 'one origin without alwaysSend varies',
    options: { origins: A, alwaysSend: false },
    request: get(A),
    kind: 'actual',
    reason: 'origin-listed',
    headers: { 'Allow-Origin': A },
    vary: 'Origin',
  },
  {
    title: '… says nothing without Origin',
    options: { origins: A, alwaysSend: false },
    request: get(),
    kind: 'none',
    reason: 'no-origin',
    headers: {},
    vary: 'Origin',
  },
  {
    title: '… and nothing to others',
    options: { origins: A, alwaysSend: false },
    request: get(B),
    kind: 'actual',
    reason: 'origin-not-allowed',
    headers: {},
    vary: 'Origin',
  },
  {
    title: 'one origin with credentials',
    options: { origins: A, credentials: true },
    request: get(B),
    kind: 'actual',
    reason: 'origin-not-allowed',
    headers: { 'Allow-Origin': A, 'Allow-Credentials': 'true' },
    vary: '',
  },
  {
    title: 'a single pattern is not one origin',
    options: { origins: 'https://*.example' },
    request: get(),
    kind: 'none',
    reason: 'no-origin',
    headers: {},
    vary: 'Origin',
  },
  // Nobody
  {
    title: 'an empty list allows nobody and never varies',
    options: { origins: [] },
    request: get(A),
    kind: 'actual',
    reason: 'origin-not-allowed',
    headers: {},
    vary: '',
  },
  {
    title: 'an empty list answers a preflight with nothing',
    options: { origins: [] },
    request: preflight(A, 'PUT'),
    kind: 'preflight',
    reason: 'origin-not-allowed',
    headers: {},
    vary: '',
    status: 204,
  },
  // A list
  {
    title: 'a listed origin is repeated',
    options: { origins: [A, B] },
    request: get(B),
    kind: 'actual',
    reason: 'origin-listed',
    headers: { 'Allow-Origin': B },
    vary: 'Origin',
  },
  {
    title: 'another gets nothing but Vary',
    options: { origins: [A, B], credentials: true, exposeHeaders: 'ETag', timing: true },
    request: get('https://c.example'),
    kind: 'actual',
    reason: 'origin-not-allowed',
    headers: {},
    vary: 'Origin',
  },
  {
    title: 'a list says nothing without Origin',
    options: { origins: [A, B] },
    request: get(),
    kind: 'none',
    reason: 'no-origin',
    headers: {},
    vary: 'Origin',
  },
  {
    title: 'an origin in other case is malformed',
    options: { origins: [A, B] },
    request: get('https://A.example'),
    kind: 'actual',
    reason: 'origin-malformed',
    headers: {},
    vary: 'Origin',
  },
  {
    title: 'an origin with its default port is malformed',
    options: { origins: [A, B] },
    request: get(`${A}:443`),
    kind: 'actual',
    reason: 'origin-malformed',
    headers: {},
    vary: 'Origin',
  },
  {
    title: 'null is not allowed by a list',
    options: { origins: [A, B] },
    request: get('null'),
    kind: 'actual',
    reason: 'origin-not-allowed',
    headers: {},
    vary: 'Origin',
  },
  {
    title: 'null is allowed where it is listed',
    options: { origins: [A, 'null'] },
    request: get('null'),
    kind: 'actual',
    reason: 'origin-listed',
    headers: { 'Allow-Origin': 'null' },
    vary: 'Origin',
  },
  {
    title: 'null is not asked of RegExps and functions',
    options: { origins: [/^.*$/, () => true] },
    request: get('null'),
    kind: 'actual',
    reason: 'origin-not-allowed',
    headers: {},
    vary: 'Origin',
  },
  // What goes with the origin
  {
    title: 'credentials, exposed headers and timing go with it',
    options: { origins: [A, B], credentials: true, exposeHeaders: ['ETag', 'X-N', 'etag'], timing: true },
    request: get(A),
    kind: 'actual',
    reason: 'origin-listed',
    headers: {
      'Allow-Origin': A,
      'Allow-Credentials': 'true',
      'Expose-Headers': 'ETag, X-N',
      'Timing-Allow-Origin': A,
    },
    vary: 'Origin',
  },
  {
    title: 'all headers can be exposed',
    options: { origins: [A, B], exposeHeaders: '*' },
    request: get(A),
    kind: 'actual',
    reason: 'origin-listed',
    headers: { 'Allow-Origin': A, 'Expose-Headers': '*' },
    vary: 'Origin',
  },
  {
    title: 'timing follows the literal *',
    options: { sendWildcard: true, timing: true },
    request: get(A),
    kind: 'actual',
    reason: 'any-origin',
    headers: { 'Allow-Origin': '*', 'Timing-Allow-Origin': '*' },
    vary: '',
  },
  // Any origin with credentials, the risk accepted
  {
    title: 'any origin with credentials is repeated',
    options: { credentials: true, dangerouslyAllow: ['any-origin-with-credentials'] },
    request: get(A),
    kind: 'actual',
    reason: 'any-origin',
    headers: { 'Allow-Origin': A, 'Allow-Credentials': 'true' },
    vary: 'Origin',
  },
  {
    title: '… null is not, nor its credentials',
    options: { credentials: true, dangerouslyAllow: ['any-origin-with-credentials'] },
    request: get('null'),
    kind: 'actual',
    reason: 'origin-not-allowed',
    headers: {},
    vary: 'Origin',
  },
  {
    title: '… and no answer fits requests without Origin',
    options: { credentials: true, dangerouslyAllow: ['any-origin-with-credentials'] },
    request: get(),
    kind: 'none',
    reason: 'no-origin',
    headers: {},
    vary: 'Origin',
  },
  // Vary
  {
    title: 'vary adds what a function looks at',
    options: { origins: [A, B], vary: ['X-Tenant'] },
    request: get(A),
    kind: 'actual',
    reason: 'origin-listed',
    headers: { 'Allow-Origin': A },
    vary: 'Origin, X-Tenant',
  },
  {
    title: 'vary: false leaves Vary alone',
    options: { origins: [A, B], vary: false },
    request: get(A),
    kind: 'actual',
    reason: 'origin-listed',
    headers: { 'Allow-Origin': A },
    vary: '',
  },
  // Preflights
  {
    title: 'a preflight is granted with the whole lists',
    options: {
      origins: [A, B],
      allowHeaders: ['X-B', 'Content-Type'],
      maxAge: 60,
      credentials: true,
      exposeHeaders: 'ETag',
      timing: true,
    },
    request: preflight(A, 'PUT', 'content-type'),
    kind: 'preflight',
    reason: 'origin-listed',
    headers: {
      'Allow-Origin': A,
      'Allow-Credentials': 'true',
      ...METHODS,
      'Allow-Headers': 'X-B, Content-Type',
      'Max-Age': '60',
    },
    vary: 'Origin',
    status: 204,
  },
  {
    title: 'maxAge 0 and -1 are sent',
    options: { origins: [A, B], allowHeaders: [], maxAge: -1 },
    request: preflight(A, 'PUT'),
    kind: 'preflight',
    reason: 'origin-listed',
    headers: { 'Allow-Origin': A, ...METHODS, 'Max-Age': '-1' },
    vary: 'Origin',
    status: 204,
  },
  {
    title: 'a denied preflight has no header, and the same status',
    options: { origins: [A, B], maxAge: 60, preflightStatus: 200 },
    request: preflight('https://c.example', 'PUT', 'x-a'),
    kind: 'preflight',
    reason: 'origin-not-allowed',
    headers: {},
    vary: 'Origin',
    status: 200,
  },
  {
    title: 'a static preflight is the same for all',
    options: { origins: A, allowHeaders: 'X-A', maxAge: 5 },
    request: preflight(B, 'PUT', 'x-b'),
    kind: 'preflight',
    reason: 'origin-not-allowed',
    headers: { 'Allow-Origin': A, ...METHODS, 'Allow-Headers': 'X-A', 'Max-Age': '5' },
    vary: '',
    status: 204,
  },
  {
    title: 'a method that is not listed shows in the list',
    options: { origins: [A, B], methods: 'put', allowHeaders: [] },
    request: preflight(A, 'DELETE'),
    kind: 'preflight',
    reason: 'method-not-allowed',
    headers: { 'Allow-Origin': A, 'Allow-Methods': 'PUT' },
    vary: 'Origin',
    status: 204,
  },
  {
    title: 'methods compare in the case they are sent in',
    options: { origins: [A, B], allowHeaders: [] },
    request: preflight(A, 'patch'),
    kind: 'preflight',
    reason: 'method-not-allowed',
    headers: { 'Allow-Origin': A, ...METHODS },
    vary: 'Origin',
    status: 204,
  },
  {
    title: 'a method that is no token is refused',
    options: { origins: [A, B], allowHeaders: [] },
    request: preflight(A, 'P T'),
    kind: 'preflight',
    reason: 'method-not-allowed',
    headers: { 'Allow-Origin': A, ...METHODS },
    vary: 'Origin',
    status: 204,
  },
  {
    title: 'an empty method is refused',
    options: { origins: [A, B], allowHeaders: [] },
    request: preflight(A, ''),
    kind: 'preflight',
    reason: 'method-not-allowed',
    headers: { 'Allow-Origin': A, ...METHODS },
    vary: 'Origin',
    status: 204,
  },
  ...['GET', 'HEAD', 'POST'].map(
    (method): Row => ({
      title: `browsers let ${method} pass unlisted`,
      options: { origins: [A, B], methods: [], allowHeaders: [] },
      request: preflight(A, method),
      kind: 'preflight',
      reason: 'origin-listed',
      headers: { 'Allow-Origin': A },
      vary: 'Origin',
      status: 204,
    }),
  ),
  {
    title: 'all methods are *',
    options: { origins: [A, B], methods: '*', allowHeaders: [] },
    request: preflight(A, 'LINK'),
    kind: 'preflight',
    reason: 'origin-listed',
    headers: { 'Allow-Origin': A, 'Allow-Methods': '*' },
    vary: 'Origin',
    status: 204,
  },
  {
    title: 'all methods with credentials are the one asked for',
    options: { origins: [A, B], methods: '*', allowHeaders: [], credentials: true },
    request: preflight(A, 'LINK'),
    kind: 'preflight',
    reason: 'origin-listed',
    headers: { 'Allow-Origin': A, 'Allow-Credentials': 'true', 'Allow-Methods': 'LINK' },
    vary: 'Origin, Request-Method',
    status: 204,
  },
  {
    title: '… if it is one that a page can send',
    options: { origins: [A, B], methods: '*', allowHeaders: [], credentials: true },
    request: preflight(A, 'TRACE'),
    kind: 'preflight',
    reason: 'method-not-allowed',
    headers: { 'Allow-Origin': A, 'Allow-Credentials': 'true' },
    vary: 'Origin, Request-Method',
    status: 204,
  },
  {
    title: '… and a token',
    options: { origins: [A, B], methods: '*', allowHeaders: [], credentials: true },
    request: preflight(A, 'A\r\nB'),
    kind: 'preflight',
    reason: 'method-not-allowed',
    headers: { 'Allow-Origin': A, 'Allow-Credentials': 'true' },
    vary: 'Origin, Request-Method',
    status: 204,
  },
  {
    title: 'a header that is not listed shows in the list',
    options: { origins: [A, B], allowHeaders: 'X-A' },
    request: preflight(A, 'PUT', 'x-a,x-b'),
    kind: 'preflight',
    reason: 'headers-not-allowed',
    headers: { 'Allow-Origin': A, ...METHODS, 'Allow-Headers': 'X-A' },
    vary: 'Origin',
    status: 204,
  },
  {
    title: 'any header is repeated, once, in lower case, tokens only',
    options: { origins: [A, B] },
    request: preflight(A, 'PUT', ' x-b,,X-A ,\tx-a,a b,x"'),
    kind: 'preflight',
    reason: 'headers-not-allowed',
    headers: { 'Allow-Origin': A, ...METHODS, 'Allow-Headers': 'x-b, x-a' },
    vary: 'Origin, Request-Headers',
    status: 204,
  },
  {
    title: 'a list as browsers write it is repeated as it is',
    options: { origins: [A, B] },
    request: preflight(A, 'PUT', "content-type,x-!#$%&'*+-.^_`|~9,x-a,x-a"),
    kind: 'preflight',
    reason: 'origin-listed',
    headers: { 'Allow-Origin': A, ...METHODS, 'Allow-Headers': "content-type,x-!#$%&'*+-.^_`|~9,x-a,x-a" },
    vary: 'Origin, Request-Headers',
    status: 204,
  },
  {
    title: 'a comma at an end is not repeated',
    options: { origins: [A, B] },
    request: preflight(A, 'PUT', 'x-a,'),
    kind: 'preflight',
    reason: 'origin-listed',
    headers: { 'Allow-Origin': A, ...METHODS, 'Allow-Headers': 'x-a' },
    vary: 'Origin, Request-Headers',
    status: 204,
  },
  {
    title: 'commas alone are repeated nowhere',
    options: { origins: [A, B], allowHeaders: [] },
    request: preflight(A, 'PUT', ',,'),
    kind: 'preflight',
    reason: 'origin-listed',
    headers: { 'Allow-Origin': A, ...METHODS },
    vary: 'Origin',
    status: 204,
  },
  {
    title: 'beside a list, listed headers are not repeated',
    options: { origins: [A, B], allowHeaders: ['*', 'X-A'] },
    request: preflight(A, 'PUT', 'x-a'),
    kind: 'preflight',
    reason: 'origin-listed',
    headers: { 'Allow-Origin': A, ...METHODS, 'Allow-Headers': 'X-A' },
    vary: 'Origin, Request-Headers',
    status: 204,
  },
  {
    title: 'beside a list, any other header is repeated once',
    options: { origins: [A, B], allowHeaders: ['*', 'X-A'] },
    request: preflight(A, 'PUT', 'x-a,x-b,x-b'),
    kind: 'preflight',
    reason: 'origin-listed',
    headers: { 'Allow-Origin': A, ...METHODS, 'Allow-Headers': 'X-A, x-b' },
    vary: 'Origin, Request-Headers',
    status: 204,
  },
  {
    title: 'empty names, white space and case count for nothing',
    options: { origins: [A, B], allowHeaders: ['X-A', 'X-B'] },
    request: preflight(A, 'PUT', ',x-a, ,\t X-B ,x-a,'),
    kind: 'preflight',
    reason: 'origin-listed',
    headers: { 'Allow-Origin': A, ...METHODS, 'Allow-Headers': 'X-A, X-B' },
    vary: 'Origin',
    status: 204,
  },
  {
    title: 'names in several lines are one list',
    options: { origins: [A, B], allowHeaders: ['X-A', 'X-B'] },
    request: {
      ...preflight(A, 'PUT'),
      headers: { ...preflight(A, 'PUT').headers, 'access-control-request-headers': ['x-a', 'x-b'] },
    },
    kind: 'preflight',
    reason: 'origin-listed',
    headers: { 'Allow-Origin': A, ...METHODS, 'Allow-Headers': 'X-A, X-B' },
    vary: 'Origin',
    status: 204,
  },
  {
    title: 'under * with credentials, the preflight of null is answered nothing',
    options: {
      origins: '*',
      credentials: true,
      dangerouslyAllow: 'any-origin-with-credentials',
      allowHeaders: [],
    },
    request: preflight('null', 'PUT'),
    kind: 'preflight',
    reason: 'origin-not-allowed',
    headers: {},
    vary: 'Origin',
    status: 204,
  },
  {
    title: 'OPTIONS without Origin is no preflight',
    options: { origins: [A, B] },
    request: preflight(undefined, 'PUT'),
    kind: 'none',
    reason: 'no-origin',
    headers: {},
    vary: 'Origin',
  },
  {
    title: 'an ambiguous path without Origin says so, and that another spelling depends on it',
    options: { origins: [A, B], resources: '/a/*' },
    request: get(undefined, '/A/x'),
    kind: 'none',
    reason: 'path-ambiguous',
    headers: {},
    vary: 'Origin',
  },
  {
    title: 'a request without a URL is one for /',
    options: { origins: [A, B], resources: '/' },
    request: { method: 'GET', headers: { origin: A } },
    kind: 'actual',
    reason: 'origin-listed',
    headers: { 'Allow-Origin': A },
    vary: 'Origin',
  },
  {
    title: 'a header that is no text is none',
    options: { origins: [A, B] },
    request: { method: 'GET', url: '/', headers: { origin: 5 as never } },
    kind: 'none',
    reason: 'no-origin',
    headers: {},
    vary: 'Origin',
  },
  {
    title: 'any header allows Authorization by name',
    options: { origins: [A, B] },
    request: preflight(A, 'PUT', 'authorization'),
    kind: 'preflight',
    reason: 'origin-listed',
    headers: { 'Allow-Origin': A, ...METHODS, 'Allow-Headers': 'authorization' },
    vary: 'Origin, Request-Headers',
    status: 204,
  },
  {
    title: 'no header asked for, none repeated',
    options: { origins: [A, B] },
    request: preflight(A, 'PUT'),
    kind: 'preflight',
    reason: 'origin-listed',
    headers: { 'Allow-Origin': A, ...METHODS },
    vary: 'Origin, Request-Headers',
    status: 204,
  },
  {
    title: 'a RegExp repeats what matches after the list',
    options: { origins: [A, B], allowHeaders: ['X-A', /^x-acme-/] },
    request: preflight(A, 'PUT', 'x-a,x-acme-1,X-Acme-2'),
    kind: 'preflight',
    reason: 'origin-listed',
    headers: { 'Allow-Origin': A, ...METHODS, 'Allow-Headers': 'X-A, x-acme-1, x-acme-2' },
    vary: 'Origin, Request-Headers',
    status: 204,
  },
  {
    title: 'a RegExp does not repeat the rest',
    options: { origins: [A, B], allowHeaders: /^X-ACME-/ },
    request: preflight(A, 'PUT', 'x-acme-1,y'),
    kind: 'preflight',
    reason: 'headers-not-allowed',
    headers: { 'Allow-Origin': A, ...METHODS, 'Allow-Headers': 'x-acme-1' },
    vary: 'Origin, Request-Headers',
    status: 204,
  },
  {
    title: 'a preflight can be passed on',
    options: { origins: [A, B], automaticOptions: false, allowHeaders: [] },
    request: preflight(A, 'PUT'),
    kind: 'preflight',
    reason: 'origin-listed',
    headers: { 'Allow-Origin': A, ...METHODS },
    vary: 'Origin',
  },
  {
    title: 'OPTIONS without a requested method is no preflight',
    options: { origins: [A, B] },
    request: { ...get(A), method: 'OPTIONS' },
    kind: 'actual',
    reason: 'origin-listed',
    headers: { 'Allow-Origin': A },
    vary: 'Origin',
  },
  {
    title: 'OPTIONS without Origin is no CORS request',
    options: { origins: [A, B] },
    request: preflight(undefined, 'PUT'),
    kind: 'none',
    reason: 'no-origin',
    headers: {},
    vary: 'Origin',
  },
  {
    title: 'a requested method on GET is no preflight',
    options: { origins: [A, B] },
    request: { ...preflight(A, 'PUT'), method: 'GET' },
    kind: 'actual',
    reason: 'origin-listed',
    headers: { 'Allow-Origin': A },
    vary: 'Origin',
  },
  // blockDisallowed
  {
    title: 'a disallowed origin can be blocked',
    options: { origins: [A, B], blockDisallowed: true },
    request: get('https://c.example'),
    kind: 'actual',
    reason: 'origin-not-allowed',
    headers: {},
    vary: 'Origin, Sec-Fetch-Site',
    status: 403,
  },
  {
    title: 'a malformed one is blocked',
    options: { origins: [A, B], blockDisallowed: true },
    request: get('c'),
    kind: 'actual',
    reason: 'origin-malformed',
    headers: {},
    vary: 'Origin, Sec-Fetch-Site',
    status: 403,
  },
  {
    title: 'an allowed one is not',
    options: { origins: [A, B], blockDisallowed: true },
    request: get(A),
    kind: 'actual',
    reason: 'origin-listed',
    headers: { 'Allow-Origin': A },
    vary: 'Origin, Sec-Fetch-Site',
  },
  {
    title: 'a request without Origin is not',
    options: { origins: [A, B], blockDisallowed: true },
    request: get(),
    kind: 'none',
    reason: 'no-origin',
    headers: {},
    vary: 'Origin, Sec-Fetch-Site',
  },
  {
    title: 'a preflight is denied, not blocked',
    options: { origins: [A, B], blockDisallowed: true },
    request: preflight('https://c.example', 'PUT'),
    kind: 'preflight',
    reason: 'origin-not-allowed',
    headers: {},
    vary: 'Origin, Sec-Fetch-Site',
    status: 204,
  },
  {
    title: 'a preflight that is passed on is blocked, so that the handler does not answer it',
    options: { origins: [A, B], blockDisallowed: true, automaticOptions: false },
    request: preflight('https://c.example', 'PUT'),
    kind: 'preflight',
    reason: 'origin-not-allowed',
    headers: {},
    vary: 'Origin, Sec-Fetch-Site',
    status: 403,
  },
  {
    title: 'an allowed preflight that is passed on is not blocked',
    options: {
      origins: [A, B],
      methods: 'PUT',
      allowHeaders: [],
      blockDisallowed: true,
      automaticOptions: false,
    },
    request: preflight(A, 'PUT'),
    kind: 'preflight',
    reason: 'origin-listed',
    headers: { 'Allow-Origin': A, 'Allow-Methods': 'PUT' },
    vary: 'Origin, Sec-Fetch-Site',
  },
  {
    title: 'blocking some varies, even with one origin',
    options: { origins: A, blockDisallowed: true },
    request: get(B),
    kind: 'actual',
    reason: 'origin-not-allowed',
    headers: {},
    vary: 'Origin, Sec-Fetch-Site',
    status: 403,
  },
]

const denials = ['origin-not-allowed', 'origin-malformed', 'method-not-allowed', 'headers-not-allowed']

for (const { title, options, request, kind, reason, headers, vary, status } of table) {
  test(title, () => {
    assert.deepEqual(short(resolve(createPolicy(options), request)), {
      kind,
      allowed: !denials.includes(reason),
      reason,
      ...(status !== undefined && { status }),
      headers,
      vary,
    })
  })
}

const blocking = createPolicy({ origins: [A, B], blockDisallowed: true })
const sameOrigin: readonly {
  readonly title: string
  readonly headers: Record<string, string>
  readonly status: number | undefined
}[] = [
  {
    title: 'same-origin by Sec-Fetch-Site passes',
    headers: { 'sec-fetch-site': 'same-origin' },
    status: undefined,
  },
  { title: 'what no page asked for passes', headers: { 'sec-fetch-site': 'none' }, status: undefined },
  {
    title: 'same-site is another origin',
    headers: { 'sec-fetch-site': 'same-site', host: 'c.example' },
    status: 403,
  },
  {
    title: 'cross-site is blocked whatever Host says',
    headers: { 'sec-fetch-site': 'cross-site', host: 'c.example' },
    status: 403,
  },
  { title: 'without Sec-Fetch-Site the same host passes', headers: { host: 'c.example' }, status: undefined },
  { title: 'another host is blocked', headers: { host: 'api.c.example' }, status: 403 },
  { title: 'another port is blocked', headers: { host: 'c.example:8443' }, status: 403 },
  {
    title: "HTTP/2's authority counts as the host",
    headers: { ':authority': 'c.example' },
    status: undefined,
  },
]
for (const { title, headers, status } of sameOrigin) {
  test(`blockDisallowed: ${title}`, () => {
    const request = { method: 'POST', url: '/', headers: { origin: 'https://c.example', ...headers } }
    assert.equal(resolve(blocking, request).status, status)
  })
}

test('blockDisallowed: an ambiguous path is blocked where one of the resources blocks', () => {
  const resources = { '/a/*': { blockDisallowed: true }, '/b': {} }
  const status = (policy: object) =>
    resolve(createPolicy({ origins: [A, B], ...policy }), get('https://evil.example', '/A/x')).status
  assert.equal(status({ resources }), 403)
  assert.equal(status({ resources: { '/a/*': {}, '/b': {} } }), undefined)
})

test('where the policy covers no path, only requests without Origin are allowed', () => {
  const policy = createPolicy({ origins: [A, B], resources: '/a' })
  const judged = [get(), get(A), preflight(A, 'PUT')].map(request => short(resolve(policy, request)))
  const rest = { reason: 'no-resource', headers: {}, vary: '' }
  assert.deepEqual(judged, [
    { kind: 'none', allowed: true, ...rest },
    { kind: 'actual', allowed: false, ...rest },
    { kind: 'preflight', allowed: false, ...rest },
  ])
})

test('resolve takes a policy, and says so where it is given options', () => {
  for (const policy of [{ origins: A }, null, undefined, cors()]) {
    assert.throws(() => resolve(policy as never, get(A)), {
      name: 'TypeError',
      message: 'resolve() takes a policy. Write resolve(createPolicy(options), request).',
    })
  }
})

test('what a function sees is the origin and the request, and only true allows', () => {
  const seen: unknown[] = []
  const answers: Record<string, unknown> = {
    'https://t.example': true,
    'https://one.example': 1,
    'https://s.example': 'true',
  }
  const origins = (origin: string, request: CorsRequest) => {
    seen.push([origin, request.url])
    return answers[origin] as boolean
  }
  const policy = createPolicy({ origins })
  const allowed = [
    'https://t.example',
    'https://one.example',
    'https://s.example',
    'https://u.example',
    'null',
    'x',
    '',
    undefined,
  ]
  assert.deepEqual(
    allowed.map(origin => resolve(policy, get(origin, '/p')).reason),
    [
      'origin-listed',
      ...Array(4).fill('origin-not-allowed'),
      'origin-malformed',
      'origin-malformed',
      'no-origin',
    ],
  )
  assert.deepEqual(
    seen,
    ['t', 'one', 's', 'u'].map(name => [`https://${name}.example`, '/p']),
  )
})

test('a function is not asked for an origin that is listed beside it', () => {
  const policy = createPolicy({ origins: [A, () => assert.fail('asked')] })
  assert.equal(resolve(policy, get(A)).reason, 'origin-listed')
})

test('a function that needs time makes resolve throw, not allow, and rejects nowhere', async () => {
  const policy = createPolicy({ origins: () => Promise.reject(new Error('database')) })
  assert.throws(() => resolve(policy, get(A)), { name: 'TypeError', message: /answered with a promise/ })
  await new Promise(setImmediate)
})

test('header values may be arrays; Fetch requests are read too', () => {
  const policy = createPolicy({ origins: [A, B] })
  const of = (headers: CorsRequest['headers'] | Headers) =>
    resolve(policy, { method: 'GET', url: '/', headers } as CorsRequest).reason
  assert.equal(of({ origin: [A] }), 'origin-listed')
  assert.equal(of({ origin: [A, B] }), 'origin-malformed')
  assert.equal(of(new Headers({ Origin: A })), 'origin-listed')
  const request = new Request('https://api.example/x', { headers: { origin: A } })
  assert.equal(
    resolve(createPolicy({ resources: { '/x': { origins: [A, B] } } }), request).reason,
    'origin-listed',
  )
})

test('headers on Object.prototype are not headers of a request', () => {
  const prototype = Object.prototype as { origin?: string }
  prototype.origin = A
  try {
    assert.equal(resolve(createPolicy({ origins: [A, B] }), get()).kind, 'none')
  } finally {
    delete prototype.origin
  }
})

test('options changed after the policy was made change nothing', () => {
  const origins = [A, B]
  const resource = { origins: [A, B] }
  const plain = createPolicy({ origins })
  const mapped = createPolicy({ resources: { '/': resource } })
  origins.push('https://c.example')
  resource.origins = ['https://c.example']
  for (const policy of [plain, mapped]) {
    assert.equal(resolve(policy, get('https://c.example')).allowed, false)
    assert.equal(resolve(policy, get(A)).allowed, true)
  }
})

test('what a caller does to a decision does not reach the next one', () => {
  const uncovered = { options: { resources: '/x' }, request: get(A) }
  for (const { options, request } of [...table, uncovered]) {
    const policy = createPolicy(options)
    const first = resolve(policy, request)
    const before = structuredClone(first)
    try {
      Object.assign(first, { allowed: 'hacked' })
      ;(first.vary as string[]).push('hacked')
    } catch {}
    try {
      Object.assign(first.headers, { 'Access-Control-Allow-Origin': 'hacked' })
    } catch {}
    assert.deepEqual(structuredClone(resolve(policy, request)), before)
  }
})

test('a policy is frozen', () => {
  assert.ok(Object.isFrozen(createPolicy()))
})

test('white space around a requested header name is SP and TAB; what holds other characters is no name', () => {
  const headers = {
    origin: A,
    'access-control-request-method': 'GET',
    'access-control-request-headers': '\xa0x-b, x-c\t,\x0bx-d',
  }
  const decision = resolve(createPolicy({ origins: [A] }), { method: 'OPTIONS', url: '/', headers })
  assert.equal(decision.reason, 'headers-not-allowed')
  assert.equal(decision.headers['Access-Control-Allow-Headers'], 'x-c')
})

test('Vary names each header once, whatever the case in which it is listed', () => {
  const { vary } = resolve(
    createPolicy({ origins: [A, 'https://b.example'], vary: ['origin', 'X-T', 'x-t'] }),
    get(A),
  )
  assert.deepEqual(
    vary.map(name => name.toLowerCase()),
    ['origin', 'x-t'],
  )
})

test('a list of names of any length has an answer', () => {
  for (const allowHeaders of ['*', 'x-a', /^x-a$/]) {
    const policy = createPolicy({ origins: [A], allowHeaders })
    const list = (count: number) => `${'x-a,'.repeat(count - 1)}x-a`
    for (const count of [2, 10_000, 20_000, 4_000_000]) {
      const { reason, headers } = resolve(policy, preflight(A, 'GET', list(count)))
      const told = new Set(headers['Access-Control-Allow-Headers']?.split(/, ?/))
      assert.deepEqual([reason, [...told]], ['origin-listed', ['x-a']], `${allowHeaders} ${count}`)
    }
  }
})
