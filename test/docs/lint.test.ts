import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { lintText, NOTHING_KNOWN } from '../lint/linted.js'
import { cases } from '../lint/traps.js'
import { command, file } from '../support/command.js'
import { blocks, page } from './pages.js'

const PAGE = 'docs/lint.md'

test('docs/lint.md: every trap has a section', () => {
  const source =
    readFileSync('src/lint/finding.ts', 'utf8').split('export type Trap =')[1]?.split('\n\n')[0] ?? ''
  const traps = [...source.matchAll(/'([a-z-]+)'/g)].map(([, trap]) => trap)
  const headings = [...page(PAGE).matchAll(/^### (.*)$/gm)].map(([, heading]) => heading)
  assert.deepEqual(headings.sort(), traps.sort())
})

for (const trap of new Set(cases.map(({ trap }) => trap))) {
  test(`docs/lint.md: the lines of ${trap} have it, and those to write have no trap`, () => {
    const known = { ...NOTHING_KNOWN, ...cases.find(row => row.trap === trap)?.known }
    const [before = '', after = '', ...more] = blocks
      .filter(block => block.page === PAGE && block.heading === trap && block.language === 'nginx')
      .map(({ code }) => code)
    assert.deepEqual(more, [])
    const traps = lintText(before, known).findings.map(finding => finding.trap)
    assert.ok(traps.includes(trap), traps.join())
    assert.deepEqual(lintText(after, known).findings, [])
  })
}

test('docs/lint.md: the output is what the command prints', async t => {
  const output = blocks.find(block => block.page === PAGE && block.language === '')?.code ?? ''
  const config = 'server {\n  add_header Access-Control-Allow-Origin https://app.example.com;\n}\n'
  const path = file(t, 'nginx.conf', config)
  const { stdout } = await command(['lint', path])
  assert.equal(stdout.replaceAll(path, 'nginx.conf'), output)
})

test('docs/lint.md: every flag of `lint` is in the table, with its short form', async () => {
  const { stdout } = await command(['lint', '--help'])
  const flags = [...stdout.matchAll(/^ {2}(?:(-\w), | {4})(--[\w-]+)/gm)].map(
    ([, short, long]) => short ?? long,
  )
  const rows = [...page(PAGE).matchAll(/^\| `(-[\w-]+)/gm)].map(([, flag]) => flag)
  assert.deepEqual(
    rows,
    flags.filter(flag => flag !== '-h' && flag !== '--version'),
  )
})
