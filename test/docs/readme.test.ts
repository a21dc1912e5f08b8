import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { CorsConfigError } from 'cors-policy'
import { blocks, readme, run } from '../support/readme.js'

function failure(code: string): CorsConfigError {
  try {
    run(code)
  } catch (error) {
    if (error instanceof CorsConfigError) return error
    throw error
  }
  return assert.fail('it does not throw')
}

for (const { mark, code } of blocks) {
  const [, expected] = /^throws(?:=(.*))?$/.exec(mark) ?? []
  test(`README: ${code.trim().split('\n').at(-1)}`, async () => {
    if (mark === '') await run(code).value
    else if (expected)
      assert.deepEqual(
        failure(code).issues.map(issue => issue.code),
        [expected],
      )
    else assert.ok(readme.includes(`CorsConfigError: ${failure(code).message}\n`), failure(code).message)
  })
}

test('README: every error code has a heading, an example that throws it, and one that works', () => {
  const source = readFileSync('src/config/errors.ts', 'utf8').split('export interface')[0] ?? ''
  const codes = [...source.matchAll(/'([a-z-]+)'/g)].map(([, code]) => code)
  const headings = [...readme.matchAll(/^### ([a-z-]+)$/gm)].map(([, code]) => code)
  assert.deepEqual(headings.sort(), [...new Set(codes)].sort())
  for (const code of codes) {
    const section = readme.split(`\n### ${code}\n`)[1]?.split('\n#')[0] ?? ''
    const marks = [...section.matchAll(/^```js ?(.*)$/gm)].map(([, mark]) => mark)
    assert.deepEqual(marks, [`throws=${code}`, ''], code)
  }
})

test('README: every reason of a decision is in the table', () => {
  const source =
    readFileSync('src/policy/decision.ts', 'utf8').split('export type Reason =')[1]?.split('\n\n')[0] ?? ''
  const reasons = [...source.matchAll(/'([a-z-]+)'/g)].map(([, reason]) => reason)
  const table = readme.split('| reason | means |')[1]?.split('\n\n')[0] ?? ''
  const rows = [...table.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, reason]) => reason)
  assert.ok(reasons.length > 0)
  assert.deepEqual(rows.sort(), reasons.sort())
})

test('README: every option is in the table with its default', () => {
  const source = readFileSync('src/config/options.ts', 'utf8')
  // Each part ends before the next comment, so it holds one option and its own comment.
  const documented = new Map(
    source
      .split('  /**\n')
      .map(part => [/\n {2}readonly (\w+)\?:/.exec(part)?.[1], /@defaultValue (.*)/.exec(part)?.[1]] as const)
      .filter(([name, value]) => name !== undefined && value !== undefined),
  )
  const plain = (text = '') => text.replaceAll(/[`'[\]]|, which.*/g, '')
  const rows = new Map(
    [...readme.matchAll(/^\| `(\w+)` \| (.*?) \| /gm)].map(([, name, value]) => [name, value]),
  )
  for (const [name, value] of documented) assert.equal(plain(rows.get(name)), plain(value), name)
  assert.equal(documented.size, 17)
})

test('README: every link within it leads to a heading', () => {
  const slug = (text: string) =>
    text
      .toLowerCase()
      .replaceAll(/[^\w\s-]/g, '')
      .replaceAll(' ', '-')
  const anchors = new Set([...readme.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => slug(heading)))
  for (const [, anchor = ''] of readme.matchAll(/\]\(#([^)]+)\)/g)) assert.ok(anchors.has(anchor), anchor)
})
