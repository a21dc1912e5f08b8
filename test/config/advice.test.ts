import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cors, createPolicy, optionsFromSettings } from 'cors-policy'
import express from 'express'
import { describe, issuesOf } from '../support/refused.js'
import { corsHeaders, serve } from '../support/servers.js'

const A = 'https://app.example.com'

/** Options, and the one mistake that they are refused for. */
interface Advice {
  readonly options: object
  readonly code: string
  readonly path: string
  readonly message: string
}

const likeRegExp =
  'looks like a regular expression, but in a string all but the wildcards is literal. Write "https://*.example.com" for subdomains, "http://localhost:*" for any port, or in code an anchored RegExp: /^https:\\/\\/app-\\d+\\.example\\.com$/.'
const pathLikeRegExp =
  'is not a path: it looks like a regular expression, but in a string all but a final "/*" is literal.'
const unset = 'is not an origin. Is a variable not set?'
const acceptAny = 'To accept this risk: dangerouslyAllow: { "any-origin-with-credentials": ["*"] }.'
const nameThem =
  'and with credentials every site on the web could read what your users may read. Name the origins that may: origins: ["https://app.example.com"].'
const withoutCredentials =
  'Or take credentials out: browsers let no page read "*" with cookies, so only other requests can have worked.'

const advice: readonly Advice[] = [
  // Regular expressions in strings.
  ...['https://.{5,}.X.Y.com', 'https://a{2}.example.com', 'https://[a-z]{1,9}.example.com'].map(text => ({
    options: { origin: [text] },
    code: 'invalid-pattern',
    path: 'origin[0]',
    message: `"${text}" ${likeRegExp}`,
  })),
  {
    options: { origins: 'https://.{5,}.X.Y.com' },
    code: 'invalid-pattern',
    path: 'origins',
    message: `"https://.{5,}.X.Y.com" ${likeRegExp}`,
  },
  {
    options: { resources: { '/api/v\\d+/*': {} } },
    code: 'invalid-path',
    path: 'resources["/api/v\\\\d+/*"]',
    message: `"/api/v\\\\d+/*" ${pathLikeRegExp} Write /^\\/api\\/v\\d+\\//, or with options of its own [[/^\\/api\\/v\\d+\\//, { … }]].`,
  },
  {
    options: { resources: ['/api/(users|posts)'] },
    code: 'invalid-path',
    path: 'resources[0]',
    message: `"/api/(users|posts)" ${pathLikeRegExp} Write /^\\/api\\/(users|posts)/, or with options of its own [[/^\\/api\\/(users|posts)/, { … }]].`,
  },
  {
    options: { resources: '/v[0-9]+(' },
    code: 'invalid-path',
    path: 'resources',
    message: `"/v[0-9]+(" ${pathLikeRegExp} Write /^\\/v\\d+\\//, or with options of its own [[/^\\/v\\d+\\//, { … }]].`,
  },
  // Hosts that have no certificate.
  ...[
    'http://192.168.1.5:5173',
    'http://10.0.2.2:3000',
    'http://172.17.0.1',
    'http://169.254.1.1',
    'http://100.64.0.7',
    'http://[fd00::1]:3000',
    'http://[fe80::1]',
    'http://host.docker.internal:8080',
    'http://frontend:3000',
    'http://printer.local',
    'http://app.test:*',
    'http://*.lan',
  ].map(origin => ({
    options: { origins: [A, origin], credentials: true },
    code: 'insecure-origin',
    path: 'origins[1]',
    message: `"${origin}" with credentials: whoever is on the network path can be this origin and read what your users may read. To accept this risk: dangerouslyAllow: { "insecure-origin": ["${origin}"] }.`,
  })),
  ...['http://172.32.0.1', 'http://100.128.0.1', 'http://10.example.com', 'http://local.example.com'].map(
    origin => ({
      options: { origins: [A, origin], credentials: true },
      code: 'insecure-origin',
      path: 'origins[1]',
      message: `"${origin}" with credentials: whoever is on the network path can be this origin and read what your users may read. Write "${origin.replace('http:', 'https:')}". To accept this risk: dangerouslyAllow: { "insecure-origin": ["${origin}"] }.`,
    }),
  ),
  // Any origin with credentials.
  {
    options: { origin: true, credentials: true },
    code: 'any-origin-with-credentials',
    path: 'origin',
    message: `origin is true, which is every origin, ${nameThem} In a function that compares, answer with the origin instead of true: origin: allowed.includes(request.headers.origin) && request.headers.origin. ${acceptAny}`,
  },
  {
    options: { origin: '*', credentials: true },
    code: 'any-origin-with-credentials',
    path: 'origin',
    message: `origins is "*", ${nameThem} ${withoutCredentials} ${acceptAny}`,
  },
  {
    options: { credentials: true },
    code: 'any-origin-with-credentials',
    path: 'credentials',
    message: `origins is "*", its default, ${nameThem} ${withoutCredentials} ${acceptAny}`,
  },
  // Variables that are not set.
  ...[undefined, false, null].map(item => ({
    options: { origins: [item, A] },
    code: 'invalid-type',
    path: 'origins[0]',
    message: `${item} ${unset} Write ["${A}"].`,
  })),
  {
    options: { origins: [A, '', /^https:\/\/b\.example$/] },
    code: 'empty-string',
    path: 'origins[1]',
    message: `an empty string ${unset} Write ["${A}", /^https:\\/\\/b\\.example$/].`,
  },
  {
    options: { origins: [''] },
    code: 'empty-string',
    path: 'origins[0]',
    message: `an empty string ${unset} Write [], which allows nobody.`,
  },
  {
    options: { origins: [...Array.from({ length: 40 }, (_, i) => `https://${i}.example`), undefined] },
    code: 'invalid-type',
    path: 'origins[40]',
    message: `undefined ${unset} Leave it out.`,
  },
  {
    options: { origins: false },
    code: 'invalid-type',
    path: 'origins',
    message: 'false is not an origin. Write [] to allow nobody.',
  },
  ...['origin', 'origins'].map(name => ({
    options: { [name]: undefined },
    code: 'undefined-option',
    path: name,
    message:
      'the value is undefined. Is a variable not set? Give a value, or leave the option out, which allows everyone. [] allows nobody.',
  })),
  {
    options: { origins: A, resources: { '/a': { origins: undefined } } },
    code: 'undefined-option',
    path: 'resources["/a"].origins',
    message:
      'the value is undefined. Is a variable not set? Give a value, or leave the option out, which takes the outer one. [] allows nobody.',
  },
  {
    options: { methods: undefined },
    code: 'undefined-option',
    path: 'methods',
    message: 'the value is undefined. Is a variable not set? Give a value, or leave the option out.',
  },
  // What other libraries have or had.
  ...['enablePreflight', 'preflight', 'handlePreflightRequest'].map(name => ({
    options: { [name]: true },
    code: 'removed-option',
    path: name,
    message: 'preflights are answered anyway. Take it out; automaticOptions: false passes them on.',
  })),
  ...['hideOptionsRoute', 'strictPreflight'].map(name => ({
    options: { [name]: true },
    code: 'removed-option',
    path: name,
    message: 'no route is added, and only what CORS calls a preflight is answered. Take it out.',
  })),
  ...[
    { name: 'supportsCredentials', meant: 'credentials' },
    { name: 'allowCredentials', meant: 'credentials' },
    { name: 'requestHeaders', meant: 'allowHeaders' },
    { name: 'responseHeaders', meant: 'exposeHeaders' },
    { name: 'preflightMaxAge', meant: 'maxAge' },
    { name: 'endPreflightRequests', meant: 'automaticOptions' },
    { name: 'allowedOriginPatterns', meant: 'origins' },
  ].map(({ name, meant }) => ({
    options: { [name]: true },
    code: 'unknown-option',
    path: name,
    message: `there is no option "${name}". Did you mean "${meant}"?`,
  })),
  // RegExps that are not anchored.
  {
    options: { origin: /localhost:3000$/ },
    code: 'unanchored-regexp',
    path: 'origin',
    message:
      '/localhost:3000$/ is not anchored at both ends, so it also matches "http://alocalhost:3000". Write "http://localhost:3000", or a RegExp whose every alternative begins with ^ and ends with $.',
  },
]
for (const { options, code, path, message } of advice) {
  test(`refused with advice: ${describe(options)}`, () => {
    assert.deepEqual(
      issuesOf(options).map(issue => [issue.code, issue.path, issue.message]),
      [[code, path, message]],
    )
  })
}

test('CORS_ORIGINS that is undefined: the message says what leaving it out means', () => {
  assert.deepEqual(
    issuesOf({ CORS_ORIGINS: undefined, CORS_MAX_AGE: undefined }, optionsFromSettings).map(
      ({ message }) => message,
    ),
    [
      'the value is undefined. Give a value, or leave the setting out, which allows everyone. [] allows nobody.',
      'the value is undefined. Give a value, or leave the setting out.',
    ],
  )
})

test('paths that only look a little like regular expressions are paths', () => {
  createPolicy({ resources: ["/odata/Users('x')", '/a+b', '/a.b/*', '/files/(draft)', '/price$'] })
})

interface Delegated {
  headers: { origin?: string }
}
type Answer = (error: null, options: object) => void

test('a function that answers with the origin instead of true, as the message advises, serves that origin alone', async t => {
  const allowed: (string | undefined)[] = [A]
  const app = express().use(
    cors(((request: Delegated, answer: Answer) =>
      answer(null, {
        origin: allowed.includes(request.headers.origin) && request.headers.origin,
        credentials: true,
      })) as never),
  )
  const ask = await serve(t, app)
  assert.deepEqual(corsHeaders(await ask({ headers: { origin: A } })), {
    'access-control-allow-origin': A,
    'access-control-allow-credentials': 'true',
    vary: 'Origin',
  })
  assert.deepEqual(corsHeaders(await ask({ headers: { origin: 'https://b.example' } })), { vary: 'Origin' })
  assert.deepEqual(corsHeaders(await ask()), { vary: 'Origin' })
})

test('a function that answers true beside credentials fails with the advice', async t => {
  const delegate = (request: Delegated, answer: Answer) =>
    answer(null, { origin: request.headers.origin === A, credentials: true })
  let failure: unknown
  const app = express().use(cors(delegate as never))
  app.use(((error, _request, response, _next) => {
    failure = error
    response.status(500).end()
  }) as express.ErrorRequestHandler)
  const ask = await serve(t, app)
  const answer = await ask({ headers: { origin: A } })
  assert.deepEqual([answer.status, corsHeaders(answer)], [500, { vary: 'Origin' }])
  assert.match(
    String(failure),
    /origin: allowed\.includes\(request\.headers\.origin\) && request\.headers\.origin\./,
  )
})
