// Compiles with each TypeScript as each kind of project, runs what comes out, and reads the messages about mistakes.
const assert = require('node:assert/strict')
const { spawnSync } = require('node:child_process')
const { copyFileSync, readFileSync } = require('node:fs')

const common = '--strict --target es2022 --lib es2022,dom --skipLibCheck false --types node --pretty false'
const names = ['classic', 'default', 'migrated', 'namespace', 'theirs']
const nodeFiles = names.flatMap(name => [`${name}.mts`, `${name}.cts`])
const others = ['equals.cts', 'checked.cjs']
const classicFiles = names.map(name => `${name}.ts`)

for (const name of names) {
  copyFileSync(`${name}.ts`, `${name}.mts`)
  copyFileSync(`${name}.ts`, `${name}.cts`)
}

function tsc(version, ...args) {
  const command = [`node_modules/typescript-${version}/bin/tsc`, ...common.split(' '), ...args]
  return spawnSync(process.execPath, command, { encoding: 'utf8' }).stdout
}

function run(file) {
  const { stdout, stderr } = spawnSync(process.execPath, [file], { encoding: 'utf8' })
  assert.equal(stdout, 'ok\n', `${file}: ${stderr}`)
}

/** Compiles a project and runs the output. */
function project(version, kind, flags, files) {
  const folder = `out/${version}-${kind}`
  const written = tsc(
    version,
    ...flags,
    '--declaration',
    '--allowJs',
    '--checkJs',
    '--outDir',
    folder,
    ...files,
  )
  assert.equal(written, '', folder)
  if (kind.startsWith('bundler')) return
  for (const file of files) run(`${folder}/${file.replace(/ts$/, 'js')}`)
}

for (const version of ['5.9', '6.0', '7.0']) {
  for (const module of ['node16', 'nodenext']) {
    project(version, module, ['--module', module], [...nodeFiles, ...others])
    if (version === '5.9' && module === 'nodenext') {
      const flags = ['--module', module, '--esModuleInterop', 'false']
      project(version, `${module}-plain`, flags, [...nodeFiles, ...others])
    }
  }
  project(version, 'bundler', ['--module', 'esnext', '--moduleResolution', 'bundler'], classicFiles)
  // TypeScript 7 has no `node10`, and 6 warns of `esModuleInterop: false`.
  if (version !== '7.0') {
    const silent = version === '6.0' ? ['--ignoreDeprecations', '6.0'] : []
    const flags = ['--module', 'commonjs', '--moduleResolution', 'node10', ...silent]
    project(version, 'node10', [...flags, '--esModuleInterop', 'true'], classicFiles)
    if (version === '5.9') project(version, 'node10-plain', flags, classicFiles)
  }
  const messages = tsc(version, '--module', 'esnext', '--moduleResolution', 'bundler', '--noEmit', 'wrong.ts')
  for (const [index, line] of readFileSync('wrong.ts', 'utf8').split('\n').entries()) {
    const expected = line.split(' // ')[1]
    if (expected === undefined) continue
    const said = messages
      .split(/^(?=wrong\.ts)/m)
      .find(message => message.startsWith(`wrong.ts(${index + 1},`))
    assert.ok(said?.includes(expected), `TypeScript ${version}, line ${index + 1}: ${said}`)
    assert.doesNotMatch(said, /type 'RegExp': exec/, `TypeScript ${version}, line ${index + 1}`)
  }
}
console.log('ok')
