import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runInNewContext } from 'node:vm'
import { describe, issuesOf } from '../support/refused.js'

const A = 'https://a.example'

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
  { origins: 'https://*.a.1b.example' },
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
  // A host without a dot is on a private network.
  { credentials: true, origins: ['https://com:*', 'https://github.io:8443'] },
  { origins: /^https:\/\/a[x|y(]b\.com$/ },
  { origins: /^https:\/\/[[(]a\.com$|^https:\/\/b\]\.com$/ },
  { origins: /^(?:https:\/\/a\.com|b:\/\/c)$/ },
  { origins: runInNewContext('/^https:\\/\\/[[a-z]--[b]]+\\.a\\.com$/v') },
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
  { methods: 'a^b, TRACER, XTRACK, CONNECTOR' },
  { exposeHeaders: 'X-Set-Cookie, Set-Cookie23' },
  { vary: 'x-no, on-x' },
  { vary: ['yes'] },
  { methods: [] },
  { allowHeaders: ['*', 'Authorization'] },
  { exposeHeaders: ['*', 'Authorization'] },
  { maxAge: 0 },
  { maxAge: -1 },
  { preflightStatus: 299 },
  { resources: [] },
  { resources: ['/a:b', '/a.b/..c'] },
  Object.assign(Object.create(null), { origins: A }),
  runInNewContext('({ origins: "https://a.example" })'),
  { resources: '/a,/b' },
  { resources: [/^\/A/, /^\/b/] },
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
