import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { CorsConfigError, cors, optionsFromSettings } from 'cors-policy'
import { page } from './pages.js'

test('docs/errors.md: every error code has a section, an example that throws it, and one that works', () => {
  const source = readFileSync('src/config/errors.ts', 'utf8').split('export interface')[0] ?? ''
  const codes = [...source.matchAll(/'([a-z-]+)'/g)].map(([, code]) => code)
  const headings = [...page('docs/errors.md').matchAll(/^## ([a-z-]+)$/gm)].map(([, code]) => code)
  assert.deepEqual(headings.sort(), [...new Set(codes)].sort())
  for (const code of codes) {
    const section = page('docs/errors.md').split(`\n## ${code}\n`)[1]?.split('\n#')[0] ?? ''
    const marks = [...section.matchAll(/^```js ?(.*)$/gm)].map(([, mark]) => mark)
    assert.deepEqual(marks, [`throws=${code}`, ''], code)
  }
})

test('docs/causes.md: every cause has a section', () => {
  const source = readFileSync('src/diagnose/cause/cause.ts', 'utf8').split('export type CauseCode =')[1] ?? ''
  const codes = [...(source.split('\n\n')[0] ?? '').matchAll(/'([a-z-]+)'/g)].map(([, code]) => code)
  const headings = [...page('docs/causes.md').matchAll(/^## ([a-z-]+)$/gm)].map(([, code]) => code)
  assert.equal(codes.length, 20)
  assert.deepEqual(headings, codes)
})

test('docs/options.md: every reason of a decision is in the table', () => {
  const source =
    readFileSync('src/policy/decision.ts', 'utf8').split('export type Reason =')[1]?.split('\n\n')[0] ?? ''
  const reasons = [...source.matchAll(/'([a-z-]+)'/g)].map(([, reason]) => reason)
  const table = page('docs/options.md').split('| reason | means |')[1]?.split('\n\n')[0] ?? ''
  const rows = [...table.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, reason]) => reason)
  assert.ok(reasons.length > 0)
  assert.deepEqual(rows.sort(), reasons.sort())
})

test('docs/options.md: every option is in the table with its default', () => {
  const source = readFileSync('src/config/options.ts', 'utf8')
  // Each part ends before the next comment, so it holds one option and its own comment.
  const documented = new Map(
    source
      .split('  /**\n')
      .map(part => [/\n {2}readonly (\w+)\?:/.exec(part)?.[1], /@defaultValue (.*)/.exec(part)?.[1]] as const)
      .filter(([name, value]) => name !== undefined && value !== undefined),
  )
  const plain = (text = '') => text.replaceAll(/[`'[\]]|, which.*/g, '')
  const table = page('docs/options.md').split('| option | default | meaning |')[1]?.split('\n\n')[0] ?? ''
  const rows = new Map(
    [...table.matchAll(/^\| `(\w+)` \| (.*?) \| /gm)].map(([, name, value]) => [name, value]),
  )
  for (const [name, value] of documented) assert.equal(plain(rows.get(name)), plain(value), name)
  assert.equal(documented.size, 17)
  assert.equal(rows.size, 17)
})

test('docs/options.md: every setting is in the table with its option', () => {
  const source = readFileSync('src/config/setting-table.ts', 'utf8')
  const known = [...source.matchAll(/^ {2}\['(CORS_\w+)', '(\w+)'/gm)].map(([, name, option]) => [
    name,
    option,
  ])
  const rows = [...page('docs/options.md').matchAll(/^\| `(CORS_\w+)` \| `(\w+)` \|/gm)]
  assert.deepEqual(
    rows.map(([, name, option]) => [name, option]),
    known,
  )
  assert.equal(known.length, 12)
})

test('docs/options.md: flags in settings are the words of the table', () => {
  const read = (text: string) => optionsFromSettings({ CORS_SEND_WILDCARD: text }).sendWildcard
  assert.deepEqual(['true', '1', 'false', '0'].map(read), [true, true, false, false])
})

test('docs/migrating-from-expressjs-cors.md: what the table says to be refused is, and what it says to write is not', () => {
  const table =
    page('docs/migrating-from-expressjs-cors.md').split('\n## ')[1]?.split('| your options |')[1] ?? ''
  const rows = [...table.matchAll(/^\| `(.*?)`.*? \| .*? \| (.*) \|$/gm)]
  const create = (options: string) =>
    new Function('cors', 'process', `cors({ ${options} })`)(cors, { env: {} })
  assert.equal(rows.length, 7)
  for (const [, refused = '', instead = ''] of rows) {
    assert.throws(() => create(refused), CorsConfigError, refused)
    const [, accepted] = /^`(\w+: .*)`$/.exec(instead) ?? []
    if (accepted !== undefined) create(accepted)
  }
})
