import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runInNewContext } from 'node:vm'
import { CorsConfigError, type CorsConfigIssue, cors, createPolicy } from 'cors-policy'
import { withCors } from 'cors-policy/web'

function issuesOf(options: unknown): readonly CorsConfigIssue[] {
  try {
    createPolicy(options as never)
  } catch (error) {
    assert.ok(error instanceof CorsConfigError, String(error))
    return error.issues
  }
  return []
}

const A = 'https://a.example'

// options, the issues' codes and paths, and what the first message says to write.
const refused: readonly [options: unknown, issues: string[], says: string][] = [
  // The same for one string, in every place where an origin may stand.
  [{ origins: 'https://a.com/' }, ['invalid-origin origins'], 'has no path. Write "https://a.com".'],
  [{ origins: ['https://a.com/'] }, ['invalid-origin origins[0]'], 'Write "https://a.com".'],
  [
    { origins: new Set([A, 'a.com']) },
    ['invalid-origin origins[1]'],
    'Write "https://a.com" or "http://a.com".',
  ],
  [{ origins: 'https://a.com, https://b.com/x' }, ['invalid-origin origins'], 'Write "https://b.com".'],
  // Spellings that no browser sends.
  [
    { origins: 'https://a.com/x/y' },
    ['invalid-origin origins'],
    'an origin has no path. Write "https://a.com".',
  ],
  [
    { origins: 'https://a.com?x' },
    ['invalid-origin origins'],
    'an origin has no query. Write "https://a.com".',
  ],
  [
    { origins: 'https://a.com#x?' },
    ['invalid-origin origins'],
    'an origin has no fragment. Write "https://a.com".',
  ],
  [
    { origins: 'https://u:p@a.com' },
    ['invalid-origin origins'],
    'an origin has no user or password. Write "https://a.com".',
  ],
  [
    { origins: 'https://a.com:443' },
    ['invalid-origin origins'],
    'an origin has no default port. Write "https://a.com".',
  ],
  [
    { origins: 'http://a.com:80' },
    ['invalid-origin origins'],
    'an origin has no default port. Write "http://a.com".',
  ],
  [{ origins: 'http://a.com:08080' }, ['invalid-origin origins'], 'Write "http://a.com:8080".'],
  [{ origins: 'https://A.com' }, ['invalid-origin origins'], 'lower case. Write "https://a.com".'],
  [{ origins: 'HTTPS://a.com' }, ['invalid-origin origins'], 'lower case. Write "https://a.com".'],
  [
    { origins: ' https://a.com' },
    ['invalid-origin origins'],
    'no white space around it. Write "https://a.com".',
  ],
  [
    { origins: 'https://münchen.de' },
    ['invalid-origin origins'],
    'Punycode. Write "https://xn--mnchen-3ya.de".',
  ],
  [{ origins: 'http://[::0:1]:8080' }, ['invalid-origin origins'], 'compressed. Write "http://[::1]:8080".'],
  [{ origins: 'http://127.1' }, ['invalid-origin origins'], 'Write "http://127.0.0.1".'],
  [{ origins: 'https://a.com:99999' }, ['invalid-origin origins'], 'as a browser sends it'],
  [{ origins: 'https://a b.com' }, ['invalid-origin origins'], 'as a browser sends it'],
  // Without a scheme.
  [{ origins: 'a.com' }, ['invalid-origin origins'], 'Write "https://a.com" or "http://a.com".'],
  [{ origins: '//a.com' }, ['invalid-origin origins'], 'Write "https://a.com" or "http://a.com".'],
  [{ origins: 'localhost:3000' }, ['invalid-origin origins'], 'Write "http://localhost:3000".'],
  [{ origins: '127.0.0.1:3000' }, ['invalid-origin origins'], 'Write "http://127.0.0.1:3000".'],
  [{ origins: 'https:a.com' }, ['invalid-origin origins'], 'begins with its scheme'],
  [{ origins: 'file://' }, ['invalid-origin origins'], 'Origin: null'],
  [{ origins: 'file:///index.html' }, ['invalid-origin origins'], 'Origin: null'],
  // Wildcards.
  [{ origins: 'https://*' }, ['invalid-pattern origins'], 'For every origin write "*" alone.'],
  [{ origins: 'https://a*.com' }, ['invalid-pattern origins'], '"https://*.example.com"'],
  [{ origins: '*://a.com' }, ['invalid-pattern origins'], 'nowhere else'],
  [{ origins: 'https://*.*.a.com' }, ['invalid-pattern origins'], 'nowhere else'],
  [{ origins: '*.a.com' }, ['invalid-pattern origins'], 'nowhere else'],
  [{ origins: 'https://*.a.com/' }, ['invalid-pattern origins'], 'Write "https://*.a.com".'],
  [{ origins: 'https://*.A.com:*' }, ['invalid-pattern origins'], 'Write "https://*.a.com:*".'],
  [{ origins: 'http://localhost:*/' }, ['invalid-pattern origins'], 'Write "http://localhost:*".'],
  [{ origins: 'http://*.127.0.0.1' }, ['invalid-pattern origins'], 'Write "http://127.0.0.1".'],
  [{ origins: 'https://.*\\.a\\.com' }, ['invalid-pattern origins'], 'anchored RegExp'],
  [{ origins: ['*', A] }, ['invalid-pattern origins'], 'Write "*" alone'],
  // RegExps.
  [
    { origins: /example\.com$/ },
    ['unanchored-regexp origins'],
    'Begin every alternative with ^ and end it with $',
  ],
  [{ origins: [/^https:\/\/a\.com/] }, ['unanchored-regexp origins[0]'], 'end it with $'],
  [{ origins: /^https:\/\/a\.com$|b\.com$/ }, ['unanchored-regexp origins'], 'every alternative'],
  [{ origins: /^https:\/\/a\.com\$/ }, ['unanchored-regexp origins'], 'end it with $'],
  [{ origins: /^https:\/\/a[.com$]/ }, ['unanchored-regexp origins'], 'end it with $'],
  [{ origins: /\^https:\/\/a\.com$/ }, ['unanchored-regexp origins'], 'Begin'],
  [{ origins: /(?:)/ }, ['unanchored-regexp origins'], 'Begin'],
  // Other things than origins.
  [{ origins: '' }, ['empty-string origins'], '[] to allow nobody'],
  [{ origins: [A, ''] }, ['empty-string origins[1]'], '[] to allow nobody'],
  [{ origins: `${A},` }, ['empty-string origins'], '[] to allow nobody'],
  [
    { origins: ['https://a.com, b.com'] },
    ['invalid-origin origins[0]'],
    'items of their own: "https://a.com", "b.com".',
  ],
  [{ origins: true }, ['invalid-type origins'], "Write '*' for every origin."],
  [{ origins: false }, ['invalid-type origins'], 'Write [] to allow nobody.'],
  [{ origins: null }, ['invalid-type origins'], 'Write [] to allow nobody.'],
  [{ origins: [A, 5] }, ['invalid-type origins[1]'], '5 is not an origin.'],
  [{ origins: [[A]] }, ['invalid-type origins[0]'], 'an array of 1 is not an origin.'],
  [{ origins: { a: 1 } }, ['invalid-type origins'], 'an object'],
  // With credentials.
  [
    { credentials: true },
    ['any-origin-with-credentials credentials'],
    'origins: ["https://app.example.com"]',
  ],
  [{ credentials: true, origins: '*' }, ['any-origin-with-credentials origins'], 'Name the origins that may'],
  [
    { credentials: true, origins: ['*'] },
    ['any-origin-with-credentials origins'],
    'Name the origins that may',
  ],
  [{ credentials: true, origins: /^.*$/ }, ['any-origin-with-credentials origins'], 'Name the host'],
  [
    { credentials: true, origins: /^https:\/\/.+$/ },
    ['any-origin-with-credentials origins'],
    'Name the host',
  ],
  [
    { credentials: true, origins: /^http:\/\/[^/]+:8443$/ },
    ['any-origin-with-credentials origins'],
    'Name the host',
  ],
  [
    { credentials: true, origins: [A, /^https:\/\/[a-z0-9-]+\.[a-z]+$/] },
    ['any-origin-with-credentials origins[1]'],
    'host',
  ],
  [{ credentials: true, origins: 'http://a.com' }, ['insecure-origin origins'], 'Write "https://a.com".'],
  [
    { credentials: true, origins: 'http://*.a.com:*' },
    ['insecure-origin origins'],
    'Write "https://*.a.com:*".',
  ],
  [{ credentials: true, origins: 'http://localhost.a.com' }, ['insecure-origin origins'], 'Write "https://'],
  [{ credentials: true, origins: 'http://128.0.0.1' }, ['insecure-origin origins'], 'Write "https://'],
  [{ credentials: true, origins: 'https://*.com' }, ['public-suffix origins'], '"com"'],
  [{ credentials: true, origins: 'https://*.co.uk' }, ['public-suffix origins'], '"co.uk"'],
  [
    { credentials: true, origins: 'https://*.github.io' },
    ['public-suffix origins'],
    '"https://my-app.github.io"',
  ],
  [
    { credentials: true, origins: [A, 'https://*.vercel.app:*'] },
    ['public-suffix origins[1]'],
    '"vercel.app"',
  ],
  [
    { credentials: true, origins: 'https://*.compute.amazonaws.com' },
    ['public-suffix origins'],
    'anyone can register',
  ],
  [{ credentials: true, origins: 'null' }, ['null-origin origins'], 'Leave it out'],
  [
    { credentials: true, origins: A, exposeHeaders: '*' },
    ['wildcard-with-credentials exposeHeaders'],
    'Name the headers',
  ],
  [
    { credentials: true, origins: A, sendWildcard: true },
    ['wildcard-with-credentials sendWildcard'],
    'Leave sendWildcard out',
  ],
  // Names.
  [
    { methods: ['GET', 'CONNECT', 'trace', 'Track'] },
    ['forbidden-method methods[1]', 'forbidden-method methods[2]', 'forbidden-method methods[3]'],
    'Take it out',
  ],
  [{ methods: 'GET POST' }, ['invalid-name methods'], 'Write "GET, POST".'],
  [{ methods: ['G*'] }, ['invalid-name methods[0]'], 'is not a method'],
  [{ methods: '' }, ['empty-string methods'], '[] for none'],
  [{ methods: true }, ['invalid-type methods'], 'true is not a method'],
  [{ allowHeaders: ['X-A: 1'] }, ['invalid-name allowHeaders[0]'], 'Write "X-A".'],
  [{ allowHeaders: 'x-*' }, ['invalid-name allowHeaders'], 'is not a header name'],
  [{ allowHeaders: [/x-/] }, ['unanchored-regexp allowHeaders[0]'], 'Begin every alternative with ^'],
  [{ exposeHeaders: 5 }, ['invalid-type exposeHeaders'], 'Write a header name such as "X-Total-Count"'],
  [{ exposeHeaders: ['ETag', /^x-/] }, ['invalid-type exposeHeaders[1]'], 'is not a header name'],
  [
    { exposeHeaders: ['Set-Cookie', 'set-cookie2'] },
    ['forbidden-header exposeHeaders[0]', 'forbidden-header exposeHeaders[1]'],
    'no page can read',
  ],
  [{ vary: '*' }, ['invalid-name vary'], 'is not a header name'],
  // Numbers and flags.
  [{ maxAge: 1.5 }, ['invalid-max-age maxAge'], 'Write a number, such as 1;'],
  [{ maxAge: '600' }, ['invalid-max-age maxAge'], 'Write a number, such as 600;'],
  [{ maxAge: -2 }, ['invalid-max-age maxAge'], 'whole number of seconds'],
  [{ maxAge: Number.NaN }, ['invalid-max-age maxAge'], 'NaN'],
  [{ maxAge: Number.POSITIVE_INFINITY }, ['invalid-max-age maxAge'], 'Infinity'],
  [{ maxAge: 1e21 }, ['invalid-max-age maxAge'], 'whole number of seconds'],
  [{ preflightStatus: 199 }, ['invalid-status preflightStatus'], 'Write 204 or 200.'],
  [{ preflightStatus: 300 }, ['invalid-status preflightStatus'], 'Write 204 or 200.'],
  [{ preflightStatus: '204' }, ['invalid-status preflightStatus'], 'Write 204 or 200.'],
  ...[
    'credentials',
    'sendWildcard',
    'alwaysSend',
    'automaticOptions',
    'interceptExceptions',
    'blockDisallowed',
    'timing',
  ].flatMap((name): [unknown, string[], string][] => [
    [{ [name]: 'true' }, [`invalid-type ${name}`], 'Write true.'],
    [{ [name]: 0 }, [`invalid-type ${name}`], 'Write false.'],
    [{ [name]: null }, [`invalid-type ${name}`], 'Write false.'],
    [{ [name]: undefined }, [`undefined-option ${name}`], 'Is a variable not set?'],
  ]),
  [{ credentials: Object.create(null) }, ['invalid-type credentials'], 'an object'],
  [{ maxAge: Object.create(null) }, ['invalid-max-age maxAge'], 'an object'],
  [{ onDecision: 'log' }, ['invalid-type onDecision'], 'is not a function'],
  [
    { dangerouslyAllow: ['any-origin'] },
    ['unknown-risk dangerouslyAllow[0]'],
    '"any-origin-with-credentials"',
  ],
  [{ dangerouslyAllow: 'nul-origin' }, ['unknown-risk dangerouslyAllow'], 'Did you mean "null-origin"?'],
  // Names of options.
  [{ orgins: A }, ['unknown-option orgins'], 'Did you mean "origins"?'],
  [{ allowHeader: 'X-A' }, ['unknown-option allowHeader'], 'Did you mean "allowHeaders"?'],
  [{ allow_credentials: true }, ['unknown-option allow_credentials'], 'Did you mean "credentials"?'],
  [{ 'max-age': 5 }, ['unknown-option max-age'], 'Did you mean "maxAge"?'],
  [{ zebra: 1 }, ['unknown-option zebra'], 'The options are "origins"'],
  [{ origins: undefined }, ['undefined-option origins'], 'Is a variable not set?'],
  [{ origin: undefined }, ['undefined-option origin'], 'Is a variable not set?'],
  [{ origins: A, origin: A }, ['duplicate-option origin'], '"origins" and "origin" are the same option'],
  [{ maxAge: 5, max_age: 5 }, ['duplicate-option max_age'], 'Write one of them.'],
  [{ allowedHeaders: 'X-A', allow_headers: 'X-A' }, ['duplicate-option allow_headers'], 'Write one of them.'],
  [{ allow_private_network: true }, ['removed-option allow_private_network'], 'browsers dropped'],
  [{ allowPrivateNetwork: true }, ['removed-option allowPrivateNetwork'], 'browsers dropped'],
  // Things that are no options.
  [null, ['invalid-type '], 'Write cors({ origins:'],
  [A, ['invalid-type '], 'Write cors({ origins:'],
  [[A], ['invalid-type '], 'Write cors({ origins:'],
  [/^a$/, ['invalid-type '], 'Write cors({ origins:'],
  // Resources.
  [{ resources: 'api' }, ['invalid-path resources'], 'Write "/api".'],
  [{ resources: ['/a', 'https://a.com/b'] }, ['invalid-path resources[1]'], 'Write "/b".'],
  [{ resources: '' }, ['empty-string resources'], 'begins with "/"'],
  [{ resources: 5 }, ['invalid-type resources'], 'a string or a RegExp'],
  [
    { resources: { '/api/': {} } },
    ['invalid-path resources["/api/"]'],
    'Write "/api" for that path, "/api/*"',
  ],
  [{ resources: { '/a*': {} } }, ['invalid-path resources["/a*"]'], 'only at the end, after a slash'],
  [{ resources: { '/a/*/b': {} } }, ['invalid-path resources["/a/*/b"]'], 'only at the end'],
  [{ resources: { '/a?b': {} } }, ['invalid-path resources["/a?b"]'], 'Write the path alone'],
  [{ resources: { '/a//b': {} } }, ['invalid-path resources["/a//b"]'], 'no empty or dot segment'],
  [{ resources: { '/a/../b': {} } }, ['invalid-path resources["/a/../b"]'], 'no empty or dot segment'],
  [{ resources: { '/ä': {} } }, ['invalid-path resources["/ä"]'], 'Write "/%C3%A4".'],
  [{ resources: { '/a b/*': {} } }, ['invalid-path resources["/a b/*"]'], 'Write "/a%20b/*".'],
  [{ resources: { '/100%': {} } }, ['invalid-path resources["/100%"]'], 'Write "%25"'],
  [{ resources: [[/api/, {}]] }, ['unanchored-regexp resources[0][0]'], 'Begin every alternative with ^'],
  [{ resources: /api/ }, ['unanchored-regexp resources'], 'Begin every alternative with ^'],
  [{ resources: { '/Api': {}, '/api': {} } }, ['duplicate-resource resources["/api"]'], 'the same as "/Api"'],
  [{ resources: ['*', '/*'] }, ['duplicate-resource resources[1]'], 'the same as "*"'],
  [{ resources: { '/a': undefined } }, ['invalid-type resources["/a"]'], 'is not an options object'],
  [
    { resources: { '/a': { resources: '/b' } } },
    ['unknown-option resources["/a"].resources'],
    'has no resources of its own',
  ],
  [
    { resources: { '/a': { origns: A } } },
    ['unknown-option resources["/a"].origns'],
    'Did you mean "origins"?',
  ],
  [
    { resources: { '/a': { origins: [A, 'b.com'] } } },
    ['invalid-origin resources["/a"].origins[1]'],
    '"https://b.com"',
  ],
  [
    { resources: [['/a', { credentials: true }]] },
    ['any-origin-with-credentials resources[0][1].credentials'],
    'its default',
  ],
  [
    { resources: new Map([['/a', { maxAge: '5' }]]) },
    ['invalid-max-age resources["/a"].maxAge'],
    'such as 5',
  ],
  // Merged options are checked like any others, where the one at fault was written.
  [
    { credentials: true, resources: { '/a': { origins: '*' }, '/b': { origins: A } } },
    ['any-origin-with-credentials resources["/a"].origins'],
    'Name the origins',
  ],
  [
    { origins: 'http://a.com', resources: { '/a': { credentials: true }, '/b': {} } },
    ['insecure-origin origins'],
    'Write "https://a.com".',
  ],
  [
    { exposeHeaders: '*', origins: A, resources: { '/a': { credentials: true } } },
    ['wildcard-with-credentials exposeHeaders'],
    'Name the headers',
  ],
  [
    { credentials: true, resources: ['/a', '/b'] },
    ['any-origin-with-credentials credentials'],
    'its default',
  ],
  // All at once.
  [
    { orgins: A, methods: 'TRACE', maxAge: 'x' },
    ['unknown-option orgins', 'forbidden-method methods', 'invalid-max-age maxAge'],
    'Did you mean "origins"?',
  ],
  // A misspelt or unset `origins` is one mistake, not also `*` with credentials.
  [{ orgins: A, credentials: true }, ['unknown-option orgins'], 'Did you mean "origins"?'],
  [{ origins: undefined, credentials: true }, ['undefined-option origins'], 'Is a variable not set?'],
]

for (const [options, expected, says] of refused) {
  test(`refused: ${describe(options)}`, () => {
    const issues = issuesOf(options)
    assert.deepEqual(
      issues.map(({ code, path }) => `${code} ${path}`),
      expected,
    )
    assert.ok(issues[0]?.message.includes(says), issues[0]?.message)
  })
}

const accepted: readonly unknown[] = [
  {},
  { origins: '*' },
  { origins: ['*'] },
  { origins: [] },
  { origins: 'null' },
  { origins: 'https://*.com' },
  { origins: 'http://a.com' },
  { origins: /^.*$/ },
  { origins: runInNewContext('/^https:\\/\\/a\\.com$/') },
  { origins: runInNewContext('["https://a.com"]') },
  { origins: runInNewContext('new Set(["https://a.com"])') },
  { origins: 'https://[::1]:8443' },
  { origins: 'http://[::1]:*' },
  { origins: 'https://a_b.example' },
  { origins: 'https://xn--mnchen-3ya.de' },
  {
    origins: [
      'capacitor://localhost',
      'tauri://localhost',
      'chrome-extension://abcdefghijklmnopabcdefghijklmnop',
    ],
  },
  { credentials: true, origins: [A, 'https://*.b.example:*'] },
  {
    credentials: true,
    origins: [
      'http://localhost:3000',
      'http://localhost:*',
      'http://127.0.0.1:*',
      'http://[::1]:5173',
      'http://*.localhost:*',
    ],
  },
  { credentials: true, origins: /^https:\/\/[a-z0-9-]+\.b\.example$/ },
  { credentials: true, origins: () => true },
  { credentials: true, origins: [] },
  { credentials: true, origins: 'https://*.internal' },
  { credentials: true, dangerouslyAllow: ['any-origin-with-credentials'] },
  { credentials: true, origins: /^.*$/, dangerouslyAllow: 'any-origin-with-credentials' },
  { credentials: true, origins: 'http://a.com', dangerouslyAllow: new Set(['insecure-origin']) },
  { credentials: true, origins: 'https://*.github.io', dangerouslyAllow: ['public-suffix'] },
  { credentials: true, origins: 'null', dangerouslyAllow: ['null-origin'] },
  { credentials: true, origins: ['null', 'http://a.com'], dangerouslyAllow: 'null-origin, insecure-origin' },
  { methods: '*' },
  { methods: [] },
  { allowHeaders: ['*', 'Authorization'] },
  { exposeHeaders: ['*', 'Authorization'] },
  { maxAge: 0 },
  { maxAge: -1 },
  { preflightStatus: 299 },
  { resources: [] },
  { resources: '/a,/b' },
  { resources: { '*': {}, '/': {}, '/a': {}, '/a/*': {}, '/caf%C3%A9': {} } },
  {
    resources: [
      [/^\/v\d+\//, { origins: A }],
      ['/a', {}],
    ],
  },
  { credentials: true, resources: { '/a': { origins: A } } },
  { credentials: true, resources: { '/a': { credentials: false } } },
]

for (const options of accepted) {
  test(`accepted: ${describe(options)}`, () => assert.deepEqual(issuesOf(options), []))
}

test('the error is a TypeError with a code, and its message lists every mistake', () => {
  assert.throws(
    () => cors({ origins: 'a.com' as string, maxAge: 1.5 }),
    (error: unknown) => {
      assert.ok(error instanceof CorsConfigError && error instanceof TypeError)
      assert.equal(error.code, 'ERR_CORS_CONFIG')
      assert.equal(error.name, 'CorsConfigError')
      assert.match(error.message, /^2 mistakes:\n {2}- origins: "a\.com" is not.*\n {2}- maxAge: 1\.5 is not/)
      assert.deepEqual(
        error.issues.map(issue => issue.value),
        ['a.com', 1.5],
      )
      return true
    },
  )
})

test('an issue is frozen, and so is the list', () => {
  const issues = issuesOf({ origins: 'a.com' })
  assert.ok(Object.isFrozen(issues) && Object.isFrozen(issues[0]))
})

test('options that are inherited or on Object.prototype are not read', () => {
  const prototype = Object.prototype as { credentials?: boolean }
  prototype.credentials = true
  try {
    assert.deepEqual(issuesOf({}), [])
    assert.deepEqual(issuesOf(Object.assign(Object.create({ orgins: A }), { origins: A })), [])
  } finally {
    delete prototype.credentials
  }
})

test('what has no options of its own is refused, not taken for the defaults', () => {
  class Getters {
    get origins() {
      return [A]
    }
  }
  const forgotten = [
    Promise.resolve({ origins: A }),
    new Map([['origins', A]]),
    new Set([A]),
    new Getters(),
    Object.create({}),
  ]
  for (const options of forgotten) {
    for (const make of [cors, createPolicy, (given: object) => withCors(() => new Response(), given)]) {
      assert.throws(() => make(options as object), {
        name: 'CorsConfigError',
        message: /is not an options object/,
      })
    }
  }
  class Fields {
    origins = [A]
  }
  assert.deepEqual(issuesOf(new Fields()), [])
})

test('a resource key __proto__ from JSON is a mistake, not a prototype', () => {
  const options = JSON.parse('{ "resources": { "__proto__": { "credentials": true } } }')
  assert.deepEqual(
    issuesOf(options).map(issue => issue.code),
    ['invalid-path'],
  )
})

test('a long value is cut short in the message and whole in the issue', () => {
  const origins = `https://a.com/${'x'.repeat(1000)}`
  const [issue] = issuesOf({ origins })
  assert.ok(issue && issue.message.length < 300)
  assert.equal(issue.value, origins)
})

function describe(value: unknown): string {
  if (value instanceof Map || value instanceof Set) return `${value.constructor.name} ${describe([...value])}`
  if (Array.isArray(value)) return `[${value.map(describe).join(', ')}]`
  if (Object.prototype.toString.call(value) === '[object Object]') {
    return `{ ${Object.entries(value as object)
      .map(([k, v]) => `${k}: ${describe(v)}`)
      .join(', ')} }`
  }
  if (typeof value === 'object' && value !== null && !('toString' in value)) return 'bare'
  return typeof value === 'string' ? JSON.stringify(value) : String(value)
}

test('no options are the default, options that are undefined a variable that is not set', () => {
  const unset = process.env.NO_SUCH_VARIABLE as never
  const calls = [
    () => cors(unset),
    () => createPolicy(unset),
    () => withCors(() => new Response(), unset),
    () => cors().with(unset),
    () => cors().update(unset),
  ]
  for (const call of calls)
    assert.throws(call, { name: 'CorsConfigError', message: /Is a variable not set\?/ })
  assert.ok(cors().policy?.allowsOrigin('https://a.example'))
  assert.ok(createPolicy().allowsOrigin('https://a.example'))
})
