import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CorsOptions, type CorsRequest, cors, createPolicy, type Decision, resolve } from 'cors-policy'

const A = 'https://a.example'
const B = 'https://b.example'

/** A request as a reader sees it: method, path, origin, what its preflight asks for. */
function ask(origin?: string, preflight?: [method: string, headers?: string], url = '/'): CorsRequest {
  return {
    method: preflight ? 'OPTIONS' : 'GET',
    url,
    headers: {
      ...(origin !== undefined && { origin }),
      ...(preflight && { 'access-control-request-method': preflight[0] }),
      ...(preflight?.[1] !== undefined && { 'access-control-request-headers': preflight[1] }),
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
const PUT: [string] = ['PUT']

const table: readonly [
  sentence: string,
  options: CorsOptions,
  request: CorsRequest,
  kind: Decision['kind'],
  reason: Decision['reason'],
  headers: Record<string, string>,
  vary: string,
  status?: number,
][] = [
  // '*'
  ['by default any origin is repeated', {}, ask(A), 'actual', 'any-origin', { 'Allow-Origin': A }, 'Origin'],
  [
    'by default a request without Origin is answered *',
    {},
    ask(),
    'none',
    'no-origin',
    { 'Allow-Origin': '*' },
    'Origin',
  ],
  ['without alwaysSend it is not', { alwaysSend: false }, ask(), 'none', 'no-origin', {}, 'Origin'],
  [
    'under *, null is answered *, never null',
    {},
    ask('null'),
    'actual',
    'any-origin',
    { 'Allow-Origin': '*' },
    'Origin',
  ],
  [
    'a literal * is static: no Vary',
    { sendWildcard: true },
    ask(A),
    'actual',
    'any-origin',
    { 'Allow-Origin': '*' },
    '',
  ],
  [
    'a literal * goes to all',
    { sendWildcard: true },
    ask(),
    'none',
    'no-origin',
    { 'Allow-Origin': '*' },
    '',
  ],
  [
    'a literal * goes to malformed origins too',
    { sendWildcard: true },
    ask('x'),
    'actual',
    'origin-malformed',
    { 'Allow-Origin': '*' },
    '',
  ],
  [
    'a literal * only for those who ask varies',
    { sendWildcard: true, alwaysSend: false },
    ask(A),
    'actual',
    'any-origin',
    { 'Allow-Origin': '*' },
    'Origin',
  ],
  [
    '… and is not sent without Origin',
    { sendWildcard: true, alwaysSend: false },
    ask(),
    'none',
    'no-origin',
    {},
    'Origin',
  ],
  // One origin
  ['one origin is static', { origins: A }, ask(A), 'actual', 'origin-listed', { 'Allow-Origin': A }, ''],
  [
    'one origin goes to requests without Origin',
    { origins: A },
    ask(),
    'none',
    'no-origin',
    { 'Allow-Origin': A },
    '',
  ],
  [
    'one origin goes to others: the browser compares',
    { origins: A },
    ask(B),
    'actual',
    'origin-not-allowed',
    { 'Allow-Origin': A },
    '',
  ],
  [
    'one origin without alwaysSend varies',
    { origins: A, alwaysSend: false },
    ask(A),
    'actual',
    'origin-listed',
    { 'Allow-Origin': A },
    'Origin',
  ],
  [
    '… says nothing without Origin',
    { origins: A, alwaysSend: false },
    ask(),
    'none',
    'no-origin',
    {},
    'Origin',
  ],
  [
    '… and nothing to others',
    { origins: A, alwaysSend: false },
    ask(B),
    'actual',
    'origin-not-allowed',
    {},
    'Origin',
  ],
  [
    'one origin with credentials',
    { origins: A, credentials: true },
    ask(B),
    'actual',
    'origin-not-allowed',
    { 'Allow-Origin': A, 'Allow-Credentials': 'true' },
    '',
  ],
  [
    'a single pattern is not one origin',
    { origins: 'https://*.example' },
    ask(),
    'none',
    'no-origin',
    {},
    'Origin',
  ],
  // Nobody
  [
    'an empty list allows nobody and never varies',
    { origins: [] },
    ask(A),
    'actual',
    'origin-not-allowed',
    {},
    '',
  ],
  [
    'an empty list answers a preflight with nothing',
    { origins: [] },
    ask(A, PUT),
    'preflight',
    'origin-not-allowed',
    {},
    '',
    204,
  ],
  // A list
  [
    'a listed origin is repeated',
    { origins: [A, B] },
    ask(B),
    'actual',
    'origin-listed',
    { 'Allow-Origin': B },
    'Origin',
  ],
  [
    'another gets nothing but Vary',
    { origins: [A, B], credentials: true, exposeHeaders: 'ETag', timing: true },
    ask('https://c.example'),
    'actual',
    'origin-not-allowed',
    {},
    'Origin',
  ],
  ['a list says nothing without Origin', { origins: [A, B] }, ask(), 'none', 'no-origin', {}, 'Origin'],
  [
    'an origin in other case is malformed',
    { origins: [A, B] },
    ask('https://A.example'),
    'actual',
    'origin-malformed',
    {},
    'Origin',
  ],
  [
    'an origin with its default port is malformed',
    { origins: [A, B] },
    ask(`${A}:443`),
    'actual',
    'origin-malformed',
    {},
    'Origin',
  ],
  [
    'null is not allowed by a list',
    { origins: [A, B] },
    ask('null'),
    'actual',
    'origin-not-allowed',
    {},
    'Origin',
  ],
  [
    'null is allowed where it is listed',
    { origins: [A, 'null'] },
    ask('null'),
    'actual',
    'origin-listed',
    { 'Allow-Origin': 'null' },
    'Origin',
  ],
  [
    'null is not asked of RegExps and functions',
    { origins: [/^.*$/, () => true] },
    ask('null'),
    'actual',
    'origin-not-allowed',
    {},
    'Origin',
  ],
  // What goes with the origin
  [
    'credentials, exposed headers and timing go with it',
    { origins: [A, B], credentials: true, exposeHeaders: ['ETag', 'X-N', 'etag'], timing: true },
    ask(A),
    'actual',
    'origin-listed',
    {
      'Allow-Origin': A,
      'Allow-Credentials': 'true',
      'Expose-Headers': 'ETag, X-N',
      'Timing-Allow-Origin': A,
    },
    'Origin',
  ],
  [
    'all headers can be exposed',
    { origins: [A, B], exposeHeaders: '*' },
    ask(A),
    'actual',
    'origin-listed',
    { 'Allow-Origin': A, 'Expose-Headers': '*' },
    'Origin',
  ],
  [
    'timing follows the literal *',
    { sendWildcard: true, timing: true },
    ask(A),
    'actual',
    'any-origin',
    { 'Allow-Origin': '*', 'Timing-Allow-Origin': '*' },
    '',
  ],
  // Any origin with credentials, the risk accepted
  [
    'any origin with credentials is repeated',
    { credentials: true, dangerouslyAllow: ['any-origin-with-credentials'] },
    ask(A),
    'actual',
    'any-origin',
    { 'Allow-Origin': A, 'Allow-Credentials': 'true' },
    'Origin',
  ],
  [
    '… null is not, nor its credentials',
    { credentials: true, dangerouslyAllow: ['any-origin-with-credentials'] },
    ask('null'),
    'actual',
    'origin-not-allowed',
    {},
    'Origin',
  ],
  [
    '… and no answer fits requests without Origin',
    { credentials: true, dangerouslyAllow: ['any-origin-with-credentials'] },
    ask(),
    'none',
    'no-origin',
    {},
    'Origin',
  ],
  // Vary
  [
    'vary adds what a function looks at',
    { origins: [A, B], vary: ['X-Tenant'] },
    ask(A),
    'actual',
    'origin-listed',
    { 'Allow-Origin': A },
    'Origin, X-Tenant',
  ],
  [
    'vary: false leaves Vary alone',
    { origins: [A, B], vary: false },
    ask(A),
    'actual',
    'origin-listed',
    { 'Allow-Origin': A },
    '',
  ],
  // Preflights
  [
    'a preflight is granted with the whole lists',
    {
      origins: [A, B],
      allowHeaders: ['X-B', 'Content-Type'],
      maxAge: 60,
      credentials: true,
      exposeHeaders: 'ETag',
      timing: true,
    },
    ask(A, ['PUT', 'content-type']),
    'preflight',
    'origin-listed',
    {
      'Allow-Origin': A,
      'Allow-Credentials': 'true',
      ...METHODS,
      'Allow-Headers': 'X-B, Content-Type',
      'Max-Age': '60',
    },
    'Origin',
    204,
  ],
  [
    'maxAge 0 and -1 are sent',
    { origins: [A, B], allowHeaders: [], maxAge: -1 },
    ask(A, PUT),
    'preflight',
    'origin-listed',
    { 'Allow-Origin': A, ...METHODS, 'Max-Age': '-1' },
    'Origin',
    204,
  ],
  [
    'a denied preflight has no header, and the same status',
    { origins: [A, B], maxAge: 60, preflightStatus: 200 },
    ask('https://c.example', ['PUT', 'x-a']),
    'preflight',
    'origin-not-allowed',
    {},
    'Origin',
    200,
  ],
  [
    'a static preflight is the same for all',
    { origins: A, allowHeaders: 'X-A', maxAge: 5 },
    ask(B, ['PUT', 'x-b']),
    'preflight',
    'origin-not-allowed',
    { 'Allow-Origin': A, ...METHODS, 'Allow-Headers': 'X-A', 'Max-Age': '5' },
    '',
    204,
  ],
  [
    'a method that is not listed shows in the list',
    { origins: [A, B], methods: 'put', allowHeaders: [] },
    ask(A, ['DELETE']),
    'preflight',
    'method-not-allowed',
    { 'Allow-Origin': A, 'Allow-Methods': 'PUT' },
    'Origin',
    204,
  ],
  [
    'methods compare in the case they are sent in',
    { origins: [A, B], allowHeaders: [] },
    ask(A, ['patch']),
    'preflight',
    'method-not-allowed',
    { 'Allow-Origin': A, ...METHODS },
    'Origin',
    204,
  ],
  [
    'a method that is no token is refused',
    { origins: [A, B], allowHeaders: [] },
    ask(A, ['P T']),
    'preflight',
    'method-not-allowed',
    { 'Allow-Origin': A, ...METHODS },
    'Origin',
    204,
  ],
  [
    'an empty method is refused',
    { origins: [A, B], allowHeaders: [] },
    ask(A, ['']),
    'preflight',
    'method-not-allowed',
    { 'Allow-Origin': A, ...METHODS },
    'Origin',
    204,
  ],
  ...['GET', 'HEAD', 'POST'].map((method): (typeof table)[number] => [
    `browsers let ${method} pass unlisted`,
    { origins: [A, B], methods: [], allowHeaders: [] },
    ask(A, [method]),
    'preflight',
    'origin-listed',
    { 'Allow-Origin': A },
    'Origin',
    204,
  ]),
  [
    'all methods are *',
    { origins: [A, B], methods: '*', allowHeaders: [] },
    ask(A, ['LINK']),
    'preflight',
    'origin-listed',
    { 'Allow-Origin': A, 'Allow-Methods': '*' },
    'Origin',
    204,
  ],
  [
    'all methods with credentials are the one asked for',
    { origins: [A, B], methods: '*', allowHeaders: [], credentials: true },
    ask(A, ['LINK']),
    'preflight',
    'origin-listed',
    { 'Allow-Origin': A, 'Allow-Credentials': 'true', 'Allow-Methods': 'LINK' },
    'Origin, Request-Method',
    204,
  ],
  [
    '… if it is one that a page can send',
    { origins: [A, B], methods: '*', allowHeaders: [], credentials: true },
    ask(A, ['TRACE']),
    'preflight',
    'method-not-allowed',
    { 'Allow-Origin': A, 'Allow-Credentials': 'true' },
    'Origin, Request-Method',
    204,
  ],
  [
    '… and a token',
    { origins: [A, B], methods: '*', allowHeaders: [], credentials: true },
    ask(A, ['A\r\nB']),
    'preflight',
    'method-not-allowed',
    { 'Allow-Origin': A, 'Allow-Credentials': 'true' },
    'Origin, Request-Method',
    204,
  ],
  [
    'a header that is not listed shows in the list',
    { origins: [A, B], allowHeaders: 'X-A' },
    ask(A, ['PUT', 'x-a,x-b']),
    'preflight',
    'headers-not-allowed',
    { 'Allow-Origin': A, ...METHODS, 'Allow-Headers': 'X-A' },
    'Origin',
    204,
  ],
  [
    'any header is repeated, once, in lower case, tokens only',
    { origins: [A, B] },
    ask(A, ['PUT', ' x-b,,X-A ,\tx-a,a b,x"']),
    'preflight',
    'headers-not-allowed',
    { 'Allow-Origin': A, ...METHODS, 'Allow-Headers': 'x-b, x-a' },
    'Origin, Request-Headers',
    204,
  ],
  [
    'a list as browsers write it is repeated as it is',
    { origins: [A, B] },
    ask(A, ['PUT', "content-type,x-!#$%&'*+-.^_`|~9,x-a,x-a"]),
    'preflight',
    'origin-listed',
    { 'Allow-Origin': A, ...METHODS, 'Allow-Headers': "content-type,x-!#$%&'*+-.^_`|~9,x-a,x-a" },
    'Origin, Request-Headers',
    204,
  ],
  [
    'a comma at an end is not repeated',
    { origins: [A, B] },
    ask(A, ['PUT', 'x-a,']),
    'preflight',
    'origin-listed',
    { 'Allow-Origin': A, ...METHODS, 'Allow-Headers': 'x-a' },
    'Origin, Request-Headers',
    204,
  ],
  [
    'commas alone are repeated nowhere',
    { origins: [A, B], allowHeaders: [] },
    ask(A, ['PUT', ',,']),
    'preflight',
    'origin-listed',
    { 'Allow-Origin': A, ...METHODS },
    'Origin',
    204,
  ],
  [
    'beside a list, listed headers are not repeated',
    { origins: [A, B], allowHeaders: ['*', 'X-A'] },
    ask(A, ['PUT', 'x-a']),
    'preflight',
    'origin-listed',
    { 'Allow-Origin': A, ...METHODS, 'Allow-Headers': 'X-A' },
    'Origin, Request-Headers',
    204,
  ],
  [
    'beside a list, any other header is repeated once',
    { origins: [A, B], allowHeaders: ['*', 'X-A'] },
    ask(A, ['PUT', 'x-a,x-b,x-b']),
    'preflight',
    'origin-listed',
    { 'Allow-Origin': A, ...METHODS, 'Allow-Headers': 'X-A, x-b' },
    'Origin, Request-Headers',
    204,
  ],
  [
    'empty names, white space and case count for nothing',
    { origins: [A, B], allowHeaders: ['X-A', 'X-B'] },
    ask(A, ['PUT', ',x-a, ,\t X-B ,x-a,']),
    'preflight',
    'origin-listed',
    { 'Allow-Origin': A, ...METHODS, 'Allow-Headers': 'X-A, X-B' },
    'Origin',
    204,
  ],
  [
    'names in several lines are one list',
    { origins: [A, B], allowHeaders: ['X-A', 'X-B'] },
    {
      ...ask(A, PUT),
      headers: { ...ask(A, PUT).headers, 'access-control-request-headers': ['x-a', 'x-b'] },
    },
    'preflight',
    'origin-listed',
    { 'Allow-Origin': A, ...METHODS, 'Allow-Headers': 'X-A, X-B' },
    'Origin',
    204,
  ],
  [
    'under * with credentials, the preflight of null is answered nothing',
    { origins: '*', credentials: true, dangerouslyAllow: 'any-origin-with-credentials', allowHeaders: [] },
    ask('null', PUT),
    'preflight',
    'origin-not-allowed',
    {},
    'Origin',
    204,
  ],
  [
    'OPTIONS without Origin is no preflight',
    { origins: [A, B] },
    ask(undefined, PUT),
    'none',
    'no-origin',
    {},
    'Origin',
  ],
  [
    'an ambiguous path without Origin says so, and that another spelling depends on it',
    { origins: [A, B], resources: '/a/*' },
    ask(undefined, undefined, '/A/x'),
    'none',
    'path-ambiguous',
    {},
    'Origin',
  ],
  [
    'a request without a URL is one for /',
    { origins: [A, B], resources: '/' },
    { method: 'GET', headers: { origin: A } },
    'actual',
    'origin-listed',
    { 'Allow-Origin': A },
    'Origin',
  ],
  [
    'a header that is no text is none',
    { origins: [A, B] },
    { method: 'GET', url: '/', headers: { origin: 5 as never } },
    'none',
    'no-origin',
    {},
    'Origin',
  ],
  [
    'any header allows Authorization by name',
    { origins: [A, B] },
    ask(A, ['PUT', 'authorization']),
    'preflight',
    'origin-listed',
    { 'Allow-Origin': A, ...METHODS, 'Allow-Headers': 'authorization' },
    'Origin, Request-Headers',
    204,
  ],
  [
    'no header asked for, none repeated',
    { origins: [A, B] },
    ask(A, PUT),
    'preflight',
    'origin-listed',
    { 'Allow-Origin': A, ...METHODS },
    'Origin, Request-Headers',
    204,
  ],
  [
    'a RegExp repeats what matches after the list',
    { origins: [A, B], allowHeaders: ['X-A', /^x-acme-/] },
    ask(A, ['PUT', 'x-a,x-acme-1,X-Acme-2']),
    'preflight',
    'origin-listed',
    { 'Allow-Origin': A, ...METHODS, 'Allow-Headers': 'X-A, x-acme-1, x-acme-2' },
    'Origin, Request-Headers',
    204,
  ],
  [
    'a RegExp does not repeat the rest',
    { origins: [A, B], allowHeaders: /^X-ACME-/ },
    ask(A, ['PUT', 'x-acme-1,y']),
    'preflight',
    'headers-not-allowed',
    { 'Allow-Origin': A, ...METHODS, 'Allow-Headers': 'x-acme-1' },
    'Origin, Request-Headers',
    204,
  ],
  [
    'a preflight can be passed on',
    { origins: [A, B], automaticOptions: false, allowHeaders: [] },
    ask(A, PUT),
    'preflight',
    'origin-listed',
    { 'Allow-Origin': A, ...METHODS },
    'Origin',
  ],
  [
    'OPTIONS without a requested method is no preflight',
    { origins: [A, B] },
    { ...ask(A), method: 'OPTIONS' },
    'actual',
    'origin-listed',
    { 'Allow-Origin': A },
    'Origin',
  ],
  [
    'OPTIONS without Origin is no CORS request',
    { origins: [A, B] },
    ask(undefined, PUT),
    'none',
    'no-origin',
    {},
    'Origin',
  ],
  [
    'a requested method on GET is no preflight',
    { origins: [A, B] },
    { ...ask(A, PUT), method: 'GET' },
    'actual',
    'origin-listed',
    { 'Allow-Origin': A },
    'Origin',
  ],
  // blockDisallowed
  [
    'a disallowed origin can be blocked',
    { origins: [A, B], blockDisallowed: true },
    ask('https://c.example'),
    'actual',
    'origin-not-allowed',
    {},
    'Origin, Sec-Fetch-Site',
    403,
  ],
  [
    'a malformed one is blocked',
    { origins: [A, B], blockDisallowed: true },
    ask('c'),
    'actual',
    'origin-malformed',
    {},
    'Origin, Sec-Fetch-Site',
    403,
  ],
  [
    'an allowed one is not',
    { origins: [A, B], blockDisallowed: true },
    ask(A),
    'actual',
    'origin-listed',
    { 'Allow-Origin': A },
    'Origin, Sec-Fetch-Site',
  ],
  [
    'a request without Origin is not',
    { origins: [A, B], blockDisallowed: true },
    ask(),
    'none',
    'no-origin',
    {},
    'Origin, Sec-Fetch-Site',
  ],
  [
    'a preflight is denied, not blocked',
    { origins: [A, B], blockDisallowed: true },
    ask('https://c.example', PUT),
    'preflight',
    'origin-not-allowed',
    {},
    'Origin, Sec-Fetch-Site',
    204,
  ],
  [
    'a preflight that is passed on is blocked, so that the handler does not answer it',
    { origins: [A, B], blockDisallowed: true, automaticOptions: false },
    ask('https://c.example', PUT),
    'preflight',
    'origin-not-allowed',
    {},
    'Origin, Sec-Fetch-Site',
    403,
  ],
  [
    'an allowed preflight that is passed on is not blocked',
    { origins: [A, B], methods: 'PUT', allowHeaders: [], blockDisallowed: true, automaticOptions: false },
    ask(A, PUT),
    'preflight',
    'origin-listed',
    { 'Allow-Origin': A, 'Allow-Methods': 'PUT' },
    'Origin, Sec-Fetch-Site',
  ],
  [
    'blocking some varies, even with one origin',
    { origins: A, blockDisallowed: true },
    ask(B),
    'actual',
    'origin-not-allowed',
    {},
    'Origin, Sec-Fetch-Site',
    403,
  ],
]

const denials = ['origin-not-allowed', 'origin-malformed', 'method-not-allowed', 'headers-not-allowed']

for (const [sentence, options, request, kind, reason, headers, vary, status] of table) {
  test(sentence, () => {
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
const sameOrigin: readonly [sentence: string, headers: Record<string, string>, status: number | undefined][] =
  [
    ['same-origin by Sec-Fetch-Site passes', { 'sec-fetch-site': 'same-origin' }, undefined],
    ['what no page asked for passes', { 'sec-fetch-site': 'none' }, undefined],
    ['same-site is another origin', { 'sec-fetch-site': 'same-site', host: 'c.example' }, 403],
    ['cross-site is blocked whatever Host says', { 'sec-fetch-site': 'cross-site', host: 'c.example' }, 403],
    ['without Sec-Fetch-Site the same host passes', { host: 'c.example' }, undefined],
    ['another host is blocked', { host: 'api.c.example' }, 403],
    ['another port is blocked', { host: 'c.example:8443' }, 403],
    ["HTTP/2's authority counts as the host", { ':authority': 'c.example' }, undefined],
  ]
for (const [sentence, headers, status] of sameOrigin) {
  test(`blockDisallowed: ${sentence}`, () => {
    const request = { method: 'POST', url: '/', headers: { origin: 'https://c.example', ...headers } }
    assert.equal(resolve(blocking, request).status, status)
  })
}

test('blockDisallowed: an ambiguous path is blocked where one of the resources blocks', () => {
  const resources = { '/a/*': { blockDisallowed: true }, '/b': {} }
  const status = (policy: object) =>
    resolve(createPolicy({ origins: [A, B], ...policy }), ask('https://evil.example', undefined, '/A/x'))
      .status
  assert.equal(status({ resources }), 403)
  assert.equal(status({ resources: { '/a/*': {}, '/b': {} } }), undefined)
})

test('where the policy covers no path, only requests without Origin are allowed', () => {
  const policy = createPolicy({ origins: [A, B], resources: '/a' })
  const judged = [ask(), ask(A), ask(A, PUT)].map(request => short(resolve(policy, request)))
  const rest = { reason: 'no-resource', headers: {}, vary: '' }
  assert.deepEqual(judged, [
    { kind: 'none', allowed: true, ...rest },
    { kind: 'actual', allowed: false, ...rest },
    { kind: 'preflight', allowed: false, ...rest },
  ])
})

test('resolve takes a policy, and says so where it is given options', () => {
  for (const policy of [{ origins: A }, null, undefined, cors()]) {
    assert.throws(() => resolve(policy as never, ask(A)), {
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
    allowed.map(origin => resolve(policy, ask(origin, undefined, '/p')).reason),
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
  assert.equal(resolve(policy, ask(A)).reason, 'origin-listed')
})

test('a function that needs time makes resolve throw, not allow, and rejects nowhere', async () => {
  const policy = createPolicy({ origins: () => Promise.reject(new Error('database')) })
  assert.throws(() => resolve(policy, ask(A)), { name: 'TypeError', message: /answered with a promise/ })
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
    assert.equal(resolve(createPolicy({ origins: [A, B] }), ask()).kind, 'none')
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
    assert.equal(resolve(policy, ask('https://c.example')).allowed, false)
    assert.equal(resolve(policy, ask(A)).allowed, true)
  }
})

test('what a caller does to a decision does not reach the next one', () => {
  const cases: [CorsOptions, CorsRequest][] = table.map(([, options, request]) => [options, request])
  for (const [options, request] of [...cases, [{ resources: '/x' }, ask(A)] as [CorsOptions, CorsRequest]]) {
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
    ask(A),
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
      const { reason, headers } = resolve(policy, ask(A, ['GET', list(count)]))
      const told = new Set(headers['Access-Control-Allow-Headers']?.split(/, ?/))
      assert.deepEqual([reason, [...told]], ['origin-listed', ['x-a']], `${allowHeaders} ${count}`)
    }
  }
})

const REPEATS_HEADERS = { ...METHODS, 'Allow-Origin': '*' }
const HEADERS_TOO = 'Origin, Request-Headers'
const accepted: CorsOptions = { credentials: true, dangerouslyAllow: ['any-origin-with-credentials'] }

interface NoOrigin {
  readonly sentence: string
  readonly options: CorsOptions
  readonly origin: string
  readonly method?: [string]
  readonly expected: Omit<ReturnType<typeof short>, 'kind'>
}

const malformed = { allowed: false, reason: 'origin-malformed' } as const
const noOrigins: readonly NoOrigin[] = [
  ...['a.example', '', `${A}, ${A}`].map(origin => ({
    sentence: `under *, ${JSON.stringify(origin)} is no origin, and is answered *`,
    options: {},
    origin,
    expected: { ...malformed, headers: { 'Allow-Origin': '*' }, vary: 'Origin' },
  })),
  {
    sentence: 'under *, file:// is answered *, never file://',
    options: {},
    origin: 'file://',
    expected: { allowed: true, reason: 'any-origin', headers: { 'Allow-Origin': '*' }, vary: 'Origin' },
  },
  {
    sentence: 'under *, a preflight of file:// is answered *',
    options: {},
    origin: 'file://',
    method: PUT,
    expected: {
      allowed: true,
      reason: 'any-origin',
      status: 204,
      headers: REPEATS_HEADERS,
      vary: HEADERS_TOO,
    },
  },
  {
    sentence: 'under *, a preflight of what is no origin is answered *',
    options: {},
    origin: 'https://a.example/x',
    method: PUT,
    expected: { ...malformed, status: 204, headers: REPEATS_HEADERS, vary: HEADERS_TOO },
  },
  {
    sentence: 'under *, what is no origin gets what all get',
    options: { exposeHeaders: 'ETag', alwaysSend: false },
    origin: 'https://A.example',
    expected: {
      ...malformed,
      headers: { 'Allow-Origin': '*', 'Expose-Headers': 'ETag' },
      vary: 'Origin',
    },
  },
  {
    sentence: 'under *, what is no origin can be blocked',
    options: { blockDisallowed: true },
    origin: 'x',
    expected: { ...malformed, status: 403, headers: {}, vary: 'Origin, Sec-Fetch-Site' },
  },
  {
    sentence: 'under *, a preflight of what is no origin can be blocked',
    options: { blockDisallowed: true, automaticOptions: false },
    origin: 'x',
    method: PUT,
    expected: { ...malformed, status: 403, headers: {}, vary: 'Origin, Sec-Fetch-Site' },
  },
  {
    sentence: 'under * with credentials, file:// is answered nothing',
    options: accepted,
    origin: 'file://',
    expected: { allowed: false, reason: 'origin-not-allowed', headers: {}, vary: 'Origin' },
  },
  {
    sentence: 'under * with credentials, what is no origin is answered nothing',
    options: accepted,
    origin: 'https://a.example/',
    expected: { ...malformed, headers: {}, vary: 'Origin' },
  },
  {
    sentence: 'file:// listed beside others is repeated',
    options: { origins: [A, 'file://'] },
    origin: 'file://',
    expected: {
      allowed: true,
      reason: 'origin-listed',
      headers: { 'Allow-Origin': 'file://' },
      vary: 'Origin',
    },
  },
]
for (const { sentence, options, origin, method, expected } of noOrigins) {
  test(sentence, () => {
    const { kind, ...rest } = short(resolve(createPolicy(options), ask(origin, method)))
    assert.equal(kind, method ? 'preflight' : 'actual')
    assert.deepEqual(rest, expected)
  })
}

test('allowsOrigin takes file:// under * without credentials, and where it is listed', () => {
  const answers = [{}, accepted, { origins: [A, 'file://'] }, { origins: () => true }].map(options =>
    createPolicy(options).allowsOrigin('file://'),
  )
  assert.deepEqual(answers, [true, false, true, false])
  assert.equal(createPolicy().allowsOrigin('junk'), false)
})

const anyCase: readonly {
  readonly sentence: string
  readonly headers: CorsRequest['headers']
  readonly kind: string
}[] = [
  {
    sentence: 'as a gateway passes them on',
    headers: { Origin: A, 'Access-Control-Request-Method': 'PUT' },
    kind: 'preflight',
  },
  {
    sentence: 'some in lower case',
    headers: { origin: A, 'ACCESS-CONTROL-REQUEST-METHOD': 'PUT' },
    kind: 'preflight',
  },
  {
    sentence: 'their values lists',
    headers: { Origin: [A], 'Access-Control-Request-Method': ['PUT'] },
    kind: 'preflight',
  },
  { sentence: 'one undefined', headers: { origin: undefined, Origin: A }, kind: 'actual' },
]
for (const { sentence, headers, kind } of anyCase) {
  test(`resolve takes header names in any case: ${sentence}`, () => {
    const decision = resolve(createPolicy({ origins: [A, B] }), { method: 'OPTIONS', headers })
    assert.deepEqual([decision.kind, decision.allowed, decision.reason], [kind, true, 'origin-listed'])
  })
}

test('resolve reads the requested headers, and whose site it is, in any case too', () => {
  const policy = createPolicy({ origins: [A, B], allowHeaders: ['X-A'], blockDisallowed: true })
  const preflight = {
    Origin: A,
    'Access-Control-Request-Method': 'PUT',
    'Access-Control-Request-Headers': ['x-a', 'x-b'],
  }
  assert.equal(resolve(policy, { method: 'OPTIONS', headers: preflight }).reason, 'headers-not-allowed')
  const own = { Origin: 'https://c.example', 'Sec-Fetch-Site': 'same-origin' }
  assert.equal(resolve(policy, { method: 'POST', headers: own }).status, undefined)
  assert.equal(resolve(policy, { method: 'POST', headers: { ...own, 'Sec-Fetch-Site': 'x' } }).status, 403)
  const byHost = { ORIGIN: 'https://c.example', HOST: 'c.example' }
  assert.equal(resolve(policy, { method: 'POST', headers: byHost }).status, undefined)
})

test('one header in two spellings is two lines of it', () => {
  const headers = { Origin: A, ORIGIN: B }
  assert.equal(resolve(createPolicy({ origins: [A, B] }), { headers }).reason, 'origin-malformed')
})

const methodCases: readonly {
  readonly methods: string[]
  readonly asked: string
  readonly allowed: boolean
}[] = [
  { methods: ['getaway'], asked: 'getaway', allowed: true },
  { methods: ['getaway'], asked: 'GETAWAY', allowed: false },
  { methods: ['Getaway', 'getaway'], asked: 'Getaway', allowed: true },
  { methods: ['patch'], asked: 'PATCH', allowed: true },
  { methods: ['patch'], asked: 'patch', allowed: false },
  { methods: ['delete', 'Put'], asked: 'DELETE', allowed: true },
]
for (const { methods, asked, allowed } of methodCases) {
  test(`a preflight for ${asked} under methods [${methods}] is ${allowed ? 'allowed' : 'denied'}`, () => {
    assert.equal(resolve(createPolicy({ origins: A, methods }), ask(A, [asked])).allowed, allowed)
  })
}

test('methods of the standard are sent in upper case and once, others as they are written', () => {
  const policy = createPolicy({ origins: A, methods: ['put', 'PUT', 'getaway', 'Propfind', 'patch'] })
  const { headers } = resolve(policy, ask(A, PUT))
  assert.equal(headers['Access-Control-Allow-Methods'], 'PUT, getaway, Propfind, PATCH')
})
