import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CorsOptions, optionsFromSettings } from 'cors-policy'
import { named } from '../support/options.js'
import { issuesOf, testRefused } from '../support/refused.js'

const A = 'https://a.example'

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
        'undefined-option CORS_ORIGINS: the value is undefined. Give a value, or leave the setting out, which allows everyone. [] allows nobody.',
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

test('the error on malformed JSON quotes it, and the error of the parser', () => {
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

test('optionsFromSettings refuses anything but a record, which would mean the defaults', () => {
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

test('names without the prefix CORS_ are ignored', () => {
  assert.deepEqual(optionsFromSettings({ PATH: '/bin', cors_origins: A, MY_CORS_ORIGINS: A }), {})
  assert.deepEqual(optionsFromSettings({ ...process.env }), {})
})
