import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CorsConfigError, cors, createPolicy, optionsFromSettings } from 'cors-policy'
import express from 'express'
import { named } from '../support/options.js'
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

test('settings are checked together only when they are used, so that options may complete them', () => {
  const settings = optionsFromSettings({ CORS_SUPPORTS_CREDENTIALS: 'true' })
  assert.throws(() => cors(settings), {
    name: 'CorsConfigError',
    message: /^CORS_SUPPORTS_CREDENTIALS: origins is "\*", its default/,
  })
  cors({ ...settings, origins: A })
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
