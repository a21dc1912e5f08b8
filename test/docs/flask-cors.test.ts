import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CorsConfigError, type CorsOptions, cors, createPolicy, optionsFromSettings } from 'cors-policy'
import express from 'express'
import { named } from '../support/options.js'
import { issuesOf, testRefused } from '../support/refused.js'
import { type Answer, type Asked, corsHeaders, serve } from '../support/servers.js'

// Every setting and usage in the documentation of Flask-CORS, and its responses here.

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

interface Row {
  readonly settings: Record<string, unknown>
  /** The settings as keyword arguments. */
  readonly options: object
  readonly asked: Asked
  readonly headers: Answer['headers']
  /** 500 by default, which is what the handler sends. */
  readonly status?: number
}

const table: readonly Row[] = [
  { settings: {}, options: {}, asked: get, headers: any },
  {
    settings: { CORS_ORIGINS: A },
    options: { origins: A },
    asked: get,
    headers: { 'access-control-allow-origin': A },
  },
  { settings: { CORS_ORIGINS: `${A}, ${B}` }, options: { origins: [A, B] }, asked: get, headers: any },
  {
    settings: { CORS_ORIGINS: `${B},https://*.b.example` },
    options: { origins: [B, 'https://*.b.example'] },
    asked: get,
    headers: { vary: 'Origin' },
  },
  { settings: { CORS_ORIGINS: '*' }, options: { origins: '*' }, asked: get, headers: any },
  {
    settings: { CORS_METHODS: 'GET, put' },
    options: { methods: ['GET', 'put'] },
    asked: put,
    headers: { ...anyPut, 'access-control-allow-methods': 'GET, PUT' },
    status: 204,
  },
  {
    settings: { CORS_METHODS: '' },
    options: { methods: [] },
    asked: put,
    headers: { 'access-control-allow-origin': A, 'access-control-allow-headers': 'x-a', vary: anyPut.vary },
    status: 204,
  },
  {
    settings: { CORS_ALLOW_HEADERS: 'X-B,X-C' },
    options: { allow_headers: ['X-B', 'X-C'] },
    asked: put,
    headers: { ...anyPut, 'access-control-allow-headers': 'X-B, X-C', vary: 'Origin' },
    status: 204,
  },
  {
    settings: { CORS_ALLOW_HEADERS: '' },
    options: { allow_headers: [] },
    asked: put,
    headers: { 'access-control-allow-origin': A, 'access-control-allow-methods': methods, vary: 'Origin' },
    status: 204,
  },
  {
    settings: { CORS_EXPOSE_HEADERS: 'ETag' },
    options: { expose_headers: ['ETag'] },
    asked: get,
    headers: { ...any, 'access-control-expose-headers': 'ETag' },
  },
  { settings: { CORS_EXPOSE_HEADERS: '' }, options: { expose_headers: [] }, asked: get, headers: any },
  {
    settings: { CORS_SUPPORTS_CREDENTIALS: 'true', CORS_ORIGINS: A },
    options: { supports_credentials: true, origins: A },
    asked: get,
    headers: { 'access-control-allow-origin': A, 'access-control-allow-credentials': 'true' },
  },
  {
    settings: { CORS_SUPPORTS_CREDENTIALS: 'False' },
    options: { supports_credentials: false },
    asked: get,
    headers: any,
  },
  {
    settings: { CORS_MAX_AGE: '600' },
    options: { max_age: 600 },
    asked: put,
    headers: { ...anyPut, 'access-control-max-age': '600' },
    status: 204,
  },
  {
    settings: { CORS_MAX_AGE: '-1' },
    options: { max_age: -1 },
    asked: put,
    headers: { ...anyPut, 'access-control-max-age': '-1' },
    status: 204,
  },
  {
    settings: { CORS_SEND_WILDCARD: '1' },
    options: { send_wildcard: true },
    asked: get,
    headers: { 'access-control-allow-origin': '*' },
  },
  { settings: { CORS_SEND_WILDCARD: '0' }, options: { send_wildcard: false }, asked: get, headers: any },
  { settings: {}, options: {}, asked: {}, headers: { 'access-control-allow-origin': '*', vary: 'Origin' } },
  {
    settings: { CORS_ALWAYS_SEND: 'false' },
    options: { always_send: false },
    asked: {},
    headers: { vary: 'Origin' },
  },
  {
    settings: { CORS_VARY_HEADER: 'false' },
    options: { vary_header: false },
    asked: get,
    headers: { 'access-control-allow-origin': A },
  },
  {
    settings: { CORS_VARY_HEADER: 'X-Tenant' },
    options: { vary_header: ['X-Tenant'] },
    asked: get,
    headers: { ...any, vary: 'Origin, X-Tenant' },
  },
  {
    settings: { CORS_AUTOMATIC_OPTIONS: 'false' },
    options: { automatic_options: false },
    asked: put,
    headers: anyPut,
    status: 500,
  },
  {
    settings: { CORS_INTERCEPT_EXCEPTIONS: 'false' },
    options: { intercept_exceptions: false },
    asked: get,
    headers: { vary: 'Origin' },
  },
  {
    settings: { CORS_RESOURCES: '/in/*, /x' },
    options: { resources: ['/in/*', '/x'] },
    asked: get,
    headers: {},
  },
  {
    settings: { CORS_RESOURCES: '/in/*' },
    options: { resources: '/in/*' },
    asked: { ...get, path: '/in/x' },
    headers: any,
  },
  { settings: { CORS_RESOURCES: '' }, options: { resources: [] }, asked: get, headers: {} },
  {
    settings: { CORS_RESOURCES: `{"/in/*":{"origins":"${B}"},"*":{}}` },
    options: { resources: { '/in/*': { origins: B }, '*': {} } },
    asked: { ...get, path: '/in/x' },
    headers: { 'access-control-allow-origin': B },
  },
  {
    settings: { CORS_RESOURCES: `[["/in/*",{"origins":"${B}"}]]` },
    options: { resources: [['/in/*', { origins: B }]] },
    asked: get,
    headers: {},
  },
]

for (const { settings, options, asked, headers, status = 500 } of table) {
  const serveWith = (middleware: ReturnType<typeof cors>) => (t: Parameters<typeof serve>[0]) =>
    serve(
      t,
      express().use(middleware, (_request, response) => void response.status(500).end()),
    )

  test(`${JSON.stringify(settings)} for ${asked.method ?? 'GET'} ${asked.path ?? '/'}`, async t => {
    const answer = await (await serveWith(cors(optionsFromSettings(settings)))(t))(asked)
    assert.deepEqual([answer.status, corsHeaders(answer)], [status, headers])
  })
  test(`${JSON.stringify(options)} for ${asked.method ?? 'GET'} ${asked.path ?? '/'}`, async t => {
    const answer = await (await serveWith(cors(options))(t))(asked)
    assert.deepEqual([answer.status, corsHeaders(answer)], [status, headers])
  })
}

test('settings may be values other than text, as in a configuration object', () => {
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

test('names without the prefix CORS_ are ignored', () => {
  assert.deepEqual(optionsFromSettings({ PATH: '/bin', cors_origins: A, MY_CORS_ORIGINS: A }), {})
  assert.deepEqual(optionsFromSettings({ ...process.env }), {})
})

testRefused(
  [
    {
      options: { CORS_ORIGINS: '' },
      issues: [
        'empty-string CORS_ORIGINS: an empty string is not an origin. Write an origin, or [] to allow nobody.',
      ],
    },
    {
      options: { CORS_ORIGINS: 'https://a.com\nhttps://b.com' },
      issues: [
        'invalid-origin CORS_ORIGINS: "https://a.com\\nhttps://b.com" is a list in one item. Write its origins as items of their own: "https://a.com", "https://b.com".',
      ],
    },
    {
      options: { CORS_ORIGINS: 'a.com\nb.com' },
      issues: [
        'invalid-origin CORS_ORIGINS: "a.com\\nb.com" is not an origin: an origin begins with its scheme. Write it as a browser sends it, such as "https://app.example.com".',
      ],
    },
    {
      options: { CORS_ORIGINS: undefined },
      issues: [
        'undefined-option CORS_ORIGINS: the value is undefined. Give a value, or leave the setting out.',
      ],
    },
    {
      options: { CORS_ORIGINS: 'https://a.com/' },
      issues: [
        'invalid-origin CORS_ORIGINS: "https://a.com/" is not an origin: an origin has no path. Write "https://a.com".',
      ],
    },
    {
      options: { CORS_ORIGINS: ['https://b.com', 'a.com'] },
      issues: [
        'invalid-origin CORS_ORIGINS[1]: "a.com" is not an origin: an origin begins with its scheme. Write "https://a.com" or "http://a.com".',
      ],
    },
    {
      options: { CORS_ORIGIN: '*' },
      issues: ['unknown-option CORS_ORIGIN: there is no setting CORS_ORIGIN. Did you mean CORS_ORIGINS?'],
    },
    {
      options: { CORS_ALLOW_CREDENTIALS: 'true' },
      issues: [
        'unknown-option CORS_ALLOW_CREDENTIALS: there is no setting CORS_ALLOW_CREDENTIALS. Did you mean CORS_SUPPORTS_CREDENTIALS?',
      ],
    },
    {
      options: { CORS_ALLOW_PRIVATE_NETWORK: 'true' },
      issues: [
        'removed-option CORS_ALLOW_PRIVATE_NETWORK: browsers dropped Access-Control-Allow-Private-Network: they ask the user instead, and no header answers for them. Take it out.',
      ],
    },
    {
      options: { CORS_ZEBRA: 1 },
      issues: [
        'unknown-option CORS_ZEBRA: there is no setting CORS_ZEBRA. The settings are CORS_ORIGINS, CORS_METHODS, CORS_ALLOW_HEADERS, CORS_EXPOSE_HEADERS, CORS_SUPPORTS_CREDENTIALS, CORS_MAX_AGE, CORS_SEND_WILDCARD, CORS_ALWAYS_SEND, CORS_VARY_HEADER, CORS_AUTOMATIC_OPTIONS, CORS_INTERCEPT_EXCEPTIONS, CORS_RESOURCES.',
      ],
    },
    {
      options: { CORS_MAX_AGE: '10m' },
      issues: [
        'invalid-max-age CORS_MAX_AGE: "10m" is not a whole number of seconds. Write a number, such as 600; 0 or -1: never keep a preflight.',
      ],
    },
    {
      options: { CORS_MAX_AGE: '' },
      issues: [
        'invalid-max-age CORS_MAX_AGE: "" is not a whole number of seconds. Write a number; 0 or -1: never keep a preflight.',
      ],
    },
    {
      options: { CORS_MAX_AGE: 'x5' },
      issues: [
        'invalid-max-age CORS_MAX_AGE: "x5" is not a whole number of seconds. Write a number; 0 or -1: never keep a preflight.',
      ],
    },
    {
      options: { CORS_MAX_AGE: '5x' },
      issues: [
        'invalid-max-age CORS_MAX_AGE: "5x" is not a whole number of seconds. Write a number; 0 or -1: never keep a preflight.',
      ],
    },
    {
      options: { CORS_SEND_WILDCARD: 'maybe' },
      issues: ['invalid-type CORS_SEND_WILDCARD: "maybe" is neither true nor false. Write true or false.'],
    },
    {
      options: { CORS_SEND_WILDCARD: '' },
      issues: ['invalid-type CORS_SEND_WILDCARD: "" is neither true nor false. Write false.'],
    },
    {
      options: { CORS_SEND_WILDCARD: 'untrue' },
      issues: ['invalid-type CORS_SEND_WILDCARD: "untrue" is neither true nor false. Write true or false.'],
    },
    {
      options: { CORS_SEND_WILDCARD: 'true1' },
      issues: ['invalid-type CORS_SEND_WILDCARD: "true1" is neither true nor false. Write true or false.'],
    },
    {
      options: { CORS_SEND_WILDCARD: '00' },
      issues: ['invalid-type CORS_SEND_WILDCARD: "00" is neither true nor false. Write true or false.'],
    },
    {
      options: { CORS_SEND_WILDCARD: '0x1' },
      issues: ['invalid-type CORS_SEND_WILDCARD: "0x1" is neither true nor false. Write true or false.'],
    },
    {
      options: { CORS_VARY_HEADER: 'yes' },
      issues: ['invalid-type CORS_VARY_HEADER: "yes" is neither true nor false. Write true.'],
    },
    {
      options: { CORS_RESOURCES: '{"/a":{"orgins":"*"}}' },
      issues: [
        'unknown-option CORS_RESOURCES["/a"].orgins: there is no option "orgins". Did you mean "origins"?',
      ],
    },
    {
      options: { CORS_METHODS: 'TRACE', CORS_EXPOSE_HEADERS: 'Set-Cookie' },
      issues: [
        'forbidden-method CORS_METHODS: no page can send "TRACE": browsers forbid CONNECT, TRACE and TRACK. Take it out.',
        'forbidden-header CORS_EXPOSE_HEADERS: no page can read "Set-Cookie", exposed or not. Take it out.',
      ],
    },
  ],
  optionsFromSettings,
)

test('the error on malformed JSON quotes it, and says what the parser says', () => {
  const [issue, ...others] = issuesOf({ CORS_RESOURCES: '{broken' }, optionsFromSettings)
  assert.deepEqual(others, [])
  assert.deepEqual([issue?.code, issue?.path], ['invalid-type', 'CORS_RESOURCES'])
  assert.match(issue?.message ?? '', /^"\{broken" is not JSON \(.+ in JSON at position 1.*\)\.$/)
})

const readable: readonly { readonly settings: Record<string, string>; readonly options: CorsOptions }[] = [
  { settings: { CORS_MAX_AGE: '-1' }, options: { maxAge: -1 } },
  { settings: { CORS_VARY_HEADER: 'off-x' }, options: { vary: 'off-x' } },
  { settings: { CORS_VARY_HEADER: 'x-on' }, options: { vary: 'x-on' } },
  { settings: { CORS_VARY_HEADER: 'x' }, options: { vary: 'x' } },
  { settings: { CORS_VARY_HEADER: '0' }, options: { vary: false } },
  { settings: { CORS_VARY_HEADER: ' ' }, options: { vary: [] } },
  { settings: { CORS_VARY_HEADER: 'TRUE' }, options: { vary: true } },
  {
    settings: { CORS_SEND_WILDCARD: '1', CORS_ALWAYS_SEND: 'False' },
    options: { sendWildcard: true, alwaysSend: false },
  },
  {
    settings: { CORS_METHODS: ' ', CORS_ALLOW_HEADERS: '', CORS_EXPOSE_HEADERS: '\t' },
    options: { methods: [], allowHeaders: [], exposeHeaders: [] },
  },
  { settings: { CORS_RESOURCES: ' {"/a": {}}' }, options: { resources: { '/a': {} } } },
  { settings: { CORS_RESOURCES: '["/a"]' }, options: { resources: ['/a'] } },
  { settings: { CORS_RESOURCES: '/[a]' }, options: { resources: '/[a]' } },
]
for (const { settings, options } of readable) {
  test(`read: ${JSON.stringify(settings)}`, () =>
    assert.deepEqual(named(optionsFromSettings(settings)), options))
}

test('settings are checked together only when they are used, so that options may complete them', () => {
  const settings = optionsFromSettings({ CORS_SUPPORTS_CREDENTIALS: 'true' })
  assert.throws(() => cors(settings), {
    name: 'CorsConfigError',
    message: /^CORS_SUPPORTS_CREDENTIALS: origins is "\*", its default/,
  })
  cors({ ...settings, origins: A })
})

test('optionsFromSettings refuses what is not a record, and does not take it as no settings', () => {
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

test('the path of a mistake that settings make together is the name of a setting', () => {
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

test('cors() on a route, like @cross_origin(), has no effect on other routes', async t => {
  const app = express()
  app.get('/', cors({ origins: A }), (_request, response) => void response.end())
  app.get('/closed', (_request, response) => void response.end())
  const ask = await serve(t, app)
  assert.deepEqual(corsHeaders(await ask(get)), { 'access-control-allow-origin': A })
  assert.deepEqual(corsHeaders(await ask({ ...get, path: '/closed' })), {})
})
