import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runInNewContext } from 'node:vm'
import { CorsConfigError, cors, createPolicy } from 'cors-policy'
import { withCors } from 'cors-policy/web'
import { describe, issuesOf, type Refused, testRefused } from '../support/refused.js'

const A = 'https://a.example'

testRefused([
  // Names.
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
    options: { allowHeaders: ['X-A: 1'] },
    issues: ['invalid-name allowHeaders[0]: "X-A: 1" is not a header name. Write "X-A".'],
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
  // Numbers and flags.
  {
    options: { maxAge: 1.5 },
    issues: [
      'invalid-max-age maxAge: 1.5 is not a whole number of seconds. Write a number, such as 2; 0 or -1: never keep a preflight.',
    ],
  },
  {
    options: { maxAge: '600' },
    issues: [
      'invalid-max-age maxAge: "600" is not a whole number of seconds. Write a number, such as 600; 0 or -1: never keep a preflight.',
    ],
  },
  {
    options: { maxAge: -2 },
    issues: [
      'invalid-max-age maxAge: -2 is not a whole number of seconds. Write a number; 0 or -1: never keep a preflight.',
    ],
  },
  {
    options: { maxAge: Number.NaN },
    issues: [
      'invalid-max-age maxAge: NaN is not a whole number of seconds. Write a number; 0 or -1: never keep a preflight.',
    ],
  },
  {
    options: { maxAge: Number.POSITIVE_INFINITY },
    issues: [
      'invalid-max-age maxAge: Infinity is not a whole number of seconds. Write a number; 0 or -1: never keep a preflight.',
    ],
  },
  {
    options: { maxAge: 1e21 },
    issues: [
      'invalid-max-age maxAge: 1e+21 is not a whole number of seconds. Write a number; 0 or -1: never keep a preflight.',
    ],
  },
  {
    options: { preflightStatus: 199 },
    issues: [
      'invalid-status preflightStatus: 199 is not a status from 200 to 299, and browsers refuse a preflight of any other. Write 204 or 200.',
    ],
  },
  {
    options: { preflightStatus: 300 },
    issues: [
      'invalid-status preflightStatus: 300 is not a status from 200 to 299, and browsers refuse a preflight of any other. Write 204 or 200.',
    ],
  },
  {
    options: { preflightStatus: '204' },
    issues: [
      'invalid-status preflightStatus: "204" is not a status from 200 to 299, and browsers refuse a preflight of any other. Write 204 or 200.',
    ],
  },
  ...[
    'credentials',
    'sendWildcard',
    'alwaysSend',
    'automaticOptions',
    'interceptExceptions',
    'blockDisallowed',
    'timing',
  ].flatMap((name): Refused[] => [
    {
      options: { [name]: 'true' },
      issues: [`invalid-type ${name}: "true" is neither true nor false. Write true.`],
    },
    { options: { [name]: 0 }, issues: [`invalid-type ${name}: 0 is neither true nor false. Write false.`] },
    {
      options: { [name]: null },
      issues: [`invalid-type ${name}: null is neither true nor false. Write false.`],
    },
    {
      options: { [name]: undefined },
      issues: [
        `undefined-option ${name}: the value is undefined. Is a variable not set? Give a value, or leave the option out.`,
      ],
    },
  ]),
  {
    options: { credentials: Object.create(null) },
    issues: ['invalid-type credentials: an object (Object) is neither true nor false. Write true or false.'],
  },
  {
    options: { maxAge: Object.create(null) },
    issues: [
      'invalid-max-age maxAge: an object (Object) is not a whole number of seconds. Write a number; 0 or -1: never keep a preflight.',
    ],
  },
  {
    options: { onDecision: 'log' },
    issues: ['invalid-type onDecision: "log" is not a function. Write (decision, request) => { … }.'],
  },
  {
    options: { dangerouslyAllow: ['any-origin'] },
    issues: [
      'unknown-risk dangerouslyAllow[0]: "any-origin" is not a risk. Write "any-origin-with-credentials", "insecure-origin", "public-suffix" or "null-origin".',
    ],
  },
  {
    options: { dangerouslyAllow: 'nul-origin' },
    issues: ['unknown-risk dangerouslyAllow: "nul-origin" is not a risk. Did you mean "null-origin"?'],
  },
  {
    options: { maxAge: '10m' },
    issues: [
      'invalid-max-age maxAge: "10m" is not a whole number of seconds. Write a number, such as 600; 0 or -1: never keep a preflight.',
    ],
  },
  {
    options: { maxAge: '1h' },
    issues: [
      'invalid-max-age maxAge: "1h" is not a whole number of seconds. Write a number, such as 3600; 0 or -1: never keep a preflight.',
    ],
  },
  {
    options: { maxAge: '2d' },
    issues: [
      'invalid-max-age maxAge: "2d" is not a whole number of seconds. Write a number, such as 172800; 0 or -1: never keep a preflight.',
    ],
  },
  {
    options: { maxAge: '1.5h' },
    issues: [
      'invalid-max-age maxAge: "1.5h" is not a whole number of seconds. Write a number, such as 5400; 0 or -1: never keep a preflight.',
    ],
  },
  {
    options: { maxAge: '1.25h' },
    issues: [
      'invalid-max-age maxAge: "1.25h" is not a whole number of seconds. Write a number, such as 4500; 0 or -1: never keep a preflight.',
    ],
  },
  {
    options: { maxAge: ' 5 s' },
    issues: [
      'invalid-max-age maxAge: " 5 s" is not a whole number of seconds. Write a number, such as 5; 0 or -1: never keep a preflight.',
    ],
  },
  {
    options: { maxAge: 'x5' },
    issues: [
      'invalid-max-age maxAge: "x5" is not a whole number of seconds. Write a number; 0 or -1: never keep a preflight.',
    ],
  },
  {
    options: { maxAge: '9999999999999999' },
    issues: [
      'invalid-max-age maxAge: "9999999999999999" is not a whole number of seconds. Write a number; 0 or -1: never keep a preflight.',
    ],
  },
  {
    options: { maxAge: 'x' },
    issues: [
      'invalid-max-age maxAge: "x" is not a whole number of seconds. Write a number; 0 or -1: never keep a preflight.',
    ],
  },
  {
    options: { maxAge: null },
    issues: [
      'invalid-max-age maxAge: null is not a whole number of seconds. Write a number; 0 or -1: never keep a preflight.',
    ],
  },
  {
    options: { maxAge: true },
    issues: [
      'invalid-max-age maxAge: true is not a whole number of seconds. Write a number; 0 or -1: never keep a preflight.',
    ],
  },
  {
    options: { maxAge: [5] },
    issues: [
      'invalid-max-age maxAge: an array of 1 is not a whole number of seconds. Write a number; 0 or -1: never keep a preflight.',
    ],
  },
  {
    options: { maxAge: -1.5 },
    issues: [
      'invalid-max-age maxAge: -1.5 is not a whole number of seconds. Write a number; 0 or -1: never keep a preflight.',
    ],
  },
  {
    options: { maxAge: '-1' },
    issues: [
      'invalid-max-age maxAge: "-1" is not a whole number of seconds. Write a number; 0 or -1: never keep a preflight.',
    ],
  },
  {
    options: { maxAge: '1w' },
    issues: [
      'invalid-max-age maxAge: "1w" is not a whole number of seconds. Write a number; 0 or -1: never keep a preflight.',
    ],
  },
  {
    options: { maxAge: '' },
    issues: [
      'invalid-max-age maxAge: "" is not a whole number of seconds. Write a number; 0 or -1: never keep a preflight.',
    ],
  },
  {
    options: { preflightStatus: 204.5 },
    issues: [
      'invalid-status preflightStatus: 204.5 is not a status from 200 to 299, and browsers refuse a preflight of any other. Write 204 or 200.',
    ],
  },
  {
    options: { preflightStatus: 404 },
    issues: [
      'invalid-status preflightStatus: 404 is not a status from 200 to 299, and browsers refuse a preflight of any other. Write 204 or 200.',
    ],
  },
  {
    options: { preflightStatus: null },
    issues: [
      'invalid-status preflightStatus: null is not a status from 200 to 299, and browsers refuse a preflight of any other. Write 204 or 200.',
    ],
  },
  {
    options: { credentials: 'false' },
    issues: ['invalid-type credentials: "false" is neither true nor false. Write false.'],
  },
  {
    options: { credentials: '"false"' },
    issues: ['invalid-type credentials: "\\"false\\"" is neither true nor false. Write false.'],
  },
  {
    options: { credentials: 'no' },
    issues: ['invalid-type credentials: "no" is neither true nor false. Write false.'],
  },
  {
    options: { credentials: 'OFF' },
    issues: ['invalid-type credentials: "OFF" is neither true nor false. Write false.'],
  },
  {
    options: { credentials: 'null' },
    issues: ['invalid-type credentials: "null" is neither true nor false. Write false.'],
  },
  {
    options: { credentials: '' },
    issues: ['invalid-type credentials: "" is neither true nor false. Write false.'],
  },
  {
    options: { credentials: 'yes' },
    issues: ['invalid-type credentials: "yes" is neither true nor false. Write true.'],
  },
  {
    options: { credentials: 1 },
    issues: ['invalid-type credentials: 1 is neither true nor false. Write true.'],
  },
  {
    options: { credentials: 'True' },
    issues: ['invalid-type credentials: "True" is neither true nor false. Write true.'],
  },
  {
    options: { credentials: '0' },
    issues: ['invalid-type credentials: "0" is neither true nor false. Write false.'],
  },
  {
    options: { credentials: 'falsely' },
    issues: ['invalid-type credentials: "falsely" is neither true nor false. Write true or false.'],
  },
  {
    options: { credentials: 'not no' },
    issues: ['invalid-type credentials: "not no" is neither true nor false. Write true or false.'],
  },
  {
    options: { credentials: () => true },
    issues: [
      'invalid-type credentials: a function (credentials) is neither true nor false. Write true or false.',
    ],
  },
  {
    options: { credentials: [] },
    issues: ['invalid-type credentials: an array of 0 is neither true nor false. Write true or false.'],
  },
  {
    options: { onDecision: true },
    issues: ['invalid-type onDecision: true is not a function. Write (decision, request) => { … }.'],
  },
  {
    options: { dangerouslyAllow: [5, 'zzz'] },
    issues: [
      'unknown-risk dangerouslyAllow[0]: 5 is not a risk. Write "any-origin-with-credentials", "insecure-origin", "public-suffix" or "null-origin".',
      'unknown-risk dangerouslyAllow[1]: "zzz" is not a risk. Write "any-origin-with-credentials", "insecure-origin", "public-suffix" or "null-origin".',
    ],
  },
  {
    options: { dangerouslyAllow: 'public_suffix' },
    issues: ['unknown-risk dangerouslyAllow: "public_suffix" is not a risk. Did you mean "public-suffix"?'],
  },
  {
    options: { dangerouslyAllow: true },
    issues: [
      'unknown-risk dangerouslyAllow: true is not a risk. Write "any-origin-with-credentials", "insecure-origin", "public-suffix" or "null-origin".',
    ],
  },
  {
    options: { dangerouslyAllow: '' },
    issues: [
      'unknown-risk dangerouslyAllow: "" is not a risk. Write "any-origin-with-credentials", "insecure-origin", "public-suffix" or "null-origin".',
    ],
  },
  // Names of options.
  {
    options: { orgins: A },
    issues: ['unknown-option orgins: there is no option "orgins". Did you mean "origins"?'],
  },
  {
    options: { allowHeader: 'X-A' },
    issues: ['unknown-option allowHeader: there is no option "allowHeader". Did you mean "allowHeaders"?'],
  },
  {
    options: { allow_credentials: true },
    issues: [
      'unknown-option allow_credentials: there is no option "allow_credentials". Did you mean "credentials"?',
    ],
  },
  {
    options: { 'max-age': 5 },
    issues: ['unknown-option max-age: there is no option "max-age". Did you mean "maxAge"?'],
  },
  {
    options: { zebra: 1 },
    issues: [
      'unknown-option zebra: there is no option "zebra". The options are "origins", "methods", "allowHeaders", "exposeHeaders", "credentials", "maxAge", "sendWildcard", "alwaysSend", "vary", "automaticOptions", "interceptExceptions", "preflightStatus", "blockDisallowed", "timing", "onDecision", "dangerouslyAllow" or "resources".',
    ],
  },
  {
    options: { origins: undefined },
    issues: [
      'undefined-option origins: the value is undefined. Is a variable not set? Give a value, or leave the option out.',
    ],
  },
  {
    options: { origin: undefined },
    issues: [
      'undefined-option origin: the value is undefined. Is a variable not set? Give a value, or leave the option out.',
    ],
  },
  {
    options: { origins: A, origin: A },
    issues: ['duplicate-option origin: "origins" and "origin" are the same option. Write one of them.'],
  },
  {
    options: { maxAge: 5, max_age: 5 },
    issues: ['duplicate-option max_age: "maxAge" and "max_age" are the same option. Write one of them.'],
  },
  {
    options: { allowedHeaders: 'X-A', allow_headers: 'X-A' },
    issues: [
      'duplicate-option allow_headers: "allowedHeaders" and "allow_headers" are the same option. Write one of them.',
    ],
  },
  {
    options: { allow_private_network: true },
    issues: [
      'removed-option allow_private_network: browsers dropped Access-Control-Allow-Private-Network: they ask the user instead, and no header answers for them. Take it out.',
    ],
  },
  {
    options: { allowPrivateNetwork: true },
    issues: [
      'removed-option allowPrivateNetwork: browsers dropped Access-Control-Allow-Private-Network: they ask the user instead, and no header answers for them. Take it out.',
    ],
  },
  {
    options: { allowOrigin: 1 },
    issues: ['unknown-option allowOrigin: there is no option "allowOrigin". Did you mean "origins"?'],
  },
  {
    options: { allow_origins: 1 },
    issues: ['unknown-option allow_origins: there is no option "allow_origins". Did you mean "origins"?'],
  },
  {
    options: { allowedOrigins: 1 },
    issues: ['unknown-option allowedOrigins: there is no option "allowedOrigins". Did you mean "origins"?'],
  },
  {
    options: { allowMethods: 1 },
    issues: ['unknown-option allowMethods: there is no option "allowMethods". Did you mean "methods"?'],
  },
  {
    options: { allowedMethods: 1 },
    issues: ['unknown-option allowedMethods: there is no option "allowedMethods". Did you mean "methods"?'],
  },
  {
    options: { 'Access-Control-Allow-Credentials': 1 },
    issues: [
      'unknown-option Access-Control-Allow-Credentials: there is no option "Access-Control-Allow-Credentials". The options are "origins", "methods", "allowHeaders", "exposeHeaders", "credentials", "maxAge", "sendWildcard", "alwaysSend", "vary", "automaticOptions", "interceptExceptions", "preflightStatus", "blockDisallowed", "timing", "onDecision", "dangerouslyAllow" or "resources".',
    ],
  },
  {
    options: { 'Access-Control-Allow-Origin': 1 },
    issues: [
      'unknown-option Access-Control-Allow-Origin: there is no option "Access-Control-Allow-Origin". The options are "origins", "methods", "allowHeaders", "exposeHeaders", "credentials", "maxAge", "sendWildcard", "alwaysSend", "vary", "automaticOptions", "interceptExceptions", "preflightStatus", "blockDisallowed", "timing", "onDecision", "dangerouslyAllow" or "resources".',
    ],
  },
  {
    options: { 'Access-Control-Max-Age': 1 },
    issues: [
      'unknown-option Access-Control-Max-Age: there is no option "Access-Control-Max-Age". The options are "origins", "methods", "allowHeaders", "exposeHeaders", "credentials", "maxAge", "sendWildcard", "alwaysSend", "vary", "automaticOptions", "interceptExceptions", "preflightStatus", "blockDisallowed", "timing", "onDecision", "dangerouslyAllow" or "resources".',
    ],
  },
  {
    options: { '': 1 },
    issues: [
      'unknown-option: there is no option "". The options are "origins", "methods", "allowHeaders", "exposeHeaders", "credentials", "maxAge", "sendWildcard", "alwaysSend", "vary", "automaticOptions", "interceptExceptions", "preflightStatus", "blockDisallowed", "timing", "onDecision", "dangerouslyAllow" or "resources".',
    ],
  },
  {
    options: { preflightContinues: 1 },
    issues: [
      'unknown-option preflightContinues: there is no option "preflightContinues". Did you mean "preflightContinue"?',
    ],
  },
  {
    options: { xorigin: 1 },
    issues: ['unknown-option xorigin: there is no option "xorigin". Did you mean "origin"?'],
  },
  {
    options: { CORS_ORIGINS: 1 },
    issues: [
      'unknown-option CORS_ORIGINS: there is no option "CORS_ORIGINS". The options are "origins", "methods", "allowHeaders", "exposeHeaders", "credentials", "maxAge", "sendWildcard", "alwaysSend", "vary", "automaticOptions", "interceptExceptions", "preflightStatus", "blockDisallowed", "timing", "onDecision", "dangerouslyAllow" or "resources".',
    ],
  },
  {
    options: { CORS_ALLOW_PRIVATE_NETWORK: 1 },
    issues: [
      'removed-option CORS_ALLOW_PRIVATE_NETWORK: browsers dropped Access-Control-Allow-Private-Network: they ask the user instead, and no header answers for them. Take it out.',
    ],
  },
  {
    options: { allow__private_network: 1 },
    issues: [
      'unknown-option allow__private_network: there is no option "allow__private_network". The options are "origins", "methods", "allowHeaders", "exposeHeaders", "credentials", "maxAge", "sendWildcard", "alwaysSend", "vary", "automaticOptions", "interceptExceptions", "preflightStatus", "blockDisallowed", "timing", "onDecision", "dangerouslyAllow" or "resources".',
    ],
  },
  {
    options: { private_network: 1 },
    issues: [
      'unknown-option private_network: there is no option "private_network". The options are "origins", "methods", "allowHeaders", "exposeHeaders", "credentials", "maxAge", "sendWildcard", "alwaysSend", "vary", "automaticOptions", "interceptExceptions", "preflightStatus", "blockDisallowed", "timing", "onDecision", "dangerouslyAllow" or "resources".',
    ],
  },
  {
    options: { x_allow_private_network: 1 },
    issues: [
      'unknown-option x_allow_private_network: there is no option "x_allow_private_network". The options are "origins", "methods", "allowHeaders", "exposeHeaders", "credentials", "maxAge", "sendWildcard", "alwaysSend", "vary", "automaticOptions", "interceptExceptions", "preflightStatus", "blockDisallowed", "timing", "onDecision", "dangerouslyAllow" or "resources".',
    ],
  },
  {
    options: { __proto_: 1 },
    issues: [
      'unknown-option __proto_: there is no option "__proto_". The options are "origins", "methods", "allowHeaders", "exposeHeaders", "credentials", "maxAge", "sendWildcard", "alwaysSend", "vary", "automaticOptions", "interceptExceptions", "preflightStatus", "blockDisallowed", "timing", "onDecision", "dangerouslyAllow" or "resources".',
    ],
  },
  {
    options: { preflightContinue: 'x' },
    issues: ['invalid-type preflightContinue: "x" is neither true nor false. Write true or false.'],
  },
  {
    options: { origin: [5] },
    issues: [
      "invalid-type origin[0]: 5 is not an origin. Write an origin, a pattern, a RegExp, a function, a list of these, or '*' for every origin.",
    ],
  },
  {
    options: { optionsSuccessStatus: 'x' },
    issues: [
      'invalid-status optionsSuccessStatus: "x" is not a status from 200 to 299, and browsers refuse a preflight of any other. Write 204 or 200.',
    ],
  },
  {
    options: { origins: A, origin: A, credentials: 5 },
    issues: [
      'duplicate-option origin: "origins" and "origin" are the same option. Write one of them.',
      'invalid-type credentials: 5 is neither true nor false. Write true or false.',
    ],
  },
  {
    options: { allow_private_networks: true },
    issues: [
      'unknown-option allow_private_networks: there is no option "allow_private_networks". The options are "origins", "methods", "allowHeaders", "exposeHeaders", "credentials", "maxAge", "sendWildcard", "alwaysSend", "vary", "automaticOptions", "interceptExceptions", "preflightStatus", "blockDisallowed", "timing", "onDecision", "dangerouslyAllow" or "resources".',
    ],
  },
  {
    options: { interceptExcept: true },
    issues: [
      'unknown-option interceptExcept: there is no option "interceptExcept". Did you mean "interceptExceptions"?',
    ],
  },
  {
    options: { CREDENTIALS: true },
    issues: ['unknown-option CREDENTIALS: there is no option "CREDENTIALS". Did you mean "credentials"?'],
  },
  // Things that are no options.
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
  // Resources.
  {
    options: { resources: 'api' },
    issues: ['invalid-path resources: "api" is not a path: a path begins with "/". Write "/api".'],
  },
  {
    options: { resources: ['/a', 'https://a.com/b'] },
    issues: [
      'invalid-path resources[1]: "https://a.com/b" is not a path: a path begins with "/". Write "/b".',
    ],
  },
  {
    options: { resources: '' },
    issues: ['empty-string resources: "" is not a path: a path begins with "/". Write "/".'],
  },
  {
    options: { resources: 5 },
    issues: ['invalid-type resources: 5 is not a path: a path is a string or a RegExp.'],
  },
  {
    options: { resources: { '/api/': {} } },
    issues: [
      'invalid-path resources["/api/"]: "/api/" is not a path: it has no slash at its end. Write "/api" for that path, "/api/*" for all below it too.',
    ],
  },
  {
    options: { resources: { '/a*': {} } },
    issues: [
      'invalid-path resources["/a*"]: "/a*" is not a path: "*" stands only at the end, after a slash. Write "/api/*" for /api and all below it, or a RegExp.',
    ],
  },
  {
    options: { resources: { '/a/*/b': {} } },
    issues: [
      'invalid-path resources["/a/*/b"]: "/a/*/b" is not a path: "*" stands only at the end, after a slash. Write "/api/*" for /api and all below it, or a RegExp.',
    ],
  },
  {
    options: { resources: { '/a?b': {} } },
    issues: [
      'invalid-path resources["/a?b"]: "/a?b" is not a path: it has no "?", "#", ";" or "\\". Write the path alone.',
    ],
  },
  {
    options: { resources: { '/a//b': {} } },
    issues: [
      'invalid-path resources["/a//b"]: "/a//b" is not a path: it has no empty or dot segment. Write the path as requests have it.',
    ],
  },
  {
    options: { resources: { '/a/../b': {} } },
    issues: [
      'invalid-path resources["/a/../b"]: "/a/../b" is not a path: it has no empty or dot segment. Write the path as requests have it.',
    ],
  },
  {
    options: { resources: { '/ä': {} } },
    issues: [
      'invalid-path resources["/ä"]: "/ä" is not a path: requests spell it otherwise. Write "/%C3%A4".',
    ],
  },
  {
    options: { resources: { '/a b/*': {} } },
    issues: [
      'invalid-path resources["/a b/*"]: "/a b/*" is not a path: requests spell it otherwise. Write "/a%20b/*".',
    ],
  },
  {
    options: { resources: { '/100%': {} } },
    issues: [
      'invalid-path resources["/100%"]: "/100%" is not a path: its "%" does not begin an escape. Write "%25" for a percent sign.',
    ],
  },
  {
    options: { resources: [[/api/, {}]] },
    issues: [
      'unanchored-regexp resources[0][0]: /api/ does not begin with ^, so it also matches paths that contain such a text further on. Begin every alternative with ^.',
    ],
  },
  {
    options: { resources: /api/ },
    issues: [
      'unanchored-regexp resources: /api/ does not begin with ^, so it also matches paths that contain such a text further on. Begin every alternative with ^.',
    ],
  },
  {
    options: { resources: { '/Api': {}, '/api': {} } },
    issues: [
      'duplicate-resource resources["/api"]: it is the same as "/Api" to routers that ignore case or escapes. Write one of them.',
    ],
  },
  {
    options: { resources: ['*', '/*'] },
    issues: [
      'duplicate-resource resources[1]: it is the same as "*" to routers that ignore case or escapes. Write one of them.',
    ],
  },
  {
    options: { resources: { '/a': undefined } },
    issues: [
      'invalid-type resources["/a"]: undefined is not an options object. Is a variable not set? Write { origins: "https://app.example.com" }.',
    ],
  },
  {
    options: { resources: { '/a': { resources: '/b' } } },
    issues: [
      'unknown-option resources["/a"].resources: a resource has no resources of its own. Write its paths beside it.',
    ],
  },
  {
    options: { resources: { '/a': { origns: A } } },
    issues: ['unknown-option resources["/a"].origns: there is no option "origns". Did you mean "origins"?'],
  },
  {
    options: { resources: { '/a': { origins: [A, 'b.com'] } } },
    issues: [
      'invalid-origin resources["/a"].origins[1]: "b.com" is not an origin: an origin begins with its scheme. Write "https://b.com" or "http://b.com".',
    ],
  },
  {
    options: { resources: [['/a', { credentials: true }]] },
    issues: [
      'any-origin-with-credentials resources[0][1].credentials: origins is "*", its default, and with credentials every site on the web could read what your users may read. Name the origins that may: origins: ["https://app.example.com"]. To accept this risk: dangerouslyAllow: { "any-origin-with-credentials": ["*"] }.',
    ],
  },
  {
    options: { resources: new Map([['/a', { maxAge: '5' }]]) },
    issues: [
      'invalid-max-age resources["/a"].maxAge: "5" is not a whole number of seconds. Write a number, such as 5; 0 or -1: never keep a preflight.',
    ],
  },
  {
    options: { resources: 'https://a.com' },
    issues: ['invalid-path resources: "https://a.com" is not a path: a path begins with "/". Write "/".'],
  },
  {
    options: { resources: 'ftp://a.com/x' },
    issues: ['invalid-path resources: "ftp://a.com/x" is not a path: a path begins with "/". Write "/x".'],
  },
  {
    options: { resources: 'a://' },
    issues: ['invalid-path resources: "a://" is not a path: a path begins with "/". Write "/".'],
  },
  {
    options: { resources: [5, null] },
    issues: [
      'invalid-type resources[0]: 5 is not a path: a path is a string or a RegExp.',
      'invalid-type resources[1]: null is not a path: a path is a string or a RegExp.',
    ],
  },
  {
    options: { resources: [['/a', 5]] },
    issues: [
      'invalid-type resources[0][1]: 5 is not an options object. Write { origins: "https://app.example.com" }.',
    ],
  },
  {
    options: { resources: [['/a', null]] },
    issues: [
      'invalid-type resources[0][1]: null is not an options object. Write { origins: "https://app.example.com" }.',
    ],
  },
  {
    options: { resources: [['/a']] },
    issues: [
      'invalid-type resources[0][1]: undefined is not an options object. Is a variable not set? Write { origins: "https://app.example.com" }.',
    ],
  },
  {
    options: { resources: [[]] },
    issues: [
      'invalid-type resources[0][1]: undefined is not an options object. Is a variable not set? Write { origins: "https://app.example.com" }.',
      'invalid-type resources[0][0]: undefined is not a path: a path is a string or a RegExp.',
    ],
  },
  {
    options: { resources: { '/': {}, '*': {}, b: {} } },
    issues: ['invalid-path resources["b"]: "b" is not a path: a path begins with "/". Write "/b".'],
  },
  {
    options: { resources: '//' },
    issues: [
      'invalid-path resources: "//" is not a path: it has no slash at its end. Write "/" for that path, "/*" for all below it too.',
    ],
  },
  {
    options: { resources: '/a//' },
    issues: [
      'invalid-path resources: "/a//" is not a path: it has no slash at its end. Write "/a" for that path, "/a/*" for all below it too.',
    ],
  },
  {
    options: { resources: '/a///*' },
    issues: [
      'invalid-path resources: "/a///*" is not a path: it has no slash at its end. Write "/a" for that path, "/a/*" for all below it too.',
    ],
  },
  {
    options: { resources: '/*/' },
    issues: [
      'invalid-path resources: "/*/" is not a path: "*" stands only at the end, after a slash. Write "/api/*" for /api and all below it, or a RegExp.',
    ],
  },
  {
    options: { resources: '/a/.' },
    issues: [
      'invalid-path resources: "/a/." is not a path: it has no empty or dot segment. Write the path as requests have it.',
    ],
  },
  {
    options: { resources: '/./a' },
    issues: [
      'invalid-path resources: "/./a" is not a path: it has no empty or dot segment. Write the path as requests have it.',
    ],
  },
  {
    options: { resources: '/a#b' },
    issues: [
      'invalid-path resources: "/a#b" is not a path: it has no "?", "#", ";" or "\\". Write the path alone.',
    ],
  },
  {
    options: { resources: '/a;b' },
    issues: [
      'invalid-path resources: "/a;b" is not a path: it has no "?", "#", ";" or "\\". Write the path alone.',
    ],
  },
  {
    options: { resources: '/a\\b' },
    issues: [
      'invalid-path resources: "/a\\\\b" is not a path: it has no "?", "#", ";" or "\\". Write the path alone.',
    ],
  },
  {
    options: { resources: '/a/:id' },
    issues: [
      'invalid-path resources: "/a/:id" is not a path: it has no parameters such as ":id". Write "/a/*", or a RegExp.',
    ],
  },
  {
    options: { resources: '/:id/a' },
    issues: [
      'invalid-path resources: "/:id/a" is not a path: it has no parameters such as ":id". Write "*", or a RegExp.',
    ],
  },
  {
    options: { resources: '/a/<id>/b' },
    issues: [
      'invalid-path resources: "/a/<id>/b" is not a path: it has no parameters such as "<id>". Write "/a/*", or a RegExp.',
    ],
  },
  {
    options: { allowedHeaders: 'Content-Type,,Authorization', exposeHeaders: '' },
    issues: [
      'empty-string allowedHeaders: "Content-Type,,Authorization" has a comma with nothing before or behind it. Take it out.',
      'empty-string exposeHeaders: an empty string is not a header name. Write one, or [] for none.',
    ],
  },
  {
    options: { resources: ['/%FF', '/a/%2e%2e', '/a%2F..%2Fb'] },
    issues: [
      ...['/%FF', '/a/%2e%2e', '/a%2F..%2Fb'].map(
        (path, i) =>
          `invalid-path resources[${i}]: "${path}" is not a path: routers read it in several ways, or cannot decode it. Write a path without such escapes.`,
      ),
    ],
  },
  {
    options: {
      resources: ['/foo%3Bbar', '^/api/.*', '^/v1$', '(/api)?', '^/api/.+', '^/(api|v2)/.*', '^/api/[a-z]+$'],
    },
    issues: [
      'invalid-path resources[0]: "/foo%3Bbar" is not a path: routers read it in several ways, or cannot decode it. Write a path without such escapes.',
      'invalid-path resources[1]: "^/api/.*" is not a path: a path begins with "/". Write "/api/*".',
      'invalid-path resources[2]: "^/v1$" is not a path: a path begins with "/". Write "/v1".',
      'invalid-path resources[3]: "(/api)?" is not a path: a path begins with "/". Write one such as "/api/*".',
      'invalid-path resources[4]: "^/api/.+" is not a path: a path begins with "/". Write "/api/*".',
      'invalid-path resources[5]: "^/(api|v2)/.*" is not a path: a path begins with "/". Write one such as "/api/*".',
      'invalid-path resources[6]: "^/api/[a-z]+$" is not a path: a path begins with "/". Write one such as "/api/*".',
    ],
  },
  {
    // biome-ignore lint/suspicious/noSparseArray: what is meant
    options: { origins: [, 'https://a.example'], methods: ['GET', , 'PUT'], vary: 'false' },
    issues: [
      "invalid-type origins[0]: undefined is not an origin. Write an origin, a pattern, a RegExp, a function, a list of these, or '*' for every origin.",
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
    options: { resources: '/{id}' },
    issues: [
      'invalid-path resources: "/{id}" is not a path: it has no parameters such as "{id}". Write "*", or a RegExp.',
    ],
  },
  {
    options: { resources: '/a%zz' },
    issues: [
      'invalid-path resources: "/a%zz" is not a path: its "%" does not begin an escape. Write "%25" for a percent sign.',
    ],
  },
  {
    options: { resources: '/a%2' },
    issues: [
      'invalid-path resources: "/a%2" is not a path: its "%" does not begin an escape. Write "%25" for a percent sign.',
    ],
  },
  {
    options: { resources: '/%61' },
    issues: ['invalid-path resources: "/%61" is not a path: requests spell it otherwise. Write "/a".'],
  },
  {
    options: { resources: '/%2f' },
    issues: [
      'invalid-path resources: "/%2f" is not a path: routers read it in several ways, or cannot decode it. Write a path without such escapes.',
    ],
  },
  {
    options: { resources: '/a%2fb' },
    issues: ['invalid-path resources: "/a%2fb" is not a path: requests spell it otherwise. Write "/a%2Fb".'],
  },
  {
    options: { resources: '/%c3%a4' },
    issues: [
      'invalid-path resources: "/%c3%a4" is not a path: requests spell it otherwise. Write "/%C3%A4".',
    ],
  },
  {
    options: { resources: '/x/%7Ea/*' },
    issues: [
      'invalid-path resources: "/x/%7Ea/*" is not a path: requests spell it otherwise. Write "/x/~a/*".',
    ],
  },
  {
    options: { resources: ['/a', '/A'] },
    issues: [
      'duplicate-resource resources[1]: it is the same as "/a" to routers that ignore case or escapes. Write one of them.',
    ],
  },
  {
    options: { resources: ['/a/*', '/A/*'] },
    issues: [
      'duplicate-resource resources[1]: it is the same as "/a/*" to routers that ignore case or escapes. Write one of them.',
    ],
  },
  {
    options: { resources: ['/...', '/%20/*'] },
    issues: [
      'invalid-path resources[0]: "/..." is not a path: routers read it in several ways, or cannot decode it. Write a path without such escapes.',
      'invalid-path resources[1]: "/%20/*" is not a path: routers read it in several ways, or cannot decode it. Write a path without such escapes.',
    ],
  },
  {
    options: { resources: [/^a/, /^a/] },
    issues: [
      'duplicate-resource resources[1]: it is the same as /^a/ to routers that ignore case or escapes. Write one of them.',
    ],
  },
  {
    options: { resources: [/^a|b/] },
    issues: [
      'unanchored-regexp resources[0]: /^a|b/ does not begin with ^, so it also matches paths that contain such a text further on. Begin every alternative with ^.',
    ],
  },
  {
    options: { resources: /a/ },
    issues: [
      'unanchored-regexp resources: /a/ does not begin with ^, so it also matches paths that contain such a text further on. Begin every alternative with ^.',
    ],
  },
  {
    options: { resources: ['/a b', '/a%20b'] },
    issues: ['invalid-path resources[0]: "/a b" is not a path: requests spell it otherwise. Write "/a%20b".'],
  },
  {
    options: { resources: true },
    issues: ['invalid-type resources: true is not a path: a path is a string or a RegExp.'],
  },
  {
    options: { resources: ['/*', '*'] },
    issues: [
      'duplicate-resource resources[1]: it is the same as "/*" to routers that ignore case or escapes. Write one of them.',
    ],
  },
  {
    options: { resources: { '/a': { resources: {} }, '/b': { x: 1 } } },
    issues: [
      'unknown-option resources["/a"].resources: a resource has no resources of its own. Write its paths beside it.',
      'unknown-option resources["/b"].x: there is no option "x". The options are "origins", "methods", "allowHeaders", "exposeHeaders", "credentials", "maxAge", "sendWildcard", "alwaysSend", "vary", "automaticOptions", "interceptExceptions", "preflightStatus", "blockDisallowed", "timing", "onDecision" or "dangerouslyAllow".',
    ],
  },
  {
    options: { resources: [[/^x/, { maxAge: 'x' }]] },
    issues: [
      'invalid-max-age resources[0][1].maxAge: "x" is not a whole number of seconds. Write a number; 0 or -1: never keep a preflight.',
    ],
  },
  {
    options: {
      resources: new Map([
        [/^x/, { maxAge: 'x' }],
        [/^x/, {}],
      ]),
    },
    issues: [
      'invalid-max-age resources[/^x/].maxAge: "x" is not a whole number of seconds. Write a number; 0 or -1: never keep a preflight.',
      'duplicate-resource resources[/^x/]: it is the same as /^x/ to routers that ignore case or escapes. Write one of them.',
    ],
  },
  {
    options: { resources: [['/x', { maxAge: 'x', methods: 5 }]] },
    issues: [
      'invalid-max-age resources[0][1].maxAge: "x" is not a whole number of seconds. Write a number; 0 or -1: never keep a preflight.',
      'invalid-type resources[0][1].methods: 5 is not a method. Write a method such as "PUT", or a list of them.',
    ],
  },
  {
    options: { resources: { '/é/*': {} } },
    issues: [
      'invalid-path resources["/é/*"]: "/é/*" is not a path: requests spell it otherwise. Write "/%C3%A9/*".',
    ],
  },
  {
    options: { resources: 'x/https://a/b' },
    issues: [
      'invalid-path resources: "x/https://a/b" is not a path: a path begins with "/". Write one such as "/api/*".',
    ],
  },
  {
    options: { resources: '/x<id>' },
    issues: [
      'invalid-path resources: "/x<id>" is not a path: requests spell it otherwise. Write "/x%3Cid%3E".',
    ],
  },
  {
    options: { resources: '/<id>x' },
    issues: [
      'invalid-path resources: "/<id>x" is not a path: requests spell it otherwise. Write "/%3Cid%3Ex".',
    ],
  },
  {
    options: { resources: '/a{b}' },
    issues: [
      'invalid-path resources: "/a{b}" is not a path: requests spell it otherwise. Write "/a%7Bb%7D".',
    ],
  },
  {
    options: { resources: '/{b}a' },
    issues: [
      'invalid-path resources: "/{b}a" is not a path: requests spell it otherwise. Write "/%7Bb%7Da".',
    ],
  },
  {
    options: { resources: '/a/b/:id' },
    issues: [
      'invalid-path resources: "/a/b/:id" is not a path: it has no parameters such as ":id". Write "/a/b/*", or a RegExp.',
    ],
  },
  {
    options: { resources: ['/a%2F/*', '/A%2F/*'] },
    issues: [
      'duplicate-resource resources[1]: it is the same as "/a%2F/*" to routers that ignore case or escapes. Write one of them.',
    ],
  },
  {
    options: { credentials: true, resources: { '/a': {}, '/b': { maxAge: 5 } } },
    issues: [
      'any-origin-with-credentials credentials: origins is "*", its default, and with credentials every site on the web could read what your users may read. Name the origins that may: origins: ["https://app.example.com"]. To accept this risk: dangerouslyAllow: { "any-origin-with-credentials": ["*"] }.',
    ],
  },
  // Merged options are checked like any others, where the one at fault was written.
  {
    options: { credentials: true, resources: { '/a': { origins: '*' }, '/b': { origins: A } } },
    issues: [
      'any-origin-with-credentials resources["/a"].origins: origins is "*", and with credentials every site on the web could read what your users may read. Name the origins that may: origins: ["https://app.example.com"]. To accept this risk: dangerouslyAllow: { "any-origin-with-credentials": ["*"] }.',
    ],
  },
  {
    options: { origins: 'http://a.com', resources: { '/a': { credentials: true }, '/b': {} } },
    issues: [
      'insecure-origin origins: "http://a.com" with credentials: whoever is on the network path can be this origin and read what your users may read. Write "https://a.com". To accept this risk: dangerouslyAllow: { "insecure-origin": ["http://a.com"] }.',
    ],
  },
  {
    options: { exposeHeaders: '*', origins: A, resources: { '/a': { credentials: true } } },
    issues: [
      'wildcard-with-credentials exposeHeaders: with credentials browsers take "*" for the name of a header. Name the headers: exposeHeaders: ["X-Total-Count"].',
    ],
  },
  {
    options: { credentials: true, resources: ['/a', '/b'] },
    issues: [
      'any-origin-with-credentials credentials: origins is "*", its default, and with credentials every site on the web could read what your users may read. Name the origins that may: origins: ["https://app.example.com"]. To accept this risk: dangerouslyAllow: { "any-origin-with-credentials": ["*"] }.',
    ],
  },
  {
    options: { origins: 'http://a.com', credentials: true, resources: { '/a': {}, '/b': { maxAge: 5 } } },
    issues: [
      'insecure-origin origins: "http://a.com" with credentials: whoever is on the network path can be this origin and read what your users may read. Write "https://a.com". To accept this risk: dangerouslyAllow: { "insecure-origin": ["http://a.com"] }.',
    ],
  },
  // All at once.
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
      'any-origin-with-credentials credentials: origins is "*", its default, and with credentials every site on the web could read what your users may read. Name the origins that may: origins: ["https://app.example.com"]. To accept this risk: dangerouslyAllow: { "any-origin-with-credentials": ["*"] }.',
      'wildcard-with-credentials exposeHeaders: with credentials browsers take "*" for the name of a header. Name the headers: exposeHeaders: ["X-Total-Count"].',
    ],
  },
  // A misspelt or unset `origins` is one mistake, not also `*` with credentials.
  {
    options: { orgins: A, credentials: true },
    issues: ['unknown-option orgins: there is no option "orgins". Did you mean "origins"?'],
  },
  {
    options: { origins: undefined, credentials: true },
    issues: [
      'undefined-option origins: the value is undefined. Is a variable not set? Give a value, or leave the option out.',
    ],
  },
])

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
  // A name without a dot is in a network of one's own.
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

test('options that are on Object.prototype are not read', () => {
  const prototype = Object.prototype as { credentials?: boolean }
  prototype.credentials = true
  try {
    assert.deepEqual(issuesOf({}), [])
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
})

test('a resource key __proto__ from JSON is a mistake, not a prototype', () => {
  const options = JSON.parse('{ "resources": { "__proto__": { "credentials": true } } }')
  assert.deepEqual(
    issuesOf(options).map(issue => issue.code),
    ['invalid-path'],
  )
})

// A scheme of 64 letters, a host of 253, a port: the longest that is looked at.
const host = `${'a.'.repeat(126)}b`
test('an origin has at most 326 characters', () => {
  assert.deepEqual(issuesOf({ origins: `${'s'.repeat(64)}://${host}:65535` }), [])
  assert.deepEqual(
    issuesOf({ origins: `${'s'.repeat(65)}://${host}:65535` }).map(issue => issue.code),
    ['invalid-origin'],
  )
})

const SUFFIXES = `com org net io dev app co ai me eu de fr co.uk com.br com.au github.io gitlab.io vercel.app netlify.app
  pages.dev workers.dev web.app fly.dev herokuapp.com onrender.com azurewebsites.net cloudfront.net s3.amazonaws.com run.app`

for (const suffix of SUFFIXES.split(/\s+/)) {
  test(`with credentials, a RegExp that takes every name under ${suffix} is refused`, () => {
    const [issue] = issuesOf({
      credentials: true,
      origins: new RegExp(`^https://[a-z0-9-]+\\.${suffix.replaceAll('.', '\\.')}$`),
    })
    assert.equal(issue?.code, 'public-suffix')
    assert.ok(issue.message.includes(`takes "https://evil.${suffix}"`), issue.message)
    assert.ok(issue.message.includes(` register a name under "${suffix}" `), issue.message)
  })
}

const stands: readonly { readonly options: unknown; readonly values: readonly unknown[] }[] = [
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

for (const { options, values } of stands) {
  test(`an issue has what stands there: ${describe(options)}`, () =>
    assert.deepEqual(
      issuesOf(options).map(issue => issue.value),
      values,
    ))
}

test('a value of 120 characters is quoted whole, a longer one cut short', () => {
  const quoted = (length: number) =>
    issuesOf({ onDecision: 'x'.repeat(length - 2) })[0]?.message.split(' is ')[0]
  assert.equal(quoted(120), `"${'x'.repeat(118)}"`)
  assert.equal(quoted(121), `"${'x'.repeat(116)}...`)
})

test('one mistake is told without a number, and without a path where it has none', () => {
  assert.throws(() => cors(5 as never), {
    message: '5 is not an options object. Write cors({ origins: "https://app.example.com" }).',
  })
  assert.throws(() => cors({ maxAge: 'x' as never }), { message: /^maxAge: "x" is not/ })
})

test('a long value is cut short in the message and whole in the issue', () => {
  const origins = `https://a.com/${'x'.repeat(1000)}`
  const [issue] = issuesOf({ origins })
  assert.ok(issue && issue.message.length < 300)
  assert.equal(issue.value, origins)
})

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
