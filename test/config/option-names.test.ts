import { testRefused } from '../support/refused.js'

const A = 'https://a.example'

testRefused([
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
    options: { origins: undefined },
    issues: [
      'undefined-option origins: the value is undefined. Is a variable not set? Give a value, or leave the option out, which allows everyone. [] allows nobody.',
    ],
  },
  {
    options: { origin: undefined },
    issues: [
      'undefined-option origin: the value is undefined. Is a variable not set? Give a value, or leave the option out, which allows everyone. [] allows nobody.',
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
    options: { headers: 'X-A', allowedHeaders: 'X-A' },
    issues: [
      'duplicate-option allowedHeaders: "headers" and "allowedHeaders" are the same option. Write one of them.',
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
    options: { CORS_ALLOW_PRIVATE_NETWORK: 1 },
    issues: [
      'removed-option CORS_ALLOW_PRIVATE_NETWORK: browsers dropped Access-Control-Allow-Private-Network: they ask the user instead, and no header answers for them. Take it out.',
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
    options: { interceptExcept: true },
    issues: [
      'unknown-option interceptExcept: there is no option "interceptExcept". Did you mean "interceptExceptions"?',
    ],
  },
  {
    options: { CREDENTIALS: true },
    issues: ['unknown-option CREDENTIALS: there is no option "CREDENTIALS". Did you mean "credentials"?'],
  },
])

// These names are not close enough to an option for a guess.
testRefused(
  [
    'zebra',
    'Access-Control-Allow-Credentials',
    'Access-Control-Allow-Origin',
    'Access-Control-Max-Age',
    '',
    'CORS_ORIGINS',
    'private_network',
    'x_allow_private_network',
    '__proto_',
    'allow_private_networks',
  ].map(name => ({
    options: { [name]: 1 },
    issues: [
      `${`unknown-option ${name}`.trim()}: there is no option "${name}". The options are "origins", "methods", "allowHeaders", "exposeHeaders", "credentials", "maxAge", "sendWildcard", "alwaysSend", "vary", "automaticOptions", "interceptExceptions", "preflightStatus", "blockDisallowed", "timing", "onDecision", "dangerouslyAllow" or "resources".`,
    ],
  })),
)
