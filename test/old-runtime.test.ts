import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'

/** Runs a script in a process of its own, after the script has taken something away from the runtime. */
function run(script: string): string {
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' })
  return stdout + stderr
}

for (const name of ['cors-policy', 'cors-policy/web', 'cors-policy/diagnose']) {
  test(`the import of ${name} says that the runtime is too old`, () =>
    assert.match(
      run(`delete Array.prototype.toSorted; require('${name}')`),
      /Error: cors-policy needs Node 20 or later, or a browser or worker of 2023 or later\./,
    ))

  test(`the import of ${name} does not need URL.canParse, which jsdom lacks`, () =>
    assert.equal(run(`delete URL.canParse; require('${name}'); console.log('loaded')`), 'loaded\n'))
}
