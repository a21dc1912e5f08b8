import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CorsConfigError, cors, createPolicy } from 'cors-policy'
import { withCors } from 'cors-policy/web'
import { describe, issuesOf, testRefused } from '../support/refused.js'

const A = 'https://a.example'

testRefused([
  {
    options: null,
    issues: [
      'invalid-type: null is not an options object. Write cors({ origins: "https://app.example.com" }).',
    ],
  },
  {
    options: A,
    issues: [
      'invalid-type: "https://a.example" is not an options object. Write cors({ origins: "https://app.example.com" }).',
    ],
  },
  {
    options: [A],
    issues: [
      'invalid-type: an array of 1 is not an options object. Write cors({ origins: "https://app.example.com" }).',
    ],
  },
  {
    options: /^a$/,
    issues: [
      'invalid-type: /^a$/ is not an options object. Write cors({ origins: "https://app.example.com" }).',
    ],
  },
  {
    options: 'x',
    issues: [
      'invalid-type: "x" is not an options object. Write cors({ origins: "https://app.example.com" }).',
    ],
  },
  {
    options: 5,
    issues: ['invalid-type: 5 is not an options object. Write cors({ origins: "https://app.example.com" }).'],
  },
  {
    // In an array a function gets no name.
    options: [() => ({})][0],
    issues: [
      'invalid-type: a function is not an options object. Write cors({ origins: "https://app.example.com" }).',
    ],
  },
  {
    options: new Map(),
    issues: [
      'invalid-type: an object (Map) is not an options object. Write cors({ origins: "https://app.example.com" }).',
    ],
  },
  {
    options: Symbol('x'),
    issues: [
      'invalid-type: Symbol(x) is not an options object. Write cors({ origins: "https://app.example.com" }).',
    ],
  },
])

// Every mistake is reported.
testRefused([
  {
    options: { allowedHeaders: 'Content-Type,,Authorization', exposeHeaders: '' },
    issues: [
      'empty-string allowedHeaders: "Content-Type,,Authorization" has a comma with nothing before or behind it. Take it out.',
      'empty-string exposeHeaders: an empty string is not a header name. Write one, or [] for none.',
    ],
  },
  {
    // biome-ignore lint/suspicious/noSparseArray: a hole in a list is a mistake to report
    options: { origins: [, 'https://a.example'], methods: ['GET', , 'PUT'], vary: 'false' },
    issues: [
      'invalid-type origins[0]: undefined is not an origin. Is a variable not set? Write ["https://a.example"].',
      'invalid-type methods[1]: undefined is not a method. Write a method such as "PUT", or a list of them.',
      'invalid-type vary: "false" is neither true nor false. Write false.',
    ],
  },
  {
    options: { origins: { [Symbol.toStringTag]: 'Set' } },
    issues: [
      "invalid-type origins: an object (Set) is not an origin. Write an origin, a pattern, a RegExp, a function, a list of these, or '*' for every origin.",
    ],
  },
  {
    options: { orgins: A, methods: 'TRACE', maxAge: 'x' },
    issues: [
      'unknown-option orgins: there is no option "orgins". Did you mean "origins"?',
      'forbidden-method methods: no page can send "TRACE": browsers forbid CONNECT, TRACE and TRACK. Take it out.',
      'invalid-max-age maxAge: "x" is not a whole number of seconds. Write a number; 0 or -1: never keep a preflight.',
    ],
  },
  {
    options: { maxAge: 'x', credentials: true, exposeHeaders: '*' },
    issues: [
      'invalid-max-age maxAge: "x" is not a whole number of seconds. Write a number; 0 or -1: never keep a preflight.',
      'any-origin-with-credentials credentials: origins is "*", its default, and with credentials every site on the web could read what your users may read. Name the origins that may: origins: ["https://app.example.com"]. Or take credentials out: browsers let no page read "*" with cookies, so only other requests can have worked. To accept this risk: dangerouslyAllow: { "any-origin-with-credentials": ["*"] }.',
      'wildcard-with-credentials exposeHeaders: with credentials browsers take "*" for the name of a header. Name the headers: exposeHeaders: ["X-Total-Count"].',
    ],
  },
])

// A misspelt or unset `origins` is not reported as `*` with credentials as well.
testRefused([
  {
    options: { orgins: A, credentials: true },
    issues: ['unknown-option orgins: there is no option "orgins". Did you mean "origins"?'],
  },
  {
    options: { origins: undefined, credentials: true },
    issues: [
      'undefined-option origins: the value is undefined. Is a variable not set? Give a value, or leave the option out, which allows everyone. [] allows nobody.',
    ],
  },
])

test('the error is a TypeError with a code, and lists every mistake', () => {
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

test('the list of issues and each issue are frozen', () => {
  const issues = issuesOf({ origins: 'a.com' })
  assert.ok(Object.isFrozen(issues) && Object.isFrozen(issues[0]))
})

test('options that are on Object.prototype are not read', () => {
  const prototype = Object.prototype as { credentials?: boolean }
  prototype.credentials = true
  try {
    assert.deepEqual(issuesOf({}), [])
  } finally {
    delete prototype.credentials
  }
})

test('an object without options of its own is refused, and does not mean the defaults', () => {
  class Getters {
    get origins() {
      return [A]
    }
  }
  const withoutOptions = [
    Promise.resolve({ origins: A }),
    new Map([['origins', A]]),
    new Set([A]),
    new Getters(),
    Object.create({}),
  ]
  for (const options of withoutOptions) {
    for (const make of [cors, createPolicy, (given: object) => withCors(() => new Response(), given)]) {
      assert.throws(() => make(options as object), {
        name: 'CorsConfigError',
        message: /is not an options object/,
      })
    }
  }
})

test('a resource key __proto__ from JSON is a mistake, not a prototype', () => {
  const options = JSON.parse('{ "resources": { "__proto__": { "credentials": true } } }')
  assert.deepEqual(
    issuesOf(options).map(issue => issue.code),
    ['invalid-path'],
  )
})

const rejected: readonly { readonly options: unknown; readonly values: readonly unknown[] }[] = [
  { options: { origins: ['*', A] }, values: ['*'] },
  { options: { origins: [A, 5], maxAge: '1h' }, values: [5, '1h'] },
  { options: { credentials: true }, values: [true] },
  { options: { credentials: true, origins: '*' }, values: ['*'] },
  { options: { credentials: true, origins: ['http://a.com', A] }, values: ['http://a.com'] },
  {
    options: { credentials: true, origins: A, exposeHeaders: ['X-A', '*'], sendWildcard: true },
    values: ['*', true],
  },
  { options: { resources: ['/a', '/a/'] }, values: ['/a/'] },
  { options: { resources: [['/a', 5]] }, values: [5] },
  { options: { allow_private_network: 7, orgins: 8, origin: A, origins: A }, values: [7, 8, A] },
]

for (const { options, values } of rejected) {
  test(`an issue has the rejected value: ${describe(options)}`, () =>
    assert.deepEqual(
      issuesOf(options).map(issue => issue.value),
      values,
    ))
}

test('a message quotes up to 120 characters of a value', () => {
  const quoted = (length: number) =>
    issuesOf({ onDecision: 'x'.repeat(length - 2) })[0]?.message.split(' is ')[0]
  assert.equal(quoted(120), `"${'x'.repeat(118)}"`)
  assert.equal(quoted(121), `"${'x'.repeat(116)}...`)
})

test('the message on one mistake has no number, and no path if the whole argument is wrong', () => {
  assert.throws(() => cors(5 as never), {
    message: '5 is not an options object. Write cors({ origins: "https://app.example.com" }).',
  })
  assert.throws(() => cors({ maxAge: 'x' as never }), { message: /^maxAge: "x" is not/ })
})

test('a long value is cut short in the message but not in the issue', () => {
  const origins = `https://a.com/${'x'.repeat(1000)}`
  const [issue] = issuesOf({ origins })
  assert.ok(issue && issue.message.length < 300)
  assert.equal(issue.value, origins)
})

test('calling without options means the defaults, but undefined is an unset variable to all but cors()', () => {
  const unset = process.env.NO_SUCH_VARIABLE as never
  const calls = [
    () => createPolicy(unset),
    () => withCors(() => new Response(), unset),
    () => cors().with(unset),
    () => cors().update(unset),
  ]
  for (const call of calls)
    assert.throws(call, { name: 'CorsConfigError', message: /Is a variable not set\?/ })
  assert.ok(cors().policy?.allowsOrigin('https://a.example'))
  // NestJS calls it so for `enableCors()`.
  assert.ok(cors(unset).policy?.allowsOrigin('https://a.example'))
  assert.ok(createPolicy().allowsOrigin('https://a.example'))
})
