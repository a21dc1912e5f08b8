const assert = require('node:assert/strict')
const { spawnSync } = require('node:child_process')
const { test } = require('node:test')

const flags = '--noEmit --strict --exactOptionalPropertyTypes --target es2022 --module nodenext --types node'

for (const version of ['5.9', '6.0', '7.0']) {
  test(`TypeScript ${version}: the declarations of engine.io, which import cors, compile without skipLibCheck`, () => {
    const compiler = `node_modules/typescript-${version}/bin/tsc`
    const given = [compiler, ...flags.split(' '), '--skipLibCheck', 'false', '--pretty', 'false', 'typed.ts']
    assert.equal(spawnSync(process.execPath, given, { encoding: 'utf8' }).stdout, '')
  })
}
