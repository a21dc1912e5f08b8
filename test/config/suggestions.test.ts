import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CorsConfigIssue, createPolicy, optionsFromSettings, resolve } from 'cors-policy'
import fc from 'fast-check'
import { issuesOf } from '../support/refused.js'

/** Valid and nearly valid values; the tests change a character here and there. */
const seeds: Readonly<Record<string, readonly string[]>> = {
  origins: [
    'https://app.example.com',
    'http://a.example:443',
    'http://*.127.0.0.1:8443#',
    'https://*.10.20.30.40.',
    'https://*.example.com:*/x?y',
    'https://a.example:8080:*',
    'http://localhost:5173/',
    'localhost:3000',
    '3000',
    'app.example.com',
    '//a.example/',
    'HTTPS://A.example:443/#a',
    'https://user:pass@b\u00fccher.example/',
    'http://[0:0::1]:80',
    'https://a.example, b.example',
    'https://a.example;https://*.b.example:0443',
    'file:///x',
    'null',
    'TRUE',
    '["https://a.example"]',
    '^https://.*\\.example\\.com$',
    'https://*.*.example.com',
    'capacitor://localhost/',
    'https://%61.example',
    '$ORIGIN',
  ],
  names: [
    'Content-Type',
    'TRACE CONNECT',
    'GET PUT',
    'GET|TRACE',
    'Set-Cookie;',
    'X-A: 1',
    'X-*',
    '*-Id',
    '^x-',
    'Content\u2011Type',
    'r\u00e9sum\u00e9',
    'a/b',
    'x y, z',
    '"PUT"',
    '*, X-A',
    'set-cookie',
    'track',
    '',
  ],
  resources: [
    '/api/*',
    '/..%zzh//',
    'https://a.example/api/',
    '^/api/.*$',
    '^/v\\d+/x$',
    'api',
    '/api/:id/x',
    '/%zz/:id',
    '/a//b/',
    '/a/*/b',
    '/caf\u00e9',
    '/%7eme/',
    '/a%3bb',
    '/<id>',
    '//',
    '/*/',
    '/a?x#y',
  ],
  others: [
    '',
    'true',
    'FALSE',
    '1',
    'yes',
    'undefined',
    '600s',
    '10m',
    '1.5',
    '2 h',
    '1e3',
    '200',
    '304',
    'insecure',
    'null_origin',
  ],
}

const typo = fc.constantFrom(
  ...'/:*.#?@%[]^$|,; \t-_~\\"\'{}()aZ09\u00e9\u2011\ud800',
  '://',
  '//',
  '.*',
  '%zz',
  'xn--',
  '..',
)
const mutated = (of: readonly string[]) =>
  fc
    .record({
      text: fc.constantFrom(...of),
      edits: fc.array(fc.record({ at: fc.nat(40), removed: fc.nat(2), typo }), { maxLength: 3 }),
    })
    .map(({ text, edits }) =>
      edits.reduce((now, { at, removed, typo }) => now.slice(0, at) + typo + now.slice(at + removed), text),
    )
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.array(typo, { maxLength: 12 }).map(each => each.join('')),
)
const textOf = (of: readonly string[]) =>
  fc.oneof(
    { weight: 6, arbitrary: mutated(of) },
    anyText,
    mutated(of).map(text => text.repeat(40)),
  )

/** The values that a message suggests: strings in quotes, RegExps, flags and numbers. */
function suggestionsIn(message: string): unknown[] {
  // The way to accept a risk is not a suggestion for this value.
  const [, advice] = /(?:Write|Did you mean) (.*?)(?: To accept this risk: .*)?$/s.exec(message) ?? []
  if (advice === undefined) return []
  if (
    /^(?:\{ |\(|cors\(|optionsFrom|one of them|the path alone|the path as|the value|"%25" for)/.test(advice)
  )
    return []
  const found: unknown[] = (advice.match(/"(?:[^"\\]|\\.)*"/g) ?? []).map(text => JSON.parse(text))
  const words = advice.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""')
  for (const [, source = '', flags] of words.matchAll(/(?<=[ (])\/(\^(?:[^/\\]|\\.)*)\/([a-z]*)/g))
    found.push(new RegExp(source, flags))
  if (/\[\]/.test(words)) found.push([])
  for (const [word] of words.matchAll(/\b(?:true|false)\b(?=[.]| or)/g)) found.push(word === 'true')
  for (const [number] of words.matchAll(/(?<=such as |^| or )-?\d+(?=[ .;]|$)/g)) found.push(Number(number))
  return found
}

interface Case {
  readonly what: string
  readonly texts: readonly string[]
  readonly put: (value: unknown) => unknown
  readonly read?: (options: never) => unknown
}
const cases: readonly Case[] = [
  { what: 'origins', texts: seeds.origins ?? [], put: origins => ({ origins }) },
  {
    what: 'origins in a list',
    texts: seeds.origins ?? [],
    put: origin => ({ origins: ['https://z.example', origin] }),
  },
  {
    what: 'origins with credentials',
    texts: [
      'http://a.example:443',
      'http://a.example',
      'http://*.a.example:443',
      'http://a.example:*',
      'http://10.0.2.2:3000',
    ],
    put: origin => ({ origins: ['https://z.example', origin], credentials: true }),
  },
  ...['methods', 'allowHeaders', 'exposeHeaders', 'vary'].flatMap(name => [
    { what: name, texts: seeds.names ?? [], put: (value: unknown) => ({ [name]: value }) },
    {
      what: `${name} in a list`,
      texts: seeds.names ?? [],
      put: (value: unknown) => ({ [name]: ['X-Z', value] }),
    },
  ]),
  { what: 'resources', texts: seeds.resources ?? [], put: resources => ({ resources }) },
  {
    what: 'resources in a list',
    texts: seeds.resources ?? [],
    put: path => ({ resources: ['/of-another', path] }),
  },
  ...['credentials', 'timing', 'maxAge', 'preflightStatus', 'dangerouslyAllow'].map(name => ({
    what: name,
    texts: seeds.others ?? [],
    put: (value: unknown) => ({ origins: 'https://z.example', [name]: value }),
  })),
  {
    what: 'CORS_ORIGINS',
    texts: seeds.origins ?? [],
    put: CORS_ORIGINS => ({ CORS_ORIGINS }),
    read: optionsFromSettings,
  },
]

function mistakes({ put, read = createPolicy }: Case, value: unknown): readonly CorsConfigIssue[] {
  return issuesOf(put(value), read)
}

for (const each of cases) {
  test(`every value that a message suggests for ${each.what} is accepted`, () => {
    let suggested = 0
    fc.assert(
      fc.property(textOf(each.texts), text => {
        for (const { code, message } of mistakes(each, text)) {
          // The suggestion for an origin without a scheme may be http, which is a mistake of its own with credentials.
          if (/with credentials/.test(each.what) && code !== 'insecure-origin') continue
          for (const value of suggestionsIn(message)) {
            // Every origin and no origin are suggestions for the whole option, without credentials.
            if (value === '*' || (Array.isArray(value) && /list|with credentials/.test(each.what))) continue
            suggested++
            const again = mistakes(each, value).map(issue => issue.message)
            assert.deepEqual(again, [], `${JSON.stringify(text)}: ${message}`)
          }
        }
      }),
      { numRuns: 1500 },
    )
    assert.ok(suggested > 100, String(suggested))
  })
}

test('every name that a message suggests is an option', () => {
  const names = fc.oneof(
    mutated([
      'origns',
      'allowedOrigin',
      'resource',
      'max-age',
      'Credential',
      'exposeHeader',
      'allow_method',
      'varyHeader',
    ]),
    anyText,
  )
  const places = [
    { put: (name: string) => ({ [name]: 5 }), read: createPolicy },
    { put: (name: string) => ({ resources: { '/a': { [name]: 5 } } }), read: createPolicy },
    { put: (name: string) => ({ [name]: 5 }), read: optionsFromSettings },
  ]
  fc.assert(
    fc.property(names, fc.constantFrom(...places), (name, { put, read }) => {
      const typed = read === optionsFromSettings ? `CORS_${name.toUpperCase()}` : name
      for (const { code, message } of issuesOf(put(typed), read)) {
        const [, meant] = /Did you mean "?(\w+)"?\?/.exec(message) ?? []
        if (code !== 'unknown-option' || meant === undefined) continue
        const codes = issuesOf(put(meant), read).map(issue => issue.code)
        assert.ok(
          !codes.includes('unknown-option') && !codes.includes('removed-option'),
          `${typed}: ${message}`,
        )
      }
    }),
    { numRuns: 3000 },
  )
})

const rows: readonly { readonly options: unknown; readonly says: string }[] = [
  { options: { origins: 'http://a.example:443', credentials: true }, says: 'Write "https://a.example".' },
  { options: { origins: 'http://*.127.0.0.1:8443#' }, says: 'Write "http://127.0.0.1:8443".' },
  {
    options: { origins: 'https://a.example:8080:*' },
    says: 'it has two ports. Write "https://a.example:8080" or "https://a.example:*".',
  },
  {
    options: { origins: ['https://a.example, b.example'] },
    says: 'Write its origins as items of their own, such as "https://app.example.com".',
  },
  { options: { resources: '/..%zzh//' }, says: 'Write one such as "/api/*".' },
  { options: { methods: 'TRACE CONNECT' }, says: 'Write "PUT".' },
  { options: { exposeHeaders: 'Set-Cookie;' }, says: 'Write "X-Total-Count".' },
  { options: { allowHeaders: ['Content\u2011Type'] }, says: 'Write "Content-Type".' },
  { options: { methods: ['r\u00e9sum\u00e9'] }, says: 'Write "PUT".' },
  { options: { vary: '0/' }, says: 'Write "X-Tenant".' },
]

for (const { options, says } of rows) {
  test(`${JSON.stringify(options)}: ${says}`, () => {
    const [issue, ...others] = issuesOf(options)
    const advice = issue?.message.replace(/ To accept this risk: .*/, '')
    assert.deepEqual([advice?.slice(-says.length), others], [says, []])
  })
}

test('an item of a list may hold several names, separated by commas', () => {
  const options = {
    origins: 'https://a.example',
    methods: ['GET, PUT', 'DELETE'],
    allowHeaders: ['X-A,X-B', /^x-c/],
  }
  const request = {
    method: 'OPTIONS',
    url: '/',
    headers: {
      origin: 'https://a.example',
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'x-b,x-c',
    },
  }
  assert.deepEqual(resolve(createPolicy(options), request).headers, {
    'Access-Control-Allow-Origin': 'https://a.example',
    'Access-Control-Allow-Methods': 'GET, PUT, DELETE',
    'Access-Control-Allow-Headers': 'X-A, X-B, x-c',
  })
  assert.deepEqual(
    issuesOf({ methods: ['GET,,PUT'] }).map(({ path, message }) => `${path}: ${message}`),
    ['methods[0]: "GET,,PUT" has a comma with nothing before or behind it. Take it out.'],
  )
})
