import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPolicy, resolve } from 'cors-policy'
import { A, B, type Decided, preflight, testDecisions } from '../support/decisions.js'

const METHODS = { 'Allow-Methods': 'GET, HEAD, POST, OPTIONS, PUT, PATCH, DELETE' }

const rows: readonly Decided[] = [
  {
    title: 'an allowed preflight gets the whole lists',
    options: {
      origins: [A, B],
      allowHeaders: ['X-B', 'Content-Type'],
      maxAge: 60,
      credentials: true,
      exposeHeaders: 'ETag',
      timing: true,
    },
    request: preflight(A, 'PUT', 'content-type'),
    reason: 'origin-listed',
    headers: {
      'Allow-Origin': A,
      'Allow-Credentials': 'true',
      ...METHODS,
      'Allow-Headers': 'X-B, Content-Type',
      'Max-Age': '60',
    },
    vary: 'Origin',
  },
  {
    title: 'a maxAge of -1 is sent',
    options: { origins: [A, B], allowHeaders: [], maxAge: -1 },
    request: preflight(A, 'PUT'),
    reason: 'origin-listed',
    headers: { 'Allow-Origin': A, ...METHODS, 'Max-Age': '-1' },
    vary: 'Origin',
  },
  {
    title: 'a denied preflight gets no header, and the status of an allowed one',
    options: { origins: [A, B], maxAge: 60, preflightStatus: 200 },
    request: preflight('https://c.example', 'PUT', 'x-a'),
    reason: 'origin-not-allowed',
    headers: {},
    vary: 'Origin',
    status: 200,
  },
  {
    title: 'a single origin answers every preflight the same',
    options: { origins: A, allowHeaders: 'X-A', maxAge: 5 },
    request: preflight(B, 'PUT', 'x-b'),
    reason: 'origin-not-allowed',
    headers: { 'Allow-Origin': A, ...METHODS, 'Allow-Headers': 'X-A', 'Max-Age': '5' },
    vary: '',
  },
  {
    title: 'an unlisted method gets the list, in which the browser does not find it',
    options: { origins: [A, B], methods: 'put', allowHeaders: [] },
    request: preflight(A, 'DELETE'),
    reason: 'method-not-allowed',
    headers: { 'Allow-Origin': A, 'Allow-Methods': 'PUT' },
    vary: 'Origin',
  },
  {
    title: 'methods are case-sensitive',
    options: { origins: [A, B], allowHeaders: [] },
    request: preflight(A, 'patch'),
    reason: 'method-not-allowed',
    headers: { 'Allow-Origin': A, ...METHODS },
    vary: 'Origin',
  },
  {
    title: 'a method that is not a token is denied',
    options: { origins: [A, B], allowHeaders: [] },
    request: preflight(A, 'P T'),
    reason: 'method-not-allowed',
    headers: { 'Allow-Origin': A, ...METHODS },
    vary: 'Origin',
  },
  {
    title: 'an empty method is denied',
    options: { origins: [A, B], allowHeaders: [] },
    request: preflight(A, ''),
    reason: 'method-not-allowed',
    headers: { 'Allow-Origin': A, ...METHODS },
    vary: 'Origin',
  },
  ...['GET', 'HEAD', 'POST'].map(
    (method): Decided => ({
      title: `${method} is allowed unlisted, because browsers never look for it in the list`,
      options: { origins: [A, B], methods: [], allowHeaders: [] },
      request: preflight(A, method),
      reason: 'origin-listed',
      headers: { 'Allow-Origin': A },
      vary: 'Origin',
    }),
  ),
  {
    title: 'any method is *',
    options: { origins: [A, B], methods: '*', allowHeaders: [] },
    request: preflight(A, 'LINK'),
    reason: 'origin-listed',
    headers: { 'Allow-Origin': A, 'Allow-Methods': '*' },
    vary: 'Origin',
  },
  {
    title: 'any method with credentials is the requested one',
    options: { origins: [A, B], methods: '*', allowHeaders: [], credentials: true },
    request: preflight(A, 'LINK'),
    reason: 'origin-listed',
    headers: { 'Allow-Origin': A, 'Allow-Credentials': 'true', 'Allow-Methods': 'LINK' },
    vary: 'Origin, Request-Method',
  },
  {
    title: 'any method with credentials does not include forbidden methods',
    options: { origins: [A, B], methods: '*', allowHeaders: [], credentials: true },
    request: preflight(A, 'TRACE'),
    reason: 'method-not-allowed',
    headers: { 'Allow-Origin': A, 'Allow-Credentials': 'true' },
    vary: 'Origin, Request-Method',
  },
  {
    title: 'any method with credentials includes only tokens',
    options: { origins: [A, B], methods: '*', allowHeaders: [], credentials: true },
    request: preflight(A, 'A\r\nB'),
    reason: 'method-not-allowed',
    headers: { 'Allow-Origin': A, 'Allow-Credentials': 'true' },
    vary: 'Origin, Request-Method',
  },
  {
    title: 'an unlisted header gets the list, in which the browser does not find it',
    options: { origins: [A, B], allowHeaders: 'X-A' },
    request: preflight(A, 'PUT', 'x-a,x-b'),
    reason: 'headers-not-allowed',
    headers: { 'Allow-Origin': A, ...METHODS, 'Allow-Headers': 'X-A' },
    vary: 'Origin',
  },
  {
    title: 'any header: every requested token is sent back once, in lower case',
    options: { origins: [A, B] },
    request: preflight(A, 'PUT', ' x-b,,X-A ,\tx-a,a b,x"'),
    reason: 'headers-not-allowed',
    headers: { 'Allow-Origin': A, ...METHODS, 'Allow-Headers': 'x-b, x-a' },
    vary: 'Origin, Request-Headers',
  },
  {
    title: 'any header: a list as browsers serialise it is sent back unchanged',
    options: { origins: [A, B] },
    request: preflight(A, 'PUT', "content-type,x-!#$%&'*+-.^_`|~9,x-a,x-a"),
    reason: 'origin-listed',
    headers: { 'Allow-Origin': A, ...METHODS, 'Allow-Headers': "content-type,x-!#$%&'*+-.^_`|~9,x-a,x-a" },
    vary: 'Origin, Request-Headers',
  },
  {
    title: 'any header: a trailing comma is not sent back',
    options: { origins: [A, B] },
    request: preflight(A, 'PUT', 'x-a,'),
    reason: 'origin-listed',
    headers: { 'Allow-Origin': A, ...METHODS, 'Allow-Headers': 'x-a' },
    vary: 'Origin, Request-Headers',
  },
  {
    title: 'a list of commas requests no header',
    options: { origins: [A, B], allowHeaders: [] },
    request: preflight(A, 'PUT', ',,'),
    reason: 'origin-listed',
    headers: { 'Allow-Origin': A, ...METHODS },
    vary: 'Origin',
  },
  {
    title: 'any header beside a list: a listed header is sent once, as it is listed',
    options: { origins: [A, B], allowHeaders: ['*', 'X-A'] },
    request: preflight(A, 'PUT', 'x-a'),
    reason: 'origin-listed',
    headers: { 'Allow-Origin': A, ...METHODS, 'Allow-Headers': 'X-A' },
    vary: 'Origin, Request-Headers',
  },
  {
    title: 'any header beside a list: another header is sent back once',
    options: { origins: [A, B], allowHeaders: ['*', 'X-A'] },
    request: preflight(A, 'PUT', 'x-a,x-b,x-b'),
    reason: 'origin-listed',
    headers: { 'Allow-Origin': A, ...METHODS, 'Allow-Headers': 'X-A, x-b' },
    vary: 'Origin, Request-Headers',
  },
  {
    title: 'empty names, white space and case are ignored in the requested headers',
    options: { origins: [A, B], allowHeaders: ['X-A', 'X-B'] },
    request: preflight(A, 'PUT', ',x-a, ,\t X-B ,x-a,'),
    reason: 'origin-listed',
    headers: { 'Allow-Origin': A, ...METHODS, 'Allow-Headers': 'X-A, X-B' },
    vary: 'Origin',
  },
  {
    title: 'requested headers on several lines are one list',
    options: { origins: [A, B], allowHeaders: ['X-A', 'X-B'] },
    request: {
      ...preflight(A, 'PUT'),
      headers: { ...preflight(A, 'PUT').headers, 'access-control-request-headers': ['x-a', 'x-b'] },
    },
    reason: 'origin-listed',
    headers: { 'Allow-Origin': A, ...METHODS, 'Allow-Headers': 'X-A, X-B' },
    vary: 'Origin',
  },
  {
    title: 'any origin with credentials answers the preflight of null without headers',
    options: {
      origins: '*',
      credentials: true,
      dangerouslyAllow: 'any-origin-with-credentials',
      allowHeaders: [],
    },
    request: preflight('null', 'PUT'),
    reason: 'origin-not-allowed',
    headers: {},
    vary: 'Origin',
  },
  {
    title: 'any header includes Authorization, by its name',
    options: { origins: [A, B] },
    request: preflight(A, 'PUT', 'authorization'),
    reason: 'origin-listed',
    headers: { 'Allow-Origin': A, ...METHODS, 'Allow-Headers': 'authorization' },
    vary: 'Origin, Request-Headers',
  },
  {
    title: 'any header: nothing is sent back if no header is requested',
    options: { origins: [A, B] },
    request: preflight(A, 'PUT'),
    reason: 'origin-listed',
    headers: { 'Allow-Origin': A, ...METHODS },
    vary: 'Origin, Request-Headers',
  },
  {
    title: 'a RegExp: requested headers that match are sent back after the list',
    options: { origins: [A, B], allowHeaders: ['X-A', /^x-acme-/] },
    request: preflight(A, 'PUT', 'x-a,x-acme-1,X-Acme-2'),
    reason: 'origin-listed',
    headers: { 'Allow-Origin': A, ...METHODS, 'Allow-Headers': 'X-A, x-acme-1, x-acme-2' },
    vary: 'Origin, Request-Headers',
  },
  {
    title: 'a RegExp: requested headers that do not match are not sent back',
    options: { origins: [A, B], allowHeaders: /^X-ACME-/ },
    request: preflight(A, 'PUT', 'x-acme-1,y'),
    reason: 'headers-not-allowed',
    headers: { 'Allow-Origin': A, ...METHODS, 'Allow-Headers': 'x-acme-1' },
    vary: 'Origin, Request-Headers',
  },
  {
    title: 'a preflight that the handler answers has no status',
    status: undefined,
    options: { origins: [A, B], automaticOptions: false, allowHeaders: [] },
    request: preflight(A, 'PUT'),
    reason: 'origin-listed',
    headers: { 'Allow-Origin': A, ...METHODS },
    vary: 'Origin',
  },
]

testDecisions(rows.map(row => ({ kind: 'preflight', status: 204, ...row })))

test('only spaces and tabs are trimmed from a requested header name', () => {
  const headers = {
    origin: A,
    'access-control-request-method': 'GET',
    'access-control-request-headers': '\xa0x-b, x-c\t,\x0bx-d',
  }
  const decision = resolve(createPolicy({ origins: [A] }), { method: 'OPTIONS', url: '/', headers })
  assert.equal(decision.reason, 'headers-not-allowed')
  assert.equal(decision.headers['Access-Control-Allow-Headers'], 'x-c')
})

test('a list of requested headers may have any length', () => {
  for (const allowHeaders of ['*', 'x-a', /^x-a$/]) {
    const policy = createPolicy({ origins: [A], allowHeaders })
    const list = (count: number) => `${'x-a,'.repeat(count - 1)}x-a`
    for (const count of [2, 10_000, 20_000, 4_000_000]) {
      const { reason, headers } = resolve(policy, preflight(A, 'GET', list(count)))
      const allowed = new Set(headers['Access-Control-Allow-Headers']?.split(/, ?/))
      assert.deepEqual([reason, [...allowed]], ['origin-listed', ['x-a']], `${allowHeaders} ${count}`)
    }
  }
})
