import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CorsOptions, cors, createPolicy } from 'cors-policy'
import { CorsExportError, type CorsExportIssue, exportPolicy } from 'cors-policy/export'
import type { OwnOptions } from '../../src/config/options.js'

const A = 'https://a.example'
const LOOK_AHEAD = /^https:\/\/(?!x)[a-z]+\.example\.com$/

function issuesOf(options: object): readonly CorsExportIssue[] {
  try {
    exportPolicy(createPolicy(options as CorsOptions), 'nginx')
  } catch (error) {
    if (error instanceof CorsExportError) return error.issues
    throw error
  }
  return []
}

for (const { options, issues } of [
  { options: { origins: () => true }, issues: ['function origins'] },
  { options: { origin: [A, () => true] }, issues: ['function origin[1]'] },
  { options: { origins: [A, LOOK_AHEAD] }, issues: ['regexp origins[1]'] },
  { options: { allowHeaders: [/^x-/] }, issues: ['header-regexp allowHeaders'] },
  { options: { allowHeaders: ['*', 'X-A'] }, issues: ['mixed-headers allowHeaders'] },
  { options: { onDecision() {} }, issues: ['on-decision onDecision'] },
  { options: { resources: [[/^\/api/, {}]] }, issues: ['path-regexp resources[/^\\/api/]'] },
  { options: { resources: { '/caf%C3%A9': {} } }, issues: ['path resources["/caf%C3%A9"]'] },
  {
    options: { origins: Array.from({ length: 10_001 }, (_, index) => `https://a${index}.example`) },
    issues: ['too-many-origins origins'],
  },
  {
    options: {
      origins: () => true,
      onDecision() {},
      resources: { '/a/*': {}, '/b/*': { origins: [A, () => false], allowHeaders: /^x-/ } },
    },
    issues: [
      'function origins',
      'on-decision onDecision',
      'function resources["/b/*"].origins[1]',
      'header-regexp resources["/b/*"].allowHeaders',
    ],
  },
]) {
  test(`what nginx cannot say is reported: ${issues.join(', ')}`, () =>
    assert.deepEqual(
      issuesOf(options).map(({ code, path }) => `${code} ${path}`),
      issues,
    ))
}

test('an error of export has a code, the value at each place, and is frozen', () => {
  const asked = () => true
  const error = (() => {
    try {
      exportPolicy(createPolicy({ origins: [A, asked] }), 'nginx')
    } catch (thrown) {
      return thrown
    }
  })()
  assert.ok(error instanceof CorsExportError && error instanceof TypeError)
  assert.equal(error.code, 'ERR_CORS_EXPORT')
  assert.equal(error.issues[0]?.value, asked)
  assert.match(error.message, /^origins\[1\]: /)
  assert.throws(() => (error.issues as unknown[]).push(1), TypeError)
})

/** Two values of every option that is not refused, whose policies must not be written alike. */
const SAID: { readonly [Option in keyof OwnOptions]-?: readonly [object, object] | 'refused' } = {
  origins: [{ origins: A }, { origins: 'https://b.example' }],
  methods: [{ methods: 'PUT' }, { methods: 'DELETE' }],
  allowHeaders: [{ allowHeaders: 'X-A' }, { allowHeaders: 'X-B' }],
  exposeHeaders: [{ exposeHeaders: 'X-A' }, { exposeHeaders: 'X-B' }],
  credentials: [{ credentials: true }, { credentials: false }],
  maxAge: [{ maxAge: 5 }, { maxAge: 6 }],
  sendWildcard: [
    { origins: '*', sendWildcard: true },
    { origins: '*', sendWildcard: false },
  ],
  alwaysSend: [{ alwaysSend: true }, { alwaysSend: false }],
  vary: [{ vary: ['X-Tenant'] }, { vary: true }],
  automaticOptions: [{ automaticOptions: true }, { automaticOptions: false }],
  interceptExceptions: [{ interceptExceptions: true }, { interceptExceptions: false }],
  resources: [{ resources: ['/a'] }, { resources: ['/b'] }],
  preflightStatus: [{ preflightStatus: 200 }, { preflightStatus: 204 }],
  blockDisallowed: [{ blockDisallowed: true }, { blockDisallowed: false }],
  timing: [{ timing: true }, { timing: false }],
  onDecision: 'refused',
  // It says which mistakes are none, and changes no answer.
  dangerouslyAllow: [
    { origins: 'http://a.example', credentials: true, dangerouslyAllow: ['insecure-origin'] },
    { origins: 'http://b.example', credentials: true, dangerouslyAllow: ['insecure-origin'] },
  ],
}

for (const [option, values] of Object.entries(SAID)) {
  test(`${option} is either said or refused`, () => {
    if (values === 'refused') {
      assert.equal(issuesOf({ [option]: () => {} }).length, 1)
      return
    }
    const [one, other] = values.map(value =>
      exportPolicy(createPolicy({ origins: [A], ...(value as CorsOptions) }), 'nginx'),
    )
    assert.notEqual(one, other)
  })
}

for (const { title, run, says } of [
  {
    title: 'options that are no policy',
    run: () => exportPolicy({ origins: A } as never, 'nginx'),
    says: /Write exportPolicy\(createPolicy\(options\), target\)/,
  },
  {
    title: 'an unknown target',
    run: () => exportPolicy(createPolicy(), 'toString' as never),
    says: /no target "toString"\. There are: .*nginx/,
  },
  ...['localhost', '80', '127.0.0.1:80;', '1.2.3.4:80\n', 'unix:/x'].map(listen => ({
    title: `the address ${JSON.stringify(listen)}`,
    run: () => exportPolicy(createPolicy(), 'nginx', { listen, upstream: 'http://a.example' }),
    says: /listen is an address/,
  })),
  ...['a.example', 'https://a.example', 'http://a.example/', 'http://a.example;', 'http://$host'].map(
    upstream => ({
      title: `the upstream ${JSON.stringify(upstream)}`,
      run: () => exportPolicy(createPolicy(), 'nginx', { listen: '127.0.0.1:80', upstream }),
      says: /upstream is an origin/,
    }),
  ),
]) {
  test(`exportPolicy refuses ${title}`, () => assert.throws(run, { name: 'TypeError', message: says }))
}

test('exportPolicy takes the policy of a middleware', () => {
  const { policy } = cors({ origins: [A] })
  assert.equal(exportPolicy(policy, 'nginx'), exportPolicy(createPolicy({ origins: [A] }), 'nginx'))
})
