import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { filesOf } from '../../src/cli/config-files.js'
import type { Finding } from '../../src/lint/finding.js'
import { lint } from '../../src/lint/lint.js'
import { NOTHING_KNOWN } from './linted.js'

const FOLDER = 'test/data/nginx'

/** What the comments of files say: `file:line trap`. */
function expected(files: readonly string[], kind: 'trap' | 'ask'): string[] {
  return files.flatMap(file =>
    readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line, index) => {
        const names = new RegExp(`# ${kind}: ([a-z -]+)`).exec(line)?.[1]?.trim().split(' ') ?? []
        return names.map(name => `${file}:${index + 1} ${name}`)
      }),
  )
}

const shown = (findings: readonly Finding[]) =>
  findings.map(({ trap, file, line }) => `${file}:${line} ${trap}`)

/** The upstream of these is known. */
const upstreamCors = new Map([['node-behind.conf', true]])

const names = readdirSync(FOLDER).filter(name => name.endsWith('.conf'))

for (const name of names) {
  test(`${name}: every trap is found at its line, and no other`, () => {
    const main = join(FOLDER, name)
    const folders = name === 'included.conf' ? ['sites', 'snippets'] : []
    const included = folders.flatMap(folder =>
      readdirSync(join(FOLDER, folder)).map(file => join(FOLDER, folder, file)),
    )
    const files = [main, ...included]
    const known = { ...NOTHING_KNOWN, upstreamCors: upstreamCors.get(name) ?? null }
    const { findings, questions } = lint(main, filesOf(main), known)
    assert.deepEqual(shown(findings).sort(), expected(files, 'trap').sort())
    assert.deepEqual(shown(questions).sort(), expected(files, 'ask').sort())
  })
}

test('there are ten of them and more', () => assert.ok(names.length >= 10))
