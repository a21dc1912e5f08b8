import { testRefused } from '../support/refused.js'

const A = 'https://a.example'

testRefused([
  {
    options: { origins: 'https://a.com/' },
    issues: [
      'invalid-origin origins: "https://a.com/" is not an origin: an origin has no path. Write "https://a.com".',
    ],
  },
  {
    options: { origins: ['https://a.com/'] },
    issues: [
      'invalid-origin origins[0]: "https://a.com/" is not an origin: an origin has no path. Write "https://a.com".',
    ],
  },
  {
    options: { origins: new Set([A, 'a.com']) },
    issues: [
      'invalid-origin origins[1]: "a.com" is not an origin: an origin begins with its scheme. Write "https://a.com" or "http://a.com".',
    ],
  },
  {
    options: { origins: 'https://a.com, https://b.com/x' },
    issues: [
      'invalid-origin origins: "https://b.com/x" is not an origin: an origin has no path. Write "https://b.com".',
    ],
  },
  {
    options: { origins: '' },
    issues: [
      'empty-string origins: an empty string is not an origin. Write an origin, or [] to allow nobody.',
    ],
  },
  {
    options: { origins: [A, ''] },
    issues: [
      'empty-string origins[1]: an empty string is not an origin. Is a variable not set? Write ["https://a.example"].',
    ],
  },
  {
    options: { origins: `${A},` },
    issues: [
      'empty-string origins: "https://a.example," has a comma with nothing before or behind it. Take it out.',
    ],
  },
  {
    options: { origins: ['https://a.com, b.com'] },
    issues: [
      'invalid-origin origins[0]: "https://a.com, b.com" is a list in one item. Write its origins as items of their own, such as "https://app.example.com".',
    ],
  },
  {
    options: { origins: true },
    issues: ["invalid-type origins: true is not an origin. Write '*' for every origin."],
  },
  {
    options: { origins: false },
    issues: ['invalid-type origins: false is not an origin. Write [] to allow nobody.'],
  },
  {
    options: { origins: null },
    issues: ['invalid-type origins: null is not an origin. Write [] to allow nobody.'],
  },
  {
    options: { origins: [A, 5] },
    issues: [
      "invalid-type origins[1]: 5 is not an origin. Write an origin, a pattern, a RegExp, a function, a list of these, or '*' for every origin.",
    ],
  },
  {
    options: { origins: [[A]] },
    issues: [
      "invalid-type origins[0]: an array of 1 is not an origin. Write an origin, a pattern, a RegExp, a function, a list of these, or '*' for every origin.",
    ],
  },
  {
    options: { origins: { a: 1 } },
    issues: [
      "invalid-type origins: an object (Object) is not an origin. Write an origin, a pattern, a RegExp, a function, a list of these, or '*' for every origin.",
    ],
  },
  {
    options: { origins: [undefined] },
    issues: [
      'invalid-type origins[0]: undefined is not an origin. Is a variable not set? Write [], which allows nobody.',
    ],
  },
  {
    options: { origins: [A, true] },
    issues: ["invalid-type origins[1]: true is not an origin. Write '*' for every origin."],
  },
  {
    options: { origins: new Map([['a', 1]]) },
    issues: [
      "invalid-type origins: an object (Map) is not an origin. Write an origin, a pattern, a RegExp, a function, a list of these, or '*' for every origin.",
    ],
  },
  {
    options: { origins: Symbol('x') },
    issues: [
      "invalid-type origins: Symbol(x) is not an origin. Write an origin, a pattern, a RegExp, a function, a list of these, or '*' for every origin.",
    ],
  },
  {
    options: { origins: new URL(A) },
    issues: [
      "invalid-type origins: an object (URL) is not an origin. Write an origin, a pattern, a RegExp, a function, a list of these, or '*' for every origin.",
    ],
  },
  {
    options: { origins: 10n },
    issues: [
      "invalid-type origins: 10 is not an origin. Write an origin, a pattern, a RegExp, a function, a list of these, or '*' for every origin.",
    ],
  },
])
