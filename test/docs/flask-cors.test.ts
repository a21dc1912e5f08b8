import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CorsConfigError, type CorsOptions, cors, createPolicy, optionsFromSettings } from 'cors-policy'
import express from 'express'
import { named } from '../support/options.js'
import { issuesOf, testRefused } from '../support/refused.js'
import { type Answer, type Asked, corsHeaders, serve } from '../support/servers.js'

// The settings and usages that Flask-CORS' documentation shows, and what they answer here.

const A = 'https://a.example'
const B = 'https://b.example'
const methods = 'GET, HEAD, POST, OPTIONS, PUT, PATCH, DELETE'

const get: Asked = { headers: { origin: A } }
const put: Asked = {
  method: 'OPTIONS',
  headers: { origin: A, 'access-control-request-method': 'PUT', 'access-control-request-headers': 'x-a' },
}
const any = { 'access-control-allow-origin': A, vary: 'Origin' }
const anyPut = {
  'access-control-allow-origin': A,
  'access-control-allow-methods': methods,
  'access-control-allow-headers': 'x-a',
  vary: 'Origin, Access-Control-Request-Headers',
}

type Row = [
  settings: Record<string, unknown>,
  keyword: object,
  asked: Asked,
  headers: Answer['headers'],
  status?: number,
]

// Each setting as text, the same as a keyword argument, a request, and its answer; a handler would answer 500.
const table: readonly Row[] = [
  [{}, {}, get, any],
  [{ CORS_ORIGINS: A }, { origins: A }, get, { 'access-control-allow-origin': A }],
  [{ CORS_ORIGINS: `${A}, ${B}` }, { origins: [A, B] }, get, any],
  [
    { CORS_ORIGINS: `${B},https://*.b.example` },
    { origins: [B, 'https://*.b.example'] },
    get,
    { vary: 'Origin' },
  ],
  [{ CORS_ORIGINS: '*' }, { origins: '*' }, get, any],
  [
    { CORS_METHODS: 'GET, put' },
    { methods: ['GET', 'put'] },
    put,
    { ...anyPut, 'access-control-allow-methods': 'GET, PUT' },
    204,
  ],
  [
    { CORS_METHODS: '' },
    { methods: [] },
    put,
    { 'access-control-allow-origin': A, 'access-control-allow-headers': 'x-a', vary: anyPut.vary },
    204,
  ],
  [
    { CORS_ALLOW_HEADERS: 'X-B,X-C' },
    { allow_headers: ['X-B', 'X-C'] },
    put,
    { ...anyPut, 'access-control-allow-headers': 'X-B, X-C', vary: 'Origin' },
    204,
  ],
  [
    { CORS_ALLOW_HEADERS: '' },
    { allow_headers: [] },
    put,
    { 'access-control-allow-origin': A, 'access-control-allow-methods': methods, vary: 'Origin' },
    204,
  ],
  [
    { CORS_EXPOSE_HEADERS: 'ETag' },
    { expose_headers: ['ETag'] },
    get,
    { ...any, 'access-control-expose-headers': 'ETag' },
  ],
  [{ CORS_EXPOSE_HEADERS: '' }, { expose_headers: [] }, get, any],
  [
    { CORS_SUPPORTS_CREDENTIALS: 'true', CORS_ORIGINS: A },
    { supports_credentials: true, origins: A },
    get,
    { 'access-control-allow-origin': A, 'access-control-allow-credentials': 'true' },
  ],
  [{ CORS_SUPPORTS_CREDENTIALS: 'False' }, { supports_credentials: false }, get, any],
  [{ CORS_MAX_AGE: '600' }, { max_age: 600 }, put, { ...anyPut, 'access-control-max-age': '600' }, 204],
  [{ CORS_MAX_AGE: '-1' }, { max_age: -1 }, put, { ...anyPut, 'access-control-max-age': '-1' }, 204],
  [{ CORS_SEND_WILDCARD: '1' }, { send_wildcard: true }, get, { 'access-control-allow-origin': '*' }],
  [{ CORS_SEND_WILDCARD: '0' }, { send_wildcard: false }, get, any],
  [{}, {}, {}, { 'access-control-allow-origin': '*', vary: 'Origin' }],
  [{ CORS_ALWAYS_SEND: 'false' }, { always_send: false }, {}, { vary: 'Origin' }],
  [{ CORS_VARY_HEADER: 'false' }, { vary_header: false }, get, { 'access-control-allow-origin': A }],
  [
    { CORS_VARY_HEADER: 'X-Tenant' },
    { vary_header: ['X-Tenant'] },
    get,
    { ...any, vary: 'Origin, X-Tenant' },
  ],
  [{ CORS_AUTOMATIC_OPTIONS: 'false' }, { automatic_options: false }, put, anyPut, 500],
  [{ CORS_INTERCEPT_EXCEPTIONS: 'false' }, { intercept_exceptions: false }, get, { vary: 'Origin' }],
  [{ CORS_RESOURCES: '/in/*, /x' }, { resources: ['/in/*', '/x'] }, get, {}],
  [{ CORS_RESOURCES: '/in/*' }, { resources: '/in/*' }, { ...get, path: '/in/x' }, any],
  [{ CORS_RESOURCES: '' }, { resources: [] }, get, {}],
  [
    { CORS_RESOURCES: `{"/in/*":{"origins":"${B}"},"*":{}}` },
    { resources: { '/in/*': { origins: B }, '*': {} } },
    { ...get, path: '/in/x' },
    { 'access-control-allow-origin': B },
  ],
  [{ CORS_RESOURCES: `[["/in/*",{"origins":"${B}"}]]` }, { resources: [['/in/*', { origins: B }]] }, get, {}],
]

for (const [settings, keyword, asked, headers, status = 500] of table) {
  const serveWith = (middleware: ReturnType<typeof cors>) => (t: Parameters<typeof serve>[0]) =>
    serve(
      t,
      express().use(middleware, (_request, response) => void response.status(500).end()),
    )

  test(`${JSON.stringify(settings)} for ${asked.method ?? 'GET'} ${asked.path ?? '/'}`, async t => {
    const answer = await (await serveWith(cors(optionsFromSettings(settings)))(t))(asked)
    assert.deepEqual([answer.status, corsHeaders(answer)], [status, headers])
  })
  test(`${JSON.stringify(keyword)} for ${asked.method ?? 'GET'} ${asked.path ?? '/'}`, async t => {
    const answer = await (await serveWith(cors(keyword))(t))(asked)
    assert.deepEqual([answer.status, corsHeaders(answer)], [status, headers])
  })
}

test('settings may be ready values, as in a configuration object', () => {
  const CORS_RESOURCES = { '/api/*': { origins: [A] } }
  const options = optionsFromSettings({
    CORS_ORIGINS: [A, /^https:\/\/\w+\.b\.example$/],
    CORS_MAX_AGE: 60,
    CORS_SEND_WILDCARD: false,
    CORS_RESOURCES,
  })
  assert.deepEqual(named(options), {
    origins: [A, /^https:\/\/\w+\.b\.example$/],
    maxAge: 60,
    sendWildcard: false,
    resources: CORS_RESOURCES,
  })
})

test('names without the prefix are not looked at', () => {
  assert.deepEqual(optionsFromSettings({ PATH: '/bin', cors_origins: A, MY_CORS_ORIGINS: A }), {})
  assert.deepEqual(optionsFromSettings({ ...process.env }), {})
})

testRefused(
  [
    [
      { CORS_ORIGINS: '' },
      'empty-string CORS_ORIGINS: an empty string is not an origin. Write an origin, or [] to allow nobody.',
    ],
    [
      { CORS_ORIGINS: 'https://a.com\nhttps://b.com' },
      'invalid-origin CORS_ORIGINS: "https://a.com\\nhttps://b.com" is a list in one item. Write its origins as items of their own: "https://a.com", "https://b.com".',
    ],
    [
      { CORS_ORIGINS: 'a.com\nb.com' },
      'invalid-origin CORS_ORIGINS: "a.com\\nb.com" is not an origin: an origin begins with its scheme. Write it as a browser sends it, such as "https://app.example.com".',
    ],
    [
      { CORS_ORIGINS: undefined },
      'undefined-option CORS_ORIGINS: the value is undefined. Give a value, or leave the setting out, which allows everyone. [] allows nobody.',
    ],
    [
      { CORS_ORIGINS: 'https://a.com/' },
      'invalid-origin CORS_ORIGINS: "https://a.com/" is not an origin: an origin has no path. Write "https://a.com".',
    ],
    [
      { CORS_ORIGINS: ['https://b.com', 'a.com'] },
      'invalid-origin CORS_ORIGINS[1]: "a.com" is not an origin: an origin begins with its scheme. Write "https://a.com" or "http://a.com".',
    ],
    [
      { CORS_ORIGIN: '*' },
      'unknown-option CORS_ORIGIN: there is no setting CORS_ORIGIN. Did you mean CORS_ORIGINS?',
    ],
    [
      { CORS_ALLOW_CREDENTIALS: 'true' },
      'unknown-option CORS_ALLOW_CREDENTIALS: there is no setting CORS_ALLOW_CREDENTIALS. Did you mean CORS_SUPPORTS_CREDENTIALS?',
    ],
    [
      { CORS_ALLOW_PRIVATE_NETWORK: 'true' },
      'removed-option CORS_ALLOW_PRIVATE_NETWORK: browsers dropped Access-Control-Allow-Private-Network: they ask the user instead, and no header answers for them. Take it out.',
    ],
    [
      { CORS_ZEBRA: 1 },
      'unknown-option CORS_ZEBRA: there is no setting CORS_ZEBRA. The settings are CORS_ORIGINS, CORS_METHODS, CORS_ALLOW_HEADERS, CORS_EXPOSE_HEADERS, CORS_SUPPORTS_CREDENTIALS, CORS_MAX_AGE, CORS_SEND_WILDCARD, CORS_ALWAYS_SEND, CORS_VARY_HEADER, CORS_AUTOMATIC_OPTIONS, CORS_INTERCEPT_EXCEPTIONS, CORS_RESOURCES.',
    ],
    [
      { CORS_MAX_AGE: '10m' },
      'invalid-max-age CORS_MAX_AGE: "10m" is not a whole number of seconds. Write a number, such as 600; 0 or -1: never keep a preflight.',
    ],
    [
      { CORS_MAX_AGE: '' },
      'invalid-max-age CORS_MAX_AGE: "" is not a whole number of seconds. Write a number; 0 or -1: never keep a preflight.',
    ],
    [
      { CORS_MAX_AGE: 'x5' },
      'invalid-max-age CORS_MAX_AGE: "x5" is not a whole number of seconds. Write a number; 0 or -1: never keep a preflight.',
    ],
    [
      { CORS_MAX_AGE: '5x' },
      'invalid-max-age CORS_MAX_AGE: "5x" is not a whole number of seconds. Write a number; 0 or -1: never keep a preflight.',
    ],
    [
      { CORS_SEND_WILDCARD: 'maybe' },
      'invalid-type CORS_SEND_WILDCARD: "maybe" is neither true nor false. Write true or false.',
    ],
    [
      { CORS_SEND_WILDCARD: '' },
      'invalid-type CORS_SEND_WILDCARD: "" is neither true nor false. Write false.',
    ],
    [
      { CORS_SEND_WILDCARD: 'untrue' },
      'invalid-type CORS_SEND_WILDCARD: "untrue" is neither true nor false. Write true or false.',
    ],
    [
      { CORS_SEND_WILDCARD: 'true1' },
      'invalid-type CORS_SEND_WILDCARD: "true1" is neither true nor false. Write true or false.',
    ],
    [
      { CORS_SEND_WILDCARD: '00' },
      'invalid-type CORS_SEND_WILDCARD: "00" is neither true nor false. Write true or false.',
    ],
    [
      { CORS_SEND_WILDCARD: '0x1' },
      'invalid-type CORS_SEND_WILDCARD: "0x1" is neither true nor false. Write true or false.',
    ],
    [
      { CORS_VARY_HEADER: 'yes' },
      'invalid-type CORS_VARY_HEADER: "yes" is neither true nor false. Write true.',
    ],
    [
      { CORS_RESOURCES: '{"/a":{"orgins":"*"}}' },
      'unknown-option CORS_RESOURCES["/a"].orgins: there is no option "orgins". Did you mean "origins"?',
    ],
    [
      { CORS_METHODS: 'TRACE', CORS_EXPOSE_HEADERS: 'Set-Cookie' },
      'forbidden-method CORS_METHODS: no page can send "TRACE": browsers forbid CONNECT, TRACE and TRACK. Take it out.',
      'forbidden-header CORS_EXPOSE_HEADERS: no page can read "Set-Cookie", exposed or not. Take it out.',
    ],
  ],
  optionsFromSettings,
)

test('JSON that is none is quoted, with what the parser says', () => {
  const [issue, ...others] = issuesOf({ CORS_RESOURCES: '{broken' }, optionsFromSettings)
  assert.deepEqual(others, [])
  assert.deepEqual([issue?.code, issue?.path], ['invalid-type', 'CORS_RESOURCES'])
  assert.match(issue?.message ?? '', /^"\{broken" is not JSON \(.+ in JSON at position 1.*\)\.$/)
})

const readable: readonly [settings: Record<string, string>, options: CorsOptions][] = [
  [{ CORS_MAX_AGE: '-1' }, { maxAge: -1 }],
  [{ CORS_VARY_HEADER: 'off-x' }, { vary: 'off-x' }],
  [{ CORS_VARY_HEADER: 'x-on' }, { vary: 'x-on' }],
  [{ CORS_VARY_HEADER: 'x' }, { vary: 'x' }],
  [{ CORS_VARY_HEADER: '0' }, { vary: false }],
  [{ CORS_VARY_HEADER: ' ' }, { vary: [] }],
  [{ CORS_VARY_HEADER: 'TRUE' }, { vary: true }],
  [
    { CORS_SEND_WILDCARD: '1', CORS_ALWAYS_SEND: 'False' },
    { sendWildcard: true, alwaysSend: false },
  ],
  [
    { CORS_METHODS: ' ', CORS_ALLOW_HEADERS: '', CORS_EXPOSE_HEADERS: '\t' },
    { methods: [], allowHeaders: [], exposeHeaders: [] },
  ],
  [{ CORS_RESOURCES: ' {"/a": {}}' }, { resources: { '/a': {} } }],
  [{ CORS_RESOURCES: '["/a"]' }, { resources: ['/a'] }],
  [{ CORS_RESOURCES: '/[a]' }, { resources: '/[a]' }],
]
for (const [settings, options] of readable) {
  test(`read: ${JSON.stringify(settings)}`, () => assert.deepEqual(named(optionsFromSettings(settings)), options))
}

test('what settings say together is refused where they are used, so that options beside them count', () => {
  const settings = optionsFromSettings({ CORS_SUPPORTS_CREDENTIALS: 'true' })
  assert.throws(() => cors(settings), {
    name: 'CorsConfigError',
    message: /^CORS_SUPPORTS_CREDENTIALS: origins is "\*", its default/,
  })
  cors({ ...settings, origins: A })
})

test('what is no record of settings is refused: it would be taken for the defaults', () => {
  for (const record of [
    undefined,
    null,
    'CORS_ORIGINS',
    [],
    new Map(),
    Promise.resolve({}),
    new (class {})(),
  ]) {
    assert.throws(() => optionsFromSettings(record as never), {
      name: 'CorsConfigError',
      message: /is no record of settings\. Write optionsFromSettings\(process\.env\)\.$/,
    })
  }
})

test('a mistake that settings make together has the setting’s name', () => {
  const settings = {
    CORS_ORIGINS: 'http://a.example',
    CORS_EXPOSE_HEADERS: '*',
    CORS_SUPPORTS_CREDENTIALS: 'true',
    CORS_RESOURCES: '{ "/p/*": { "origins": "*" } }',
  }
  const paths = ['CORS_RESOURCES["/p/*"].origins', 'CORS_EXPOSE_HEADERS']
  for (const read of [cors, createPolicy]) {
    assert.throws(
      () => read(optionsFromSettings(settings)),
      ({ issues }: CorsConfigError) => {
        assert.deepEqual(
          issues.map(({ path }) => path),
          paths,
        )
        return true
      },
    )
  }
})

test('@cross_origin() on a route is a policy on that route', async t => {
  const app = express()
  app.get('/', cors({ origins: A }), (_request, response) => void response.end())
  app.get('/closed', (_request, response) => void response.end())
  const ask = await serve(t, app)
  assert.deepEqual(corsHeaders(await ask(get)), { 'access-control-allow-origin': A })
  assert.deepEqual(corsHeaders(await ask({ ...get, path: '/closed' })), {})
})
