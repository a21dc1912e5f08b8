import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runInNewContext } from 'node:vm'
import { CorsConfigError, cors, createPolicy } from 'cors-policy'
import { withCors } from 'cors-policy/web'
import { describe, issuesOf, type Refused, testRefused } from '../support/refused.js'

const A = 'https://a.example'

testRefused([
  // Names.
  [
    { methods: ['GET', 'CONNECT', 'trace', 'Track'] },
    'forbidden-method methods[1]: no page can send "CONNECT": browsers forbid CONNECT, TRACE and TRACK. Take it out.',
    'forbidden-method methods[2]: no page can send "trace": browsers forbid CONNECT, TRACE and TRACK. Take it out.',
    'forbidden-method methods[3]: no page can send "Track": browsers forbid CONNECT, TRACE and TRACK. Take it out.',
  ],
  [{ methods: 'GET POST' }, 'invalid-name methods: "GET POST" is not a method. Write "GET, POST".'],
  [
    { methods: ['G*'] },
    'invalid-name methods[0]: "G*" is not a method. Write each name by itself, such as "PUT".',
  ],
  [{ methods: '' }, 'empty-string methods: an empty string is not a method. Write one, or [] for none.'],
  [
    { methods: true },
    'invalid-type methods: true is not a method. Write a method such as "PUT", or a list of them.',
  ],
  [{ allowHeaders: ['X-A: 1'] }, 'invalid-name allowHeaders[0]: "X-A: 1" is not a header name. Write "X-A".'],
  [
    { allowHeaders: 'X-*' },
    'invalid-name allowHeaders: "X-*" is not a header name. Write a RegExp, which only code can: /^x-/.',
  ],
  [
    { allowHeaders: ['*-Id', 'X-**-Y', 'X-Acme-*'] },
    'invalid-name allowHeaders[0]: "*-Id" is not a header name. Write a RegExp, which only code can: /^.*-id$/.',
    'invalid-name allowHeaders[1]: "X-**-Y" is not a header name. Write a RegExp, which only code can: /^x-.*-y$/.',
    'invalid-name allowHeaders[2]: "X-Acme-*" is not a header name. Write a RegExp, which only code can: /^x-acme-/.',
  ],
  [
    { allowHeaders: ['X-A X-*', 'X-*, X-B'] },
    'invalid-name allowHeaders[0]: "X-A X-*" is not a header name. Write each name by itself, such as "Content-Type".',
    'invalid-name allowHeaders[1]: "X-*" is not a header name. Write a RegExp, which only code can: /^x-/.',
  ],
  [
    { exposeHeaders: ['X-Acme-*'] },
    'invalid-name exposeHeaders[0]: "X-Acme-*" is not a header name. Write each name by itself, such as "X-Total-Count".',
  ],
  [
    { allowHeaders: [/x-/] },
    'unanchored-regexp allowHeaders[0]: /x-/ does not begin with ^, so it also matches names that contain such a text. Begin every alternative with ^: /^x-acme-/.',
  ],
  [
    { exposeHeaders: 5 },
    'invalid-type exposeHeaders: 5 is not a header name. Write a header name such as "X-Total-Count", or a list of them.',
  ],
  [
    { exposeHeaders: ['ETag', /^x-/] },
    'invalid-type exposeHeaders[1]: /^x-/ is not a header name. Write a header name such as "X-Total-Count", or a list of them.',
  ],
  [
    { exposeHeaders: ['Set-Cookie', 'set-cookie2'] },
    'forbidden-header exposeHeaders[0]: no page can read "Set-Cookie", exposed or not. Take it out.',
    'forbidden-header exposeHeaders[1]: no page can read "set-cookie2", exposed or not. Take it out.',
  ],
  [
    { vary: '*' },
    'invalid-name vary: "*" is not a header name. Write each name by itself, such as "X-Tenant".',
  ],
  [{ methods: 'GET|POST' }, 'invalid-name methods: "GET|POST" is not a method. Write "GET, POST".'],
  [{ methods: 'GET;POST' }, 'invalid-name methods: "GET;POST" is not a method. Write "GET, POST".'],
  [{ methods: ['"PUT"'] }, 'invalid-name methods[0]: "\\"PUT\\"" is not a method. Write "PUT".'],
  [
    { methods: ['(PUT)', 'é'] },
    'invalid-name methods[0]: "(PUT)" is not a method. Write "PUT".',
    'invalid-name methods[1]: "é" is not a method. Write "PUT".',
  ],
  [{ methods: '^x' }, 'invalid-name methods: "^x" is not a method. Write "x".'],
  [{ methods: ' ' }, 'invalid-name methods: " " is not a method. Write "PUT".'],
  [
    { methods: 5 },
    'invalid-type methods: 5 is not a method. Write a method such as "PUT", or a list of them.',
  ],
  [
    { methods: [null] },
    'invalid-type methods[0]: null is not a method. Write a method such as "PUT", or a list of them.',
  ],
  [
    { methods: ['*', 'G*'] },
    'invalid-name methods[1]: "G*" is not a method. Write each name by itself, such as "PUT".',
  ],
  [
    { methods: ['TRACE', 'put x'] },
    'forbidden-method methods[0]: no page can send "TRACE": browsers forbid CONNECT, TRACE and TRACK. Take it out.',
    'invalid-name methods[1]: "put x" is not a method. Write "put, x".',
  ],
  [
    { allowHeaders: '^x-' },
    'invalid-name allowHeaders: "^x-" is not a header name. Write a RegExp, which only code can: /^x-acme-/.',
  ],
  [
    { allowHeaders: ['*x'] },
    'invalid-name allowHeaders[0]: "*x" is not a header name. Write a RegExp, which only code can: /^.*x$/.',
  ],
  [
    { allowHeaders: ['X-A: 1', 'x y z'] },
    'invalid-name allowHeaders[0]: "X-A: 1" is not a header name. Write "X-A".',
    'invalid-name allowHeaders[1]: "x y z" is not a header name. Write "x, y, z".',
  ],
  [
    { allowHeaders: '' },
    'empty-string allowHeaders: an empty string is not a header name. Write one, or [] for none.',
  ],
  [
    { allowHeaders: [null, 5] },
    'invalid-type allowHeaders[0]: null is not a header name. Write a header name such as "Content-Type", or a list of them.',
    'invalid-type allowHeaders[1]: 5 is not a header name. Write a header name such as "Content-Type", or a list of them.',
  ],
  [
    { allowHeaders: [/x-|^y-/] },
    'unanchored-regexp allowHeaders[0]: /x-|^y-/ does not begin with ^, so it also matches names that contain such a text. Begin every alternative with ^: /^x-acme-/.',
  ],
  [
    { allowHeaders: /^x-|y/i },
    'unanchored-regexp allowHeaders: /^x-|y/i does not begin with ^, so it also matches names that contain such a text. Begin every alternative with ^: /^x-acme-/.',
  ],
  [
    { allowHeaders: ['a/b'] },
    'invalid-name allowHeaders[0]: "a/b" is not a header name. Write "Content-Type".',
  ],
  [
    { allowHeaders: ['://'] },
    'invalid-name allowHeaders[0]: "://" is not a header name. Write "Content-Type".',
  ],
  [{ exposeHeaders: '^x' }, 'invalid-name exposeHeaders: "^x" is not a header name. Write "x".'],
  [
    { exposeHeaders: '' },
    'empty-string exposeHeaders: an empty string is not a header name. Write one, or [] for none.',
  ],
  [
    { exposeHeaders: [true] },
    'invalid-type exposeHeaders[0]: true is not a header name. Write a header name such as "X-Total-Count", or a list of them.',
  ],
  [
    { exposeHeaders: { a: 1 } },
    'invalid-type exposeHeaders: an object (Object) is not a header name. Write a header name such as "X-Total-Count", or a list of them.',
  ],
  [{ vary: '' }, 'empty-string vary: an empty string is not a header name. Write one, or [] for none.'],
  [{ vary: ['a b'] }, 'invalid-name vary[0]: "a b" is not a header name. Write "a, b".'],
  [
    { vary: 5 },
    'invalid-type vary: 5 is not a header name. Write a header name such as "X-Tenant", or a list of them.',
  ],
  [
    { vary: null },
    'invalid-type vary: null is not a header name. Write a header name such as "X-Tenant", or a list of them.',
  ],
  [{ vary: 'yes' }, 'invalid-type vary: "yes" is neither true nor false. Write true.'],
  [{ vary: 'NO' }, 'invalid-type vary: "NO" is neither true nor false. Write false.'],
  [{ vary: 'off' }, 'invalid-type vary: "off" is neither true nor false. Write false.'],
  [{ vary: 'on' }, 'invalid-type vary: "on" is neither true nor false. Write true.'],
  [
    { vary: ['*'] },
    'invalid-name vary[0]: "*" is not a header name. Write each name by itself, such as "X-Tenant".',
  ],
  [
    { vary: [/^x/] },
    'invalid-type vary[0]: /^x/ is not a header name. Write a header name such as "X-Tenant", or a list of them.',
  ],
  // Numbers and flags.
  [
    { maxAge: 1.5 },
    'invalid-max-age maxAge: 1.5 is not a whole number of seconds. Write a number, such as 2; 0 or -1: never keep a preflight.',
  ],
  [
    { maxAge: '600' },
    'invalid-max-age maxAge: "600" is not a whole number of seconds. Write a number, such as 600; 0 or -1: never keep a preflight.',
  ],
  [
    { maxAge: -2 },
    'invalid-max-age maxAge: -2 is not a whole number of seconds. Write a number; 0 or -1: never keep a preflight.',
  ],
  [
    { maxAge: Number.NaN },
    'invalid-max-age maxAge: NaN is not a whole number of seconds. Write a number; 0 or -1: never keep a preflight.',
  ],
  [
    { maxAge: Number.POSITIVE_INFINITY },
    'invalid-max-age maxAge: Infinity is not a whole number of seconds. Write a number; 0 or -1: never keep a preflight.',
  ],
  [
    { maxAge: 1e21 },
    'invalid-max-age maxAge: 1e+21 is not a whole number of seconds. Write a number; 0 or -1: never keep a preflight.',
  ],
  [
    { preflightStatus: 199 },
    'invalid-status preflightStatus: 199 is not a status from 200 to 299, and browsers refuse a preflight of any other. Write 204 or 200.',
  ],
  [
    { preflightStatus: 300 },
    'invalid-status preflightStatus: 300 is not a status from 200 to 299, and browsers refuse a preflight of any other. Write 204 or 200.',
  ],
  [
    { preflightStatus: '204' },
    'invalid-status preflightStatus: "204" is not a status from 200 to 299, and browsers refuse a preflight of any other. Write 204 or 200.',
  ],
  ...[
    'credentials',
    'sendWildcard',
    'alwaysSend',
    'automaticOptions',
    'interceptExceptions',
    'blockDisallowed',
    'timing',
  ].flatMap((name): Refused[] => [
    [{ [name]: 'true' }, `invalid-type ${name}: "true" is neither true nor false. Write true.`],
    [{ [name]: 0 }, `invalid-type ${name}: 0 is neither true nor false. Write false.`],
    [{ [name]: null }, `invalid-type ${name}: null is neither true nor false. Write false.`],
    [
      { [name]: undefined },
      `undefined-option ${name}: the value is undefined. Is a variable not set? Give a value, or leave the option out.`,
    ],
  ]),
  [
    { credentials: Object.create(null) },
    'invalid-type credentials: an object (Object) is neither true nor false. Write true or false.',
  ],
  [
    { maxAge: Object.create(null) },
    'invalid-max-age maxAge: an object (Object) is not a whole number of seconds. Write a number; 0 or -1: never keep a preflight.',
  ],
  [
    { onDecision: 'log' },
    'invalid-type onDecision: "log" is not a function. Write (decision, request) => { … }.',
  ],
  [
    { dangerouslyAllow: ['any-origin'] },
    'unknown-risk dangerouslyAllow[0]: "any-origin" is not a risk. Write "any-origin-with-credentials", "insecure-origin", "public-suffix" or "null-origin".',
  ],
  [
    { dangerouslyAllow: 'nul-origin' },
    'unknown-risk dangerouslyAllow: "nul-origin" is not a risk. Did you mean "null-origin"?',
  ],
  [
    { maxAge: '10m' },
    'invalid-max-age maxAge: "10m" is not a whole number of seconds. Write a number, such as 600; 0 or -1: never keep a preflight.',
  ],
  [
    { maxAge: '1h' },
    'invalid-max-age maxAge: "1h" is not a whole number of seconds. Write a number, such as 3600; 0 or -1: never keep a preflight.',
  ],
  [
    { maxAge: '2d' },
    'invalid-max-age maxAge: "2d" is not a whole number of seconds. Write a number, such as 172800; 0 or -1: never keep a preflight.',
  ],
  [
    { maxAge: '1.5h' },
    'invalid-max-age maxAge: "1.5h" is not a whole number of seconds. Write a number, such as 5400; 0 or -1: never keep a preflight.',
  ],
  [
    { maxAge: '1.25h' },
    'invalid-max-age maxAge: "1.25h" is not a whole number of seconds. Write a number, such as 4500; 0 or -1: never keep a preflight.',
  ],
  [
    { maxAge: ' 5 s' },
    'invalid-max-age maxAge: " 5 s" is not a whole number of seconds. Write a number, such as 5; 0 or -1: never keep a preflight.',
  ],
  [
    { maxAge: 'x5' },
    'invalid-max-age maxAge: "x5" is not a whole number of seconds. Write a number; 0 or -1: never keep a preflight.',
  ],
  [
    { maxAge: '9999999999999999' },
    'invalid-max-age maxAge: "9999999999999999" is not a whole number of seconds. Write a number; 0 or -1: never keep a preflight.',
  ],
  [
    { maxAge: 'x' },
    'invalid-max-age maxAge: "x" is not a whole number of seconds. Write a number; 0 or -1: never keep a preflight.',
  ],
  [
    { maxAge: null },
    'invalid-max-age maxAge: null is not a whole number of seconds. Write a number; 0 or -1: never keep a preflight.',
  ],
  [
    { maxAge: true },
    'invalid-max-age maxAge: true is not a whole number of seconds. Write a number; 0 or -1: never keep a preflight.',
  ],
  [
    { maxAge: [5] },
    'invalid-max-age maxAge: an array of 1 is not a whole number of seconds. Write a number; 0 or -1: never keep a preflight.',
  ],
  [
    { maxAge: -1.5 },
    'invalid-max-age maxAge: -1.5 is not a whole number of seconds. Write a number; 0 or -1: never keep a preflight.',
  ],
  [
    { maxAge: '-1' },
    'invalid-max-age maxAge: "-1" is not a whole number of seconds. Write a number; 0 or -1: never keep a preflight.',
  ],
  [
    { maxAge: '1w' },
    'invalid-max-age maxAge: "1w" is not a whole number of seconds. Write a number; 0 or -1: never keep a preflight.',
  ],
  [
    { maxAge: '' },
    'invalid-max-age maxAge: "" is not a whole number of seconds. Write a number; 0 or -1: never keep a preflight.',
  ],
  [
    { preflightStatus: 204.5 },
    'invalid-status preflightStatus: 204.5 is not a status from 200 to 299, and browsers refuse a preflight of any other. Write 204 or 200.',
  ],
  [
    { preflightStatus: 404 },
    'invalid-status preflightStatus: 404 is not a status from 200 to 299, and browsers refuse a preflight of any other. Write 204 or 200.',
  ],
  [
    { preflightStatus: null },
    'invalid-status preflightStatus: null is not a status from 200 to 299, and browsers refuse a preflight of any other. Write 204 or 200.',
  ],
  [{ credentials: 'false' }, 'invalid-type credentials: "false" is neither true nor false. Write false.'],
  [
    { credentials: '"false"' },
    'invalid-type credentials: "\\"false\\"" is neither true nor false. Write false.',
  ],
  [{ credentials: 'no' }, 'invalid-type credentials: "no" is neither true nor false. Write false.'],
  [{ credentials: 'OFF' }, 'invalid-type credentials: "OFF" is neither true nor false. Write false.'],
  [{ credentials: 'null' }, 'invalid-type credentials: "null" is neither true nor false. Write false.'],
  [{ credentials: '' }, 'invalid-type credentials: "" is neither true nor false. Write false.'],
  [{ credentials: 'yes' }, 'invalid-type credentials: "yes" is neither true nor false. Write true.'],
  [{ credentials: 1 }, 'invalid-type credentials: 1 is neither true nor false. Write true.'],
  [{ credentials: 'True' }, 'invalid-type credentials: "True" is neither true nor false. Write true.'],
  [{ credentials: '0' }, 'invalid-type credentials: "0" is neither true nor false. Write false.'],
  [
    { credentials: 'falsely' },
    'invalid-type credentials: "falsely" is neither true nor false. Write true or false.',
  ],
  [
    { credentials: 'not no' },
    'invalid-type credentials: "not no" is neither true nor false. Write true or false.',
  ],
  [
    { credentials: () => true },
    'invalid-type credentials: a function (credentials) is neither true nor false. Write true or false.',
  ],
  [
    { credentials: [] },
    'invalid-type credentials: an array of 0 is neither true nor false. Write true or false.',
  ],
  [
    { onDecision: true },
    'invalid-type onDecision: true is not a function. Write (decision, request) => { … }.',
  ],
  [
    { dangerouslyAllow: [5, 'zzz'] },
    'unknown-risk dangerouslyAllow[0]: 5 is not a risk. Write "any-origin-with-credentials", "insecure-origin", "public-suffix" or "null-origin".',
    'unknown-risk dangerouslyAllow[1]: "zzz" is not a risk. Write "any-origin-with-credentials", "insecure-origin", "public-suffix" or "null-origin".',
  ],
  [
    { dangerouslyAllow: 'public_suffix' },
    'unknown-risk dangerouslyAllow: "public_suffix" is not a risk. Did you mean "public-suffix"?',
  ],
  [
    { dangerouslyAllow: true },
    'unknown-risk dangerouslyAllow: true is not a risk. Write "any-origin-with-credentials", "insecure-origin", "public-suffix" or "null-origin".',
  ],
  [
    { dangerouslyAllow: '' },
    'unknown-risk dangerouslyAllow: "" is not a risk. Write "any-origin-with-credentials", "insecure-origin", "public-suffix" or "null-origin".',
  ],
  // Names of options.
  [{ orgins: A }, 'unknown-option orgins: there is no option "orgins". Did you mean "origins"?'],
  [
    { allowHeader: 'X-A' },
    'unknown-option allowHeader: there is no option "allowHeader". Did you mean "allowHeaders"?',
  ],
  [
    { allow_credentials: true },
    'unknown-option allow_credentials: there is no option "allow_credentials". Did you mean "credentials"?',
  ],
  [{ 'max-age': 5 }, 'unknown-option max-age: there is no option "max-age". Did you mean "maxAge"?'],
  [
    { zebra: 1 },
    'unknown-option zebra: there is no option "zebra". The options are "origins", "methods", "allowHeaders", "exposeHeaders", "credentials", "maxAge", "sendWildcard", "alwaysSend", "vary", "automaticOptions", "interceptExceptions", "preflightStatus", "blockDisallowed", "timing", "onDecision", "dangerouslyAllow" or "resources".',
  ],
  [
    { origins: undefined },
    'undefined-option origins: the value is undefined. Is a variable not set? Give a value, or leave the option out, which allows everyone. [] allows nobody.',
  ],
  [
    { origin: undefined },
    'undefined-option origin: the value is undefined. Is a variable not set? Give a value, or leave the option out, which allows everyone. [] allows nobody.',
  ],
  [
    { origins: A, origin: A },
    'duplicate-option origin: "origins" and "origin" are the same option. Write one of them.',
  ],
  [
    { maxAge: 5, max_age: 5 },
    'duplicate-option max_age: "maxAge" and "max_age" are the same option. Write one of them.',
  ],
  [
    { allowedHeaders: 'X-A', allow_headers: 'X-A' },
    'duplicate-option allow_headers: "allowedHeaders" and "allow_headers" are the same option. Write one of them.',
  ],
  [
    { allow_private_network: true },
    'removed-option allow_private_network: browsers dropped Access-Control-Allow-Private-Network: they ask the user instead, and no header answers for them. Take it out.',
  ],
  [
    { allowPrivateNetwork: true },
    'removed-option allowPrivateNetwork: browsers dropped Access-Control-Allow-Private-Network: they ask the user instead, and no header answers for them. Take it out.',
  ],
  [
    { allowOrigin: 1 },
    'unknown-option allowOrigin: there is no option "allowOrigin". Did you mean "origins"?',
  ],
  [
    { allow_origins: 1 },
    'unknown-option allow_origins: there is no option "allow_origins". Did you mean "origins"?',
  ],
  [
    { allowedOrigins: 1 },
    'unknown-option allowedOrigins: there is no option "allowedOrigins". Did you mean "origins"?',
  ],
  [
    { allowMethods: 1 },
    'unknown-option allowMethods: there is no option "allowMethods". Did you mean "methods"?',
  ],
  [
    { allowedMethods: 1 },
    'unknown-option allowedMethods: there is no option "allowedMethods". Did you mean "methods"?',
  ],
  [
    { 'Access-Control-Allow-Credentials': 1 },
    'unknown-option Access-Control-Allow-Credentials: there is no option "Access-Control-Allow-Credentials". The options are "origins", "methods", "allowHeaders", "exposeHeaders", "credentials", "maxAge", "sendWildcard", "alwaysSend", "vary", "automaticOptions", "interceptExceptions", "preflightStatus", "blockDisallowed", "timing", "onDecision", "dangerouslyAllow" or "resources".',
  ],
  [
    { 'Access-Control-Allow-Origin': 1 },
    'unknown-option Access-Control-Allow-Origin: there is no option "Access-Control-Allow-Origin". The options are "origins", "methods", "allowHeaders", "exposeHeaders", "credentials", "maxAge", "sendWildcard", "alwaysSend", "vary", "automaticOptions", "interceptExceptions", "preflightStatus", "blockDisallowed", "timing", "onDecision", "dangerouslyAllow" or "resources".',
  ],
  [
    { 'Access-Control-Max-Age': 1 },
    'unknown-option Access-Control-Max-Age: there is no option "Access-Control-Max-Age". The options are "origins", "methods", "allowHeaders", "exposeHeaders", "credentials", "maxAge", "sendWildcard", "alwaysSend", "vary", "automaticOptions", "interceptExceptions", "preflightStatus", "blockDisallowed", "timing", "onDecision", "dangerouslyAllow" or "resources".',
  ],
  [
    { '': 1 },
    'unknown-option: there is no option "". The options are "origins", "methods", "allowHeaders", "exposeHeaders", "credentials", "maxAge", "sendWildcard", "alwaysSend", "vary", "automaticOptions", "interceptExceptions", "preflightStatus", "blockDisallowed", "timing", "onDecision", "dangerouslyAllow" or "resources".',
  ],
  [
    { preflightContinues: 1 },
    'unknown-option preflightContinues: there is no option "preflightContinues". Did you mean "preflightContinue"?',
  ],
  [{ xorigin: 1 }, 'unknown-option xorigin: there is no option "xorigin". Did you mean "origin"?'],
  [
    { CORS_ORIGINS: 1 },
    'unknown-option CORS_ORIGINS: there is no option "CORS_ORIGINS". The options are "origins", "methods", "allowHeaders", "exposeHeaders", "credentials", "maxAge", "sendWildcard", "alwaysSend", "vary", "automaticOptions", "interceptExceptions", "preflightStatus", "blockDisallowed", "timing", "onDecision", "dangerouslyAllow" or "resources".',
  ],
  [
    { CORS_ALLOW_PRIVATE_NETWORK: 1 },
    'removed-option CORS_ALLOW_PRIVATE_NETWORK: browsers dropped Access-Control-Allow-Private-Network: they ask the user instead, and no header answers for them. Take it out.',
  ],
  [
    { allow__private_network: 1 },
    'removed-option allow__private_network: browsers dropped Access-Control-Allow-Private-Network: they ask the user instead, and no header answers for them. Take it out.',
  ],
  [
    { private_network: 1 },
    'unknown-option private_network: there is no option "private_network". The options are "origins", "methods", "allowHeaders", "exposeHeaders", "credentials", "maxAge", "sendWildcard", "alwaysSend", "vary", "automaticOptions", "interceptExceptions", "preflightStatus", "blockDisallowed", "timing", "onDecision", "dangerouslyAllow" or "resources".',
  ],
  [
    { x_allow_private_network: 1 },
    'unknown-option x_allow_private_network: there is no option "x_allow_private_network". The options are "origins", "methods", "allowHeaders", "exposeHeaders", "credentials", "maxAge", "sendWildcard", "alwaysSend", "vary", "automaticOptions", "interceptExceptions", "preflightStatus", "blockDisallowed", "timing", "onDecision", "dangerouslyAllow" or "resources".',
  ],
  [
    { __proto_: 1 },
    'unknown-option __proto_: there is no option "__proto_". The options are "origins", "methods", "allowHeaders", "exposeHeaders", "credentials", "maxAge", "sendWildcard", "alwaysSend", "vary", "automaticOptions", "interceptExceptions", "preflightStatus", "blockDisallowed", "timing", "onDecision", "dangerouslyAllow" or "resources".',
  ],
  [
    { preflightContinue: 'x' },
    'invalid-type preflightContinue: "x" is neither true nor false. Write true or false.',
  ],
  [
    { origin: [5] },
    "invalid-type origin[0]: 5 is not an origin. Write an origin, a pattern, a RegExp, a function, a list of these, or '*' for every origin.",
  ],
  [
    { optionsSuccessStatus: 'x' },
    'invalid-status optionsSuccessStatus: "x" is not a status from 200 to 299, and browsers refuse a preflight of any other. Write 204 or 200.',
  ],
  [
    { origins: A, origin: A, credentials: 5 },
    'duplicate-option origin: "origins" and "origin" are the same option. Write one of them.',
    'invalid-type credentials: 5 is neither true nor false. Write true or false.',
  ],
  [
    { allow_private_networks: true },
    'unknown-option allow_private_networks: there is no option "allow_private_networks". The options are "origins", "methods", "allowHeaders", "exposeHeaders", "credentials", "maxAge", "sendWildcard", "alwaysSend", "vary", "automaticOptions", "interceptExceptions", "preflightStatus", "blockDisallowed", "timing", "onDecision", "dangerouslyAllow" or "resources".',
  ],
  [
    { interceptExcept: true },
    'unknown-option interceptExcept: there is no option "interceptExcept". Did you mean "interceptExceptions"?',
  ],
  [
    { CREDENTIALS: true },
    'unknown-option CREDENTIALS: there is no option "CREDENTIALS". Did you mean "credentials"?',
  ],
  // Things that are no options.
  [null, 'invalid-type: null is not an options object. Write cors({ origins: "https://app.example.com" }).'],
  [
    A,
    'invalid-type: "https://a.example" is not an options object. Write cors({ origins: "https://app.example.com" }).',
  ],
  [
    [A],
    'invalid-type: an array of 1 is not an options object. Write cors({ origins: "https://app.example.com" }).',
  ],
  [
    /^a$/,
    'invalid-type: /^a$/ is not an options object. Write cors({ origins: "https://app.example.com" }).',
  ],
  ['x', 'invalid-type: "x" is not an options object. Write cors({ origins: "https://app.example.com" }).'],
  [5, 'invalid-type: 5 is not an options object. Write cors({ origins: "https://app.example.com" }).'],
  [
    () => ({}),
    'invalid-type: a function is not an options object. Write cors({ origins: "https://app.example.com" }).',
  ],
  [
    new Map(),
    'invalid-type: an object (Map) is not an options object. Write cors({ origins: "https://app.example.com" }).',
  ],
  [
    Symbol('x'),
    'invalid-type: Symbol(x) is not an options object. Write cors({ origins: "https://app.example.com" }).',
  ],
  // Resources.
  [
    { resources: 'api' },
    'invalid-path resources: "api" is not a path: a path begins with "/". Write "/api".',
  ],
  [
    { resources: ['/a', 'https://a.com/b'] },
    'invalid-path resources[1]: "https://a.com/b" is not a path: a path begins with "/". Write "/b".',
  ],
  [{ resources: '' }, 'empty-string resources: "" is not a path: a path begins with "/". Write "/".'],
  [{ resources: 5 }, 'invalid-type resources: 5 is not a path: a path is a string or a RegExp.'],
  [
    { resources: { '/api/': {} } },
    'invalid-path resources["/api/"]: "/api/" is not a path: it has no slash at its end. Write "/api" for that path, "/api/*" for all below it too.',
  ],
  [
    { resources: { '/a*': {} } },
    'invalid-path resources["/a*"]: "/a*" is not a path: "*" stands only at the end, after a slash. Write "/api/*" for /api and all below it, or a RegExp.',
  ],
  [
    { resources: { '/a/*/b': {} } },
    'invalid-path resources["/a/*/b"]: "/a/*/b" is not a path: "*" stands only at the end, after a slash. Write "/api/*" for /api and all below it, or a RegExp.',
  ],
  [
    { resources: { '/a?b': {} } },
    'invalid-path resources["/a?b"]: "/a?b" is not a path: it has no "?", "#", ";" or "\\". Write the path alone.',
  ],
  [
    { resources: { '/a//b': {} } },
    'invalid-path resources["/a//b"]: "/a//b" is not a path: it has no empty or dot segment. Write the path as requests have it.',
  ],
  [
    { resources: { '/a/../b': {} } },
    'invalid-path resources["/a/../b"]: "/a/../b" is not a path: it has no empty or dot segment. Write the path as requests have it.',
  ],
  [
    { resources: { '/ä': {} } },
    'invalid-path resources["/ä"]: "/ä" is not a path: requests spell it otherwise. Write "/%C3%A4".',
  ],
  [
    { resources: { '/a b/*': {} } },
    'invalid-path resources["/a b/*"]: "/a b/*" is not a path: requests spell it otherwise. Write "/a%20b/*".',
  ],
  [
    { resources: { '/100%': {} } },
    'invalid-path resources["/100%"]: "/100%" is not a path: its "%" does not begin an escape. Write "%25" for a percent sign.',
  ],
  [
    { resources: [[/api/, {}]] },
    'unanchored-regexp resources[0][0]: /api/ does not begin with ^, so it also matches paths that contain such a text further on. Begin every alternative with ^.',
  ],
  [
    { resources: /api/ },
    'unanchored-regexp resources: /api/ does not begin with ^, so it also matches paths that contain such a text further on. Begin every alternative with ^.',
  ],
  [
    { resources: { '/Api': {}, '/api': {} } },
    'duplicate-resource resources["/api"]: it is the same as "/Api" to routers that ignore case or escapes. Write one of them.',
  ],
  [
    { resources: ['*', '/*'] },
    'duplicate-resource resources[1]: it is the same as "*" to routers that ignore case or escapes. Write one of them.',
  ],
  [
    { resources: { '/a': undefined } },
    'invalid-type resources["/a"]: undefined is not an options object. Is a variable not set? Write { origins: "https://app.example.com" }.',
  ],
  [
    { resources: { '/a': { resources: '/b' } } },
    'unknown-option resources["/a"].resources: a resource has no resources of its own. Write its paths beside it.',
  ],
  [
    { resources: { '/a': { origns: A } } },
    'unknown-option resources["/a"].origns: there is no option "origns". Did you mean "origins"?',
  ],
  [
    { resources: { '/a': { origins: [A, 'b.com'] } } },
    'invalid-origin resources["/a"].origins[1]: "b.com" is not an origin: an origin begins with its scheme. Write "https://b.com" or "http://b.com".',
  ],
  [
    { resources: [['/a', { credentials: true }]] },
    'any-origin-with-credentials resources[0][1].credentials: origins is "*", its default, and with credentials every site on the web could read what your users may read. Name the origins that may: origins: ["https://app.example.com"]. Or take credentials out: browsers let no page read "*" with cookies, so only other requests can have worked. To accept this risk: dangerouslyAllow: { "any-origin-with-credentials": ["*"] }.',
  ],
  [
    { resources: new Map([['/a', { maxAge: '5' }]]) },
    'invalid-max-age resources["/a"].maxAge: "5" is not a whole number of seconds. Write a number, such as 5; 0 or -1: never keep a preflight.',
  ],
  [
    { resources: 'https://a.com' },
    'invalid-path resources: "https://a.com" is not a path: a path begins with "/". Write "/".',
  ],
  [
    { resources: 'ftp://a.com/x' },
    'invalid-path resources: "ftp://a.com/x" is not a path: a path begins with "/". Write "/x".',
  ],
  [{ resources: 'a://' }, 'invalid-path resources: "a://" is not a path: a path begins with "/". Write "/".'],
  [
    { resources: [5, null] },
    'invalid-type resources[0]: 5 is not a path: a path is a string or a RegExp.',
    'invalid-type resources[1]: null is not a path: a path is a string or a RegExp.',
  ],
  [
    { resources: [['/a', 5]] },
    'invalid-type resources[0][1]: 5 is not an options object. Write { origins: "https://app.example.com" }.',
  ],
  [
    { resources: [['/a', null]] },
    'invalid-type resources[0][1]: null is not an options object. Write { origins: "https://app.example.com" }.',
  ],
  [
    { resources: [['/a']] },
    'invalid-type resources[0][1]: undefined is not an options object. Is a variable not set? Write { origins: "https://app.example.com" }.',
  ],
  [
    { resources: [[]] },
    'invalid-type resources[0][1]: undefined is not an options object. Is a variable not set? Write { origins: "https://app.example.com" }.',
    'invalid-type resources[0][0]: undefined is not a path: a path is a string or a RegExp.',
  ],
  [
    { resources: { '/': {}, '*': {}, b: {} } },
    'invalid-path resources["b"]: "b" is not a path: a path begins with "/". Write "/b".',
  ],
  [
    { resources: '//' },
    'invalid-path resources: "//" is not a path: it has no slash at its end. Write "/" for that path, "/*" for all below it too.',
  ],
  [
    { resources: '/a//' },
    'invalid-path resources: "/a//" is not a path: it has no slash at its end. Write "/a" for that path, "/a/*" for all below it too.',
  ],
  [
    { resources: '/a///*' },
    'invalid-path resources: "/a///*" is not a path: it has no slash at its end. Write "/a" for that path, "/a/*" for all below it too.',
  ],
  [
    { resources: '/*/' },
    'invalid-path resources: "/*/" is not a path: "*" stands only at the end, after a slash. Write "/api/*" for /api and all below it, or a RegExp.',
  ],
  [
    { resources: '/a/.' },
    'invalid-path resources: "/a/." is not a path: it has no empty or dot segment. Write the path as requests have it.',
  ],
  [
    { resources: '/./a' },
    'invalid-path resources: "/./a" is not a path: it has no empty or dot segment. Write the path as requests have it.',
  ],
  [
    { resources: '/a#b' },
    'invalid-path resources: "/a#b" is not a path: it has no "?", "#", ";" or "\\". Write the path alone.',
  ],
  [
    { resources: '/a;b' },
    'invalid-path resources: "/a;b" is not a path: it has no "?", "#", ";" or "\\". Write the path alone.',
  ],
  [
    { resources: '/a\\b' },
    'invalid-path resources: "/a\\\\b" is not a path: it has no "?", "#", ";" or "\\". Write the path alone.',
  ],
  [
    { resources: '/a/:id' },
    'invalid-path resources: "/a/:id" is not a path: it has no parameters such as ":id". Write "/a/*", or a RegExp.',
  ],
  [
    { resources: '/:id/a' },
    'invalid-path resources: "/:id/a" is not a path: it has no parameters such as ":id". Write "*", or a RegExp.',
  ],
  [
    { resources: '/a/<id>/b' },
    'invalid-path resources: "/a/<id>/b" is not a path: it has no parameters such as "<id>". Write "/a/*", or a RegExp.',
  ],
  [
    { allowedHeaders: 'Content-Type,,Authorization', exposeHeaders: '' },
    'empty-string allowedHeaders: "Content-Type,,Authorization" has a comma with nothing before or behind it. Take it out.',
    'empty-string exposeHeaders: an empty string is not a header name. Write one, or [] for none.',
  ],
  [
    { resources: ['/%FF', '/a/%2e%2e', '/a%2F..%2Fb'] },
    ...['/%FF', '/a/%2e%2e', '/a%2F..%2Fb'].map(
      (path, i) =>
        `invalid-path resources[${i}]: "${path}" is not a path: routers read it in several ways, or cannot decode it. Write a path without such escapes.`,
    ),
  ],
  [
    {
      resources: ['/foo%3Bbar', '^/api/.*', '^/v1$', '(/api)?', '^/api/.+', '^/(api|v2)/.*', '^/api/[a-z]+$'],
    },
    'invalid-path resources[0]: "/foo%3Bbar" is not a path: routers read it in several ways, or cannot decode it. Write a path without such escapes.',
    'invalid-path resources[1]: "^/api/.*" is not a path: a path begins with "/". Write "/api/*".',
    'invalid-path resources[2]: "^/v1$" is not a path: a path begins with "/". Write "/v1".',
    'invalid-path resources[3]: "(/api)?" is not a path: a path begins with "/". Write one such as "/api/*".',
    'invalid-path resources[4]: "^/api/.+" is not a path: a path begins with "/". Write "/api/*".',
    'invalid-path resources[5]: "^/(api|v2)/.*" is not a path: it looks like a regular expression, but in a string all but a final "/*" is literal. Write /^\\/(api|v2)\\//, or with options of its own [[/^\\/(api|v2)\\//, { … }]].',
    'invalid-path resources[6]: "^/api/[a-z]+$" is not a path: it looks like a regular expression, but in a string all but a final "/*" is literal. Write /^\\/api\\/[a-z]+$/, or with options of its own [[/^\\/api\\/[a-z]+$/, { … }]].',
  ],
  [
    // biome-ignore lint/suspicious/noSparseArray: what is meant
    { origins: [, 'https://a.example'], methods: ['GET', , 'PUT'], vary: 'false' },
    'invalid-type origins[0]: undefined is not an origin. Is a variable not set? Write ["https://a.example"].',
    'invalid-type methods[1]: undefined is not a method. Write a method such as "PUT", or a list of them.',
    'invalid-type vary: "false" is neither true nor false. Write false.',
  ],
  [
    { origins: { [Symbol.toStringTag]: 'Set' } },
    "invalid-type origins: an object (Set) is not an origin. Write an origin, a pattern, a RegExp, a function, a list of these, or '*' for every origin.",
  ],
  [
    { resources: '/{id}' },
    'invalid-path resources: "/{id}" is not a path: it has no parameters such as "{id}". Write "*", or a RegExp.',
  ],
  [
    { resources: '/a%zz' },
    'invalid-path resources: "/a%zz" is not a path: its "%" does not begin an escape. Write "%25" for a percent sign.',
  ],
  [
    { resources: '/a%2' },
    'invalid-path resources: "/a%2" is not a path: its "%" does not begin an escape. Write "%25" for a percent sign.',
  ],
  [
    { resources: '/%61' },
    'invalid-path resources: "/%61" is not a path: requests spell it otherwise. Write "/a".',
  ],
  [
    { resources: '/%2f' },
    'invalid-path resources: "/%2f" is not a path: routers read it in several ways, or cannot decode it. Write a path without such escapes.',
  ],
  [
    { resources: '/a%2fb' },
    'invalid-path resources: "/a%2fb" is not a path: requests spell it otherwise. Write "/a%2Fb".',
  ],
  [
    { resources: '/%c3%a4' },
    'invalid-path resources: "/%c3%a4" is not a path: requests spell it otherwise. Write "/%C3%A4".',
  ],
  [
    { resources: '/x/%7Ea/*' },
    'invalid-path resources: "/x/%7Ea/*" is not a path: requests spell it otherwise. Write "/x/~a/*".',
  ],
  [
    { resources: ['/a', '/A'] },
    'duplicate-resource resources[1]: it is the same as "/a" to routers that ignore case or escapes. Write one of them.',
  ],
  [
    { resources: ['/a/*', '/A/*'] },
    'duplicate-resource resources[1]: it is the same as "/a/*" to routers that ignore case or escapes. Write one of them.',
  ],
  [
    { resources: ['/...', '/%20/*'] },
    'invalid-path resources[0]: "/..." is not a path: routers read it in several ways, or cannot decode it. Write a path without such escapes.',
    'invalid-path resources[1]: "/%20/*" is not a path: routers read it in several ways, or cannot decode it. Write a path without such escapes.',
  ],
  [
    { resources: [/^a/, /^a/] },
    'duplicate-resource resources[1]: it is the same as /^a/ to routers that ignore case or escapes. Write one of them.',
  ],
  [
    { resources: [/^a|b/] },
    'unanchored-regexp resources[0]: /^a|b/ does not begin with ^, so it also matches paths that contain such a text further on. Begin every alternative with ^.',
  ],
  [
    { resources: /a/ },
    'unanchored-regexp resources: /a/ does not begin with ^, so it also matches paths that contain such a text further on. Begin every alternative with ^.',
  ],
  [
    { resources: ['/a b', '/a%20b'] },
    'invalid-path resources[0]: "/a b" is not a path: requests spell it otherwise. Write "/a%20b".',
  ],
  [{ resources: true }, 'invalid-type resources: true is not a path: a path is a string or a RegExp.'],
  [
    { resources: ['/*', '*'] },
    'duplicate-resource resources[1]: it is the same as "/*" to routers that ignore case or escapes. Write one of them.',
  ],
  [
    { resources: { '/a': { resources: {} }, '/b': { x: 1 } } },
    'unknown-option resources["/a"].resources: a resource has no resources of its own. Write its paths beside it.',
    'unknown-option resources["/b"].x: there is no option "x". The options are "origins", "methods", "allowHeaders", "exposeHeaders", "credentials", "maxAge", "sendWildcard", "alwaysSend", "vary", "automaticOptions", "interceptExceptions", "preflightStatus", "blockDisallowed", "timing", "onDecision" or "dangerouslyAllow".',
  ],
  [
    { resources: [[/^x/, { maxAge: 'x' }]] },
    'invalid-max-age resources[0][1].maxAge: "x" is not a whole number of seconds. Write a number; 0 or -1: never keep a preflight.',
  ],
  [
    {
      resources: new Map([
        [/^x/, { maxAge: 'x' }],
        [/^x/, {}],
      ]),
    },
    'invalid-max-age resources[/^x/].maxAge: "x" is not a whole number of seconds. Write a number; 0 or -1: never keep a preflight.',
    'duplicate-resource resources[/^x/]: it is the same as /^x/ to routers that ignore case or escapes. Write one of them.',
  ],
  [
    { resources: [['/x', { maxAge: 'x', methods: 5 }]] },
    'invalid-max-age resources[0][1].maxAge: "x" is not a whole number of seconds. Write a number; 0 or -1: never keep a preflight.',
    'invalid-type resources[0][1].methods: 5 is not a method. Write a method such as "PUT", or a list of them.',
  ],
  [
    { resources: { '/é/*': {} } },
    'invalid-path resources["/é/*"]: "/é/*" is not a path: requests spell it otherwise. Write "/%C3%A9/*".',
  ],
  [
    { resources: 'x/https://a/b' },
    'invalid-path resources: "x/https://a/b" is not a path: a path begins with "/". Write one such as "/api/*".',
  ],
  [
    { resources: '/x<id>' },
    'invalid-path resources: "/x<id>" is not a path: requests spell it otherwise. Write "/x%3Cid%3E".',
  ],
  [
    { resources: '/<id>x' },
    'invalid-path resources: "/<id>x" is not a path: requests spell it otherwise. Write "/%3Cid%3Ex".',
  ],
  [
    { resources: '/a{b}' },
    'invalid-path resources: "/a{b}" is not a path: requests spell it otherwise. Write "/a%7Bb%7D".',
  ],
  [
    { resources: '/{b}a' },
    'invalid-path resources: "/{b}a" is not a path: requests spell it otherwise. Write "/%7Bb%7Da".',
  ],
  [
    { resources: '/a/b/:id' },
    'invalid-path resources: "/a/b/:id" is not a path: it has no parameters such as ":id". Write "/a/b/*", or a RegExp.',
  ],
  [
    { resources: ['/a%2F/*', '/A%2F/*'] },
    'duplicate-resource resources[1]: it is the same as "/a%2F/*" to routers that ignore case or escapes. Write one of them.',
  ],
  [
    { credentials: true, resources: { '/a': {}, '/b': { maxAge: 5 } } },
    'any-origin-with-credentials credentials: origins is "*", its default, and with credentials every site on the web could read what your users may read. Name the origins that may: origins: ["https://app.example.com"]. Or take credentials out: browsers let no page read "*" with cookies, so only other requests can have worked. To accept this risk: dangerouslyAllow: { "any-origin-with-credentials": ["*"] }.',
  ],
  // Merged options are checked like any others, where the one at fault was written.
  [
    { credentials: true, resources: { '/a': { origins: '*' }, '/b': { origins: A } } },
    'any-origin-with-credentials resources["/a"].origins: origins is "*", and with credentials every site on the web could read what your users may read. Name the origins that may: origins: ["https://app.example.com"]. Or take credentials out: browsers let no page read "*" with cookies, so only other requests can have worked. To accept this risk: dangerouslyAllow: { "any-origin-with-credentials": ["*"] }.',
  ],
  [
    { origins: 'http://a.com', resources: { '/a': { credentials: true }, '/b': {} } },
    'insecure-origin origins: "http://a.com" with credentials: whoever is on the network path can be this origin and read what your users may read. Write "https://a.com". To accept this risk: dangerouslyAllow: { "insecure-origin": ["http://a.com"] }.',
  ],
  [
    { exposeHeaders: '*', origins: A, resources: { '/a': { credentials: true } } },
    'wildcard-with-credentials exposeHeaders: with credentials browsers take "*" for the name of a header. Name the headers: exposeHeaders: ["X-Total-Count"].',
  ],
  [
    { credentials: true, resources: ['/a', '/b'] },
    'any-origin-with-credentials credentials: origins is "*", its default, and with credentials every site on the web could read what your users may read. Name the origins that may: origins: ["https://app.example.com"]. Or take credentials out: browsers let no page read "*" with cookies, so only other requests can have worked. To accept this risk: dangerouslyAllow: { "any-origin-with-credentials": ["*"] }.',
  ],
  [
    { origins: 'http://a.com', credentials: true, resources: { '/a': {}, '/b': { maxAge: 5 } } },
    'insecure-origin origins: "http://a.com" with credentials: whoever is on the network path can be this origin and read what your users may read. Write "https://a.com". To accept this risk: dangerouslyAllow: { "insecure-origin": ["http://a.com"] }.',
  ],
  // All at once.
  [
    { orgins: A, methods: 'TRACE', maxAge: 'x' },
    'unknown-option orgins: there is no option "orgins". Did you mean "origins"?',
    'forbidden-method methods: no page can send "TRACE": browsers forbid CONNECT, TRACE and TRACK. Take it out.',
    'invalid-max-age maxAge: "x" is not a whole number of seconds. Write a number; 0 or -1: never keep a preflight.',
  ],
  [
    { maxAge: 'x', credentials: true, exposeHeaders: '*' },
    'invalid-max-age maxAge: "x" is not a whole number of seconds. Write a number; 0 or -1: never keep a preflight.',
    'any-origin-with-credentials credentials: origins is "*", its default, and with credentials every site on the web could read what your users may read. Name the origins that may: origins: ["https://app.example.com"]. Or take credentials out: browsers let no page read "*" with cookies, so only other requests can have worked. To accept this risk: dangerouslyAllow: { "any-origin-with-credentials": ["*"] }.',
    'wildcard-with-credentials exposeHeaders: with credentials browsers take "*" for the name of a header. Name the headers: exposeHeaders: ["X-Total-Count"].',
  ],
  // A misspelt or unset `origins` is one mistake, not also `*` with credentials.
  [
    { orgins: A, credentials: true },
    'unknown-option orgins: there is no option "orgins". Did you mean "origins"?',
  ],
  [
    { origins: undefined, credentials: true },
    'undefined-option origins: the value is undefined. Is a variable not set? Give a value, or leave the option out, which allows everyone. [] allows nobody.',
  ],
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

const stands: [options: unknown, values: unknown[]][] = [
  [{ origins: ['*', A] }, ['*']],
  [{ origins: [A, 5], maxAge: '1h' }, [5, '1h']],
  [{ credentials: true }, [true]],
  [{ credentials: true, origins: '*' }, ['*']],
  [{ credentials: true, origins: ['http://a.com', A] }, ['http://a.com']],
  [{ credentials: true, origins: A, exposeHeaders: ['X-A', '*'], sendWildcard: true }, ['*', true]],
  [{ resources: ['/a', '/a/'] }, ['/a/']],
  [{ resources: [['/a', 5]] }, [5]],
  [{ allow_private_network: 7, orgins: 8, origin: A, origins: A }, [7, 8, A]],
]

for (const [options, values] of stands) {
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
