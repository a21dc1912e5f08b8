import { testRefused } from '../support/refused.js'

for (const name of [
  'credentials',
  'sendWildcard',
  'alwaysSend',
  'automaticOptions',
  'interceptExceptions',
  'blockDisallowed',
  'timing',
]) {
  testRefused([
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
  ])
}

testRefused(
  [
    { credentials: Object.create(null), quoted: 'an object (Object)', write: 'true or false' },
    { credentials: 'false', quoted: '"false"', write: 'false' },
    { credentials: '"false"', quoted: '"\\"false\\""', write: 'false' },
    { credentials: 'no', quoted: '"no"', write: 'false' },
    { credentials: 'OFF', quoted: '"OFF"', write: 'false' },
    { credentials: 'null', quoted: '"null"', write: 'false' },
    { credentials: '', quoted: '""', write: 'false' },
    { credentials: 'yes', quoted: '"yes"', write: 'true' },
    { credentials: 1, quoted: '1', write: 'true' },
    { credentials: 'True', quoted: '"True"', write: 'true' },
    { credentials: '0', quoted: '"0"', write: 'false' },
    { credentials: 'falsely', quoted: '"falsely"', write: 'true or false' },
    { credentials: 'not no', quoted: '"not no"', write: 'true or false' },
    { credentials: () => true, quoted: 'a function (credentials)', write: 'true or false' },
    { credentials: [], quoted: 'an array of 0', write: 'true or false' },
  ].map(({ credentials, quoted, write }) => ({
    options: { credentials },
    issues: [`invalid-type credentials: ${quoted} is neither true nor false. Write ${write}.`],
  })),
)

testRefused([
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
])

const ages: readonly { readonly maxAge: unknown; readonly quoted: string; readonly meant?: number }[] = [
  { maxAge: 1.5, quoted: '1.5', meant: 2 },
  { maxAge: '600', quoted: '"600"', meant: 600 },
  { maxAge: -2, quoted: '-2' },
  { maxAge: Number.NaN, quoted: 'NaN' },
  { maxAge: Number.POSITIVE_INFINITY, quoted: 'Infinity' },
  { maxAge: 1e21, quoted: '1e+21' },
  { maxAge: Object.create(null), quoted: 'an object (Object)' },
  { maxAge: '10m', quoted: '"10m"', meant: 600 },
  { maxAge: '1h', quoted: '"1h"', meant: 3600 },
  { maxAge: '2d', quoted: '"2d"', meant: 172800 },
  { maxAge: '1.5h', quoted: '"1.5h"', meant: 5400 },
  { maxAge: '1.25h', quoted: '"1.25h"', meant: 4500 },
  { maxAge: ' 5 s', quoted: '" 5 s"', meant: 5 },
  { maxAge: 'x5', quoted: '"x5"' },
  { maxAge: '9999999999999999', quoted: '"9999999999999999"' },
  { maxAge: 'x', quoted: '"x"' },
  { maxAge: null, quoted: 'null' },
  { maxAge: true, quoted: 'true' },
  { maxAge: [5], quoted: 'an array of 1' },
  { maxAge: -1.5, quoted: '-1.5' },
  { maxAge: '-1', quoted: '"-1"' },
  { maxAge: '1w', quoted: '"1w"' },
  { maxAge: '', quoted: '""' },
]
testRefused(
  ages.map(({ maxAge, quoted, meant }) => {
    const example = meant === undefined ? '' : `, such as ${meant}`
    return {
      options: { maxAge },
      issues: [
        `invalid-max-age maxAge: ${quoted} is not a whole number of seconds. Write a number${example}; 0 or -1: never keep a preflight.`,
      ],
    }
  }),
)

testRefused(
  [
    { preflightStatus: 199, quoted: '199' },
    { preflightStatus: 300, quoted: '300' },
    { preflightStatus: '204', quoted: '"204"' },
    { preflightStatus: 204.5, quoted: '204.5' },
    { preflightStatus: 404, quoted: '404' },
    { preflightStatus: null, quoted: 'null' },
  ].map(({ preflightStatus, quoted }) => ({
    options: { preflightStatus },
    issues: [
      `invalid-status preflightStatus: ${quoted} is not a status from 200 to 299, and browsers refuse a preflight of any other. Write 204 or 200.`,
    ],
  })),
)
