import { testRefused } from '../support/refused.js'

testRefused([
  {
    options: { methods: ['GET', 'CONNECT', 'trace', 'Track'] },
    issues: [
      'forbidden-method methods[1]: no page can send "CONNECT": browsers forbid CONNECT, TRACE and TRACK. Take it out.',
      'forbidden-method methods[2]: no page can send "trace": browsers forbid CONNECT, TRACE and TRACK. Take it out.',
      'forbidden-method methods[3]: no page can send "Track": browsers forbid CONNECT, TRACE and TRACK. Take it out.',
    ],
  },
  {
    options: { methods: 'GET POST' },
    issues: ['invalid-name methods: "GET POST" is not a method. Write "GET, POST".'],
  },
  {
    options: { methods: ['G*'] },
    issues: ['invalid-name methods[0]: "G*" is not a method. Write each name by itself, such as "PUT".'],
  },
  {
    options: { methods: '' },
    issues: ['empty-string methods: an empty string is not a method. Write one, or [] for none.'],
  },
  {
    options: { methods: true },
    issues: ['invalid-type methods: true is not a method. Write a method such as "PUT", or a list of them.'],
  },
  {
    options: { allowHeaders: 'X-*' },
    issues: [
      'invalid-name allowHeaders: "X-*" is not a header name. Write a RegExp, which only code can: /^x-/.',
    ],
  },
  {
    options: { allowHeaders: ['*-Id', 'X-**-Y', 'X-Acme-*'] },
    issues: [
      'invalid-name allowHeaders[0]: "*-Id" is not a header name. Write a RegExp, which only code can: /^.*-id$/.',
      'invalid-name allowHeaders[1]: "X-**-Y" is not a header name. Write a RegExp, which only code can: /^x-.*-y$/.',
      'invalid-name allowHeaders[2]: "X-Acme-*" is not a header name. Write a RegExp, which only code can: /^x-acme-/.',
    ],
  },
  {
    options: { allowHeaders: ['X-A X-*', 'X-*, X-B'] },
    issues: [
      'invalid-name allowHeaders[0]: "X-A X-*" is not a header name. Write each name by itself, such as "Content-Type".',
      'invalid-name allowHeaders[1]: "X-*" is not a header name. Write a RegExp, which only code can: /^x-/.',
    ],
  },
  {
    options: { exposeHeaders: ['X-Acme-*'] },
    issues: [
      'invalid-name exposeHeaders[0]: "X-Acme-*" is not a header name. Write each name by itself, such as "X-Total-Count".',
    ],
  },
  {
    options: { allowHeaders: [/x-/] },
    issues: [
      'unanchored-regexp allowHeaders[0]: /x-/ does not begin with ^, so it also matches names that contain such a text. Begin every alternative with ^: /^x-acme-/.',
    ],
  },
  {
    options: { exposeHeaders: 5 },
    issues: [
      'invalid-type exposeHeaders: 5 is not a header name. Write a header name such as "X-Total-Count", or a list of them.',
    ],
  },
  {
    options: { exposeHeaders: ['ETag', /^x-/] },
    issues: [
      'invalid-type exposeHeaders[1]: /^x-/ is not a header name. Write a header name such as "X-Total-Count", or a list of them.',
    ],
  },
  {
    options: { exposeHeaders: ['Set-Cookie', 'set-cookie2'] },
    issues: [
      'forbidden-header exposeHeaders[0]: no page can read "Set-Cookie", exposed or not. Take it out.',
      'forbidden-header exposeHeaders[1]: no page can read "set-cookie2", exposed or not. Take it out.',
    ],
  },
  {
    options: { vary: '*' },
    issues: ['invalid-name vary: "*" is not a header name. Write each name by itself, such as "X-Tenant".'],
  },
  {
    options: { methods: 'GET|POST' },
    issues: ['invalid-name methods: "GET|POST" is not a method. Write "GET, POST".'],
  },
  {
    options: { methods: 'GET;POST' },
    issues: ['invalid-name methods: "GET;POST" is not a method. Write "GET, POST".'],
  },
  {
    options: { methods: ['"PUT"'] },
    issues: ['invalid-name methods[0]: "\\"PUT\\"" is not a method. Write "PUT".'],
  },
  {
    options: { methods: ['(PUT)', 'é'] },
    issues: [
      'invalid-name methods[0]: "(PUT)" is not a method. Write "PUT".',
      'invalid-name methods[1]: "é" is not a method. Write "PUT".',
    ],
  },
  { options: { methods: '^x' }, issues: ['invalid-name methods: "^x" is not a method. Write "x".'] },
  { options: { methods: ' ' }, issues: ['invalid-name methods: " " is not a method. Write "PUT".'] },
  {
    options: { methods: 5 },
    issues: ['invalid-type methods: 5 is not a method. Write a method such as "PUT", or a list of them.'],
  },
  {
    options: { methods: [null] },
    issues: [
      'invalid-type methods[0]: null is not a method. Write a method such as "PUT", or a list of them.',
    ],
  },
  {
    options: { methods: ['*', 'G*'] },
    issues: ['invalid-name methods[1]: "G*" is not a method. Write each name by itself, such as "PUT".'],
  },
  {
    options: { methods: ['TRACE', 'put x'] },
    issues: [
      'forbidden-method methods[0]: no page can send "TRACE": browsers forbid CONNECT, TRACE and TRACK. Take it out.',
      'invalid-name methods[1]: "put x" is not a method. Write "put, x".',
    ],
  },
  {
    options: { allowHeaders: '^x-' },
    issues: [
      'invalid-name allowHeaders: "^x-" is not a header name. Write a RegExp, which only code can: /^x-acme-/.',
    ],
  },
  {
    options: { allowHeaders: ['*x'] },
    issues: [
      'invalid-name allowHeaders[0]: "*x" is not a header name. Write a RegExp, which only code can: /^.*x$/.',
    ],
  },
  {
    options: { allowHeaders: ['X-A: 1', 'x y z'] },
    issues: [
      'invalid-name allowHeaders[0]: "X-A: 1" is not a header name. Write "X-A".',
      'invalid-name allowHeaders[1]: "x y z" is not a header name. Write "x, y, z".',
    ],
  },
  {
    options: { allowHeaders: '' },
    issues: ['empty-string allowHeaders: an empty string is not a header name. Write one, or [] for none.'],
  },
  {
    options: { allowHeaders: [null, 5] },
    issues: [
      'invalid-type allowHeaders[0]: null is not a header name. Write a header name such as "Content-Type", or a list of them.',
      'invalid-type allowHeaders[1]: 5 is not a header name. Write a header name such as "Content-Type", or a list of them.',
    ],
  },
  {
    options: { allowHeaders: [/x-|^y-/] },
    issues: [
      'unanchored-regexp allowHeaders[0]: /x-|^y-/ does not begin with ^, so it also matches names that contain such a text. Begin every alternative with ^: /^x-acme-/.',
    ],
  },
  {
    options: { allowHeaders: /^x-|y/i },
    issues: [
      'unanchored-regexp allowHeaders: /^x-|y/i does not begin with ^, so it also matches names that contain such a text. Begin every alternative with ^: /^x-acme-/.',
    ],
  },
  {
    options: { allowHeaders: ['a/b'] },
    issues: ['invalid-name allowHeaders[0]: "a/b" is not a header name. Write "Content-Type".'],
  },
  {
    options: { allowHeaders: ['://'] },
    issues: ['invalid-name allowHeaders[0]: "://" is not a header name. Write "Content-Type".'],
  },
  {
    options: { exposeHeaders: '^x' },
    issues: ['invalid-name exposeHeaders: "^x" is not a header name. Write "x".'],
  },
  {
    options: { exposeHeaders: '' },
    issues: ['empty-string exposeHeaders: an empty string is not a header name. Write one, or [] for none.'],
  },
  {
    options: { exposeHeaders: [true] },
    issues: [
      'invalid-type exposeHeaders[0]: true is not a header name. Write a header name such as "X-Total-Count", or a list of them.',
    ],
  },
  {
    options: { exposeHeaders: { a: 1 } },
    issues: [
      'invalid-type exposeHeaders: an object (Object) is not a header name. Write a header name such as "X-Total-Count", or a list of them.',
    ],
  },
  {
    options: { vary: '' },
    issues: ['empty-string vary: an empty string is not a header name. Write one, or [] for none.'],
  },
  { options: { vary: ['a b'] }, issues: ['invalid-name vary[0]: "a b" is not a header name. Write "a, b".'] },
  {
    options: { vary: 5 },
    issues: [
      'invalid-type vary: 5 is not a header name. Write a header name such as "X-Tenant", or a list of them.',
    ],
  },
  {
    options: { vary: null },
    issues: [
      'invalid-type vary: null is not a header name. Write a header name such as "X-Tenant", or a list of them.',
    ],
  },
  { options: { vary: 'yes' }, issues: ['invalid-type vary: "yes" is neither true nor false. Write true.'] },
  { options: { vary: 'NO' }, issues: ['invalid-type vary: "NO" is neither true nor false. Write false.'] },
  { options: { vary: 'off' }, issues: ['invalid-type vary: "off" is neither true nor false. Write false.'] },
  { options: { vary: 'on' }, issues: ['invalid-type vary: "on" is neither true nor false. Write true.'] },
  {
    options: { vary: ['*'] },
    issues: [
      'invalid-name vary[0]: "*" is not a header name. Write each name by itself, such as "X-Tenant".',
    ],
  },
  {
    options: { vary: [/^x/] },
    issues: [
      'invalid-type vary[0]: /^x/ is not a header name. Write a header name such as "X-Tenant", or a list of them.',
    ],
  },
])
