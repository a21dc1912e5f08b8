import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fixLines, lintText, NOTHING_KNOWN, places } from './linted.js'
import { cases } from './traps.js'

/** Lines without the differences that nginx does not see. */
const plain = (text: string) => text.replaceAll(/\s+/g, ' ').trim()

for (const { trap, config, fixed, known, also = [] } of cases) {
  const lines = config.split('\n')
  const line = lines.findIndex(text => text.endsWith('# here')) + 1

  test(`${trap} is found where it stands, and is gone with the lines that the fix writes: ${lines[line - 1]?.trim()}`, () => {
    const { findings } = lintText(config, { ...NOTHING_KNOWN, ...known })
    assert.deepEqual([...places(findings)].sort(), [...also, `${trap}:${line}`].sort())
    const written = plain(fixed)
    for (const finding of findings.filter(finding => finding.trap === trap)) {
      assert.equal(finding.file, 'nginx.conf')
      for (const text of fixLines(finding)) assert.ok(written.includes(plain(text)), text)
    }
    assert.deepEqual(places(lintText(fixed, { ...NOTHING_KNOWN, ...known }).findings), [])
  })
}

test('every trap has a case', () => {
  const source =
    readFileSync('src/lint/finding.ts', 'utf8').split('export type Trap =')[1]?.split('\n\n')[0] ?? ''
  const traps = [...source.matchAll(/'([a-z-]+)'/g)].map(([, trap]) => trap)
  assert.equal(traps.length, 33)
  assert.deepEqual([...new Set(cases.map(({ trap }) => trap))].sort(), traps.sort())
})
