import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { createPolicy } from 'cors-policy'
import { exportPolicy } from 'cors-policy/export'
import { command } from '../support/command.js'
import { blocks, page } from './pages.js'

const path = 'docs/layers.md'

test('docs/layers.md: nginx gets the lines that it shows, in this order', () => {
  const code = (language: string) =>
    blocks.find(block => block.page === path && block.language === language)?.code ?? assert.fail(language)
  const written = exportPolicy(createPolicy(JSON.parse(code('json'))), 'nginx').split('\n')
  const shown = code('nginx').trimEnd().split('\n')
  assert.deepEqual(
    written.filter(line => shown.includes(line)),
    shown,
  )
  const others = written.filter(line => /^(?:if|add_header) /.test(line) && !shown.includes(line))
  assert.deepEqual(others, [])
})

test('docs/layers.md: every code of what cannot be exported is in the table', () => {
  const source = readFileSync('src/export/errors.ts', 'utf8').split('export interface')[0] ?? ''
  const codes = [...source.matchAll(/'([a-z-]+)'/g)].map(([, code]) => code)
  const errors = page(path).split('CorsExportError')[1]?.split('\n## ')[0] ?? ''
  const listed = [...errors.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, code]) => code)
  assert.deepEqual(listed.sort(), codes.sort())
})

test('docs/layers.md: every flag of `export` is in the table', async () => {
  const { stdout } = await command(['export', '--help'])
  const flags = [...stdout.matchAll(/^ {6}(--\w+) </gm)].map(([, flag]) => flag)
  const rows = [...page(path).matchAll(/^\| `(--\w+)/gm)].map(([, flag]) => flag)
  assert.deepEqual(rows, flags)
})
