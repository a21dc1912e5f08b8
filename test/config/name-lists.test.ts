import assert from 'node:assert/strict'
import { test } from 'node:test'
import { issuesOf } from '../support/refused.js'

const refused: readonly {
  what: string
  options: unknown
  issue: readonly [path: string, message: string]
}[] = [
  {
    what: 'a header name with the en dash of a word processor is suggested with a hyphen',
    options: { allowHeaders: ['Content\u2013Type'] },
    issue: ['allowHeaders[0]', '"Content\u2013Type" is not a header name. Write "Content-Type".'],
  },
  {
    what: 'a name that is only a piece of what was typed is not suggested',
    options: { allowHeaders: ['X-A\u00e9'] },
    issue: ['allowHeaders[0]', '"X-A\u00e9" is not a header name. Write "Content-Type".'],
  },
  {
    what: 'the name of a header line is suggested only if the line begins with it',
    options: { allowHeaders: ['-H "X-A: 1"'] },
    issue: ['allowHeaders[0]', '"-H \\"X-A: 1\\"" is not a header name. Write "Content-Type".'],
  },
  {
    what: 'a wildcard in one of several names is not suggested as a RegExp for all of them',
    options: { allowHeaders: ['X-* X-A'] },
    issue: [
      'allowHeaders[0]',
      '"X-* X-A" is not a header name. Write each name by itself, such as "Content-Type".',
    ],
  },
  {
    what: 'a stray comma is reported in the item that has it',
    options: { methods: ['GET,'] },
    issue: ['methods[0]', '"GET," has a comma with nothing before or behind it. Take it out.'],
  },
  {
    what: 'a list in a list is not a name',
    options: { methods: ['GET', ['PUT']] },
    issue: ['methods[1]', 'an array of 1 is not a method. Write a method such as "PUT", or a list of them.'],
  },
  {
    what: 'an empty string in a set is reported at its index, not as a stray comma',
    options: { origins: new Set(['https://a.example', '']) },
    issue: [
      'origins[1]',
      'an empty string is not an origin. Is a variable not set? Write ["https://a.example"].',
    ],
  },
]

for (const { what, options, issue } of refused) {
  test(what, () => {
    assert.deepEqual(
      issuesOf(options).map(({ path, message }) => [path, message]),
      [issue],
    )
  })
}
