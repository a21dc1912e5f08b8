import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPolicy, resolve } from 'cors-policy'
import { A, B, get, preflight, testDecisions } from '../support/decisions.js'

testDecisions([
  {
    title: 'blockDisallowed: a disallowed origin is blocked',
    options: { origins: [A, B], blockDisallowed: true },
    request: get('https://c.example'),
    reason: 'origin-not-allowed',
    headers: {},
    vary: 'Origin, Sec-Fetch-Site',
    status: 403,
  },
  {
    title: 'blockDisallowed: a malformed origin is blocked',
    options: { origins: [A, B], blockDisallowed: true },
    request: get('c'),
    reason: 'origin-malformed',
    headers: {},
    vary: 'Origin, Sec-Fetch-Site',
    status: 403,
  },
  {
    title: 'blockDisallowed: an allowed origin passes',
    options: { origins: [A, B], blockDisallowed: true },
    request: get(A),
    reason: 'origin-listed',
    headers: { 'Allow-Origin': A },
    vary: 'Origin, Sec-Fetch-Site',
  },
  {
    title: 'blockDisallowed: a request without Origin passes',
    options: { origins: [A, B], blockDisallowed: true },
    request: get(),
    kind: 'none',
    reason: 'no-origin',
    headers: {},
    vary: 'Origin, Sec-Fetch-Site',
  },
  {
    title: 'blockDisallowed: a preflight is denied, not blocked',
    options: { origins: [A, B], blockDisallowed: true },
    request: preflight('https://c.example', 'PUT'),
    kind: 'preflight',
    reason: 'origin-not-allowed',
    headers: {},
    vary: 'Origin, Sec-Fetch-Site',
    status: 204,
  },
  {
    title: 'blockDisallowed: a denied preflight is blocked if the handler would answer it',
    options: { origins: [A, B], blockDisallowed: true, automaticOptions: false },
    request: preflight('https://c.example', 'PUT'),
    kind: 'preflight',
    reason: 'origin-not-allowed',
    headers: {},
    vary: 'Origin, Sec-Fetch-Site',
    status: 403,
  },
  {
    title: 'blockDisallowed: an allowed preflight passes to the handler',
    options: {
      origins: [A, B],
      methods: 'PUT',
      allowHeaders: [],
      blockDisallowed: true,
      automaticOptions: false,
    },
    request: preflight(A, 'PUT'),
    kind: 'preflight',
    reason: 'origin-listed',
    headers: { 'Allow-Origin': A, 'Allow-Methods': 'PUT' },
    vary: 'Origin, Sec-Fetch-Site',
  },
  {
    title: 'blockDisallowed: the answer depends on Origin, even with a single origin',
    options: { origins: A, blockDisallowed: true },
    request: get(B),
    reason: 'origin-not-allowed',
    headers: {},
    vary: 'Origin, Sec-Fetch-Site',
    status: 403,
  },
])

const blocking = createPolicy({ origins: [A, B], blockDisallowed: true })
const sameOrigin: readonly {
  readonly title: string
  readonly headers: Record<string, string>
  readonly status: number | undefined
}[] = [
  {
    title: 'Sec-Fetch-Site: same-origin passes',
    headers: { 'sec-fetch-site': 'same-origin' },
    status: undefined,
  },
  { title: 'Sec-Fetch-Site: none passes', headers: { 'sec-fetch-site': 'none' }, status: undefined },
  {
    title: 'Sec-Fetch-Site: same-site is blocked, whatever Host is',
    headers: { 'sec-fetch-site': 'same-site', host: 'c.example' },
    status: 403,
  },
  {
    title: 'Sec-Fetch-Site: cross-site is blocked, whatever Host is',
    headers: { 'sec-fetch-site': 'cross-site', host: 'c.example' },
    status: 403,
  },
  {
    title: 'without Sec-Fetch-Site, the same host passes',
    headers: { host: 'c.example' },
    status: undefined,
  },
  {
    title: 'without Sec-Fetch-Site, another host is blocked',
    headers: { host: 'api.c.example' },
    status: 403,
  },
  {
    title: 'without Sec-Fetch-Site, another port is blocked',
    headers: { host: 'c.example:8443' },
    status: 403,
  },
  {
    title: "without Sec-Fetch-Site, HTTP/2's :authority is the host",
    headers: { ':authority': 'c.example' },
    status: undefined,
  },
]
for (const { title, headers, status } of sameOrigin) {
  test(`blockDisallowed: ${title}`, () => {
    const request = { method: 'POST', url: '/', headers: { origin: 'https://c.example', ...headers } }
    assert.equal(resolve(blocking, request).status, status)
  })
}
