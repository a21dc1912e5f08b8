import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CorsOptions, cors, createPolicy, optionsFromSettings } from 'cors-policy'
import { issuesOf } from '../support/refused.js'

const A = 'https://a.example'
const insecure = 'http://a.example'
const credentials = { CORS_SUPPORTS_CREDENTIALS: 'true' }
const read = (settings: object): CorsOptions => optionsFromSettings({ ...settings })

/** These mistakes are found only when the options are checked together, after the settings were read. */
const rows: readonly {
  readonly what: string
  readonly options: unknown
  readonly paths: readonly string[]
}[] = [
  {
    what: 'any origin, in spread settings',
    options: { ...read({ CORS_ORIGINS: '*', ...credentials }) },
    paths: ['CORS_ORIGINS'],
  },
  {
    what: 'no origins, in spread settings',
    options: { ...read(credentials) },
    paths: ['CORS_SUPPORTS_CREDENTIALS'],
  },
  {
    what: 'an insecure origin, in settings spread twice',
    options: { ...{ ...read({ CORS_ORIGINS: insecure, ...credentials }) } },
    paths: ['CORS_ORIGINS'],
  },
  {
    what: 'an insecure origin in a list, in spread settings',
    options: { ...read({ CORS_ORIGINS: [A, insecure], ...credentials }) },
    paths: ['CORS_ORIGINS[1]'],
  },
  {
    what: 'an insecure origin, copied by Object.assign',
    options: Object.assign({}, read({ CORS_ORIGINS: insecure, ...credentials })),
    paths: ['CORS_ORIGINS'],
  },
  {
    what: 'options beside settings',
    options: { ...read({ CORS_ORIGINS: insecure }), credentials: true, exposeHeaders: '*' },
    paths: ['CORS_ORIGINS', 'exposeHeaders'],
  },
  {
    what: 'settings beside options',
    options: { origins: insecure, ...read({ ...credentials, CORS_EXPOSE_HEADERS: '*' }) },
    paths: ['origins', 'CORS_EXPOSE_HEADERS'],
  },
  {
    what: 'an option over a setting',
    options: { ...read({ CORS_ORIGINS: A, ...credentials }), origins: insecure },
    paths: ['origins'],
  },
  {
    what: 'a list over the same list',
    options: { ...read({ CORS_ORIGINS: [insecure], ...credentials }), origins: [insecure] },
    paths: ['origins[0]'],
  },
  {
    what: 'a setting over an option',
    options: { origins: A, ...read({ CORS_ORIGINS: insecure, ...credentials }) },
    paths: ['CORS_ORIGINS'],
  },
  {
    what: 'undefined over a setting',
    options: { ...read({ CORS_ORIGINS: A }), origins: undefined },
    paths: ['origins'],
  },
  {
    what: 'settings over other settings',
    options: { ...read({ CORS_ORIGINS: insecure }), ...read({ ...credentials, CORS_EXPOSE_HEADERS: '*' }) },
    paths: ['CORS_ORIGINS', 'CORS_EXPOSE_HEADERS'],
  },
  {
    what: 'the rest of the settings',
    options: (({ maxAge, ...others }) => others)(
      read({ CORS_MAX_AGE: '5', CORS_ORIGINS: '*', ...credentials }),
    ),
    paths: ['CORS_ORIGINS'],
  },
  {
    what: 'settings of a resource, spread',
    options: { resources: { '/a': { ...read({ CORS_ORIGINS: insecure, ...credentials }) } } },
    paths: ['CORS_ORIGINS'],
  },
  {
    what: 'a copy through JSON, which has no symbols',
    options: JSON.parse(JSON.stringify(read({ CORS_ORIGINS: insecure, ...credentials }))),
    paths: ['origins'],
  },
]
for (const { what, options, paths } of rows) {
  test(`an error names the setting or option as it was written: ${what}`, () => {
    for (const check of [createPolicy, cors]) {
      assert.deepEqual(
        issuesOf(options, check).map(({ path }) => path),
        paths,
      )
    }
  })
}

test('options from settings have only plain options as entries, and in JSON', () => {
  const options = read({ CORS_ORIGINS: A })
  assert.deepEqual(Object.entries(options), [['origins', A]])
  assert.equal(JSON.stringify(options), `{"origins":"${A}"}`)
})

test('the symbol of a setting is not an option by itself', () => {
  const mark = Symbol.for('cors-policy.CORS_ORIGINS')
  const policy = createPolicy({ [mark]: 'https://b.example', origins: A } as CorsOptions)
  assert.deepEqual([policy.allowsOrigin(A), policy.allowsOrigin('https://b.example')], [true, false])
})
