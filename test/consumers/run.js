// Packs the package and installs it in small projects of every kind.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const here = import.meta.dirname ?? new URL('.', import.meta.url).pathname
const directory = mkdtempSync(join(tmpdir(), 'cors-policy-consumers-'))
const npm = (cwd, ...args) =>
  execFileSync('npm', args, { cwd, stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' })

try {
  const [packed] = JSON.parse(
    npm(process.cwd(), 'pack', '--json', '--ignore-scripts', '--pack-destination', directory),
  )
  console.log(
    `${packed.filename}: ${packed.entryCount} files, ${(packed.size / 1000).toFixed(0)} KB, ${(packed.unpackedSize / 1000).toFixed(0)} KB unpacked`,
  )
  // A project that has this in place of another package needs a name without a version.
  cpSync(join(directory, packed.filename), join(directory, 'packed.tgz'))
  const strays = packed.files
    .map(file => file.path)
    .filter(
      path =>
        !/^(?:dist\/.*\.(?:m?js|d\.m?ts)|dist\/package\.json|docs\/[\w-]+\.md|[^/]+\.(?:md|json)|LICENSE)$/.test(
          path,
        ),
    )
  assert.deepEqual(strays, [], 'these do not belong in the package')
  assert.ok(packed.size <= 700_000, 'the packed package is larger than 700 KB')
  assert.ok(packed.unpackedSize <= 1_000_000, 'the unpacked package is larger than 1 MB')
  const projects = readdirSync(here, { withFileTypes: true }).filter(entry => entry.isDirectory())
  for (const name of projects.filter(({ name }) => name !== 'runtimes')) {
    const project = join(directory, name.name)
    cpSync(join(here, name.name), project, { recursive: true })
    npm(project, 'install', '--no-audit', '--no-fund', '--no-package-lock', join(directory, packed.filename))
    console.log(`${name.name}: ${npm(project, 'test', '--silent').trim()}`)
  }
  // A clone has neither the built files nor the build tools.
  const clone = join(directory, 'clone')
  execFileSync('git', ['clone', '--quiet', '--depth', '1', `file://${process.cwd()}`, clone])
  npm(clone, 'pack', '--pack-destination', clone)
  const [built] = readdirSync(clone).filter(file => file.endsWith('.tgz'))
  for (const [name, source] of [
    ['packed in a clone', join(clone, built)],
    ['installed from git', `git+file://${process.cwd()}`],
  ]) {
    const user = join(directory, name.replaceAll(' ', '-'))
    mkdirSync(user)
    writeFileSync(join(user, 'package.json'), '{ "private": true }')
    npm(user, 'install', '--no-audit', '--no-fund', '--no-package-lock', source)
    const answer = execFileSync('node', ['-p', 'typeof require("cors-policy").cors()'], {
      cwd: user,
      encoding: 'utf8',
    })
    assert.equal(answer.trim(), 'function', name)
    console.log(`${name}: it works`)
  }
  // These tests use the frameworks of this repository with the packed package.
  const project = join(directory, 'frameworks')
  mkdirSync(project)
  writeFileSync(join(project, 'package.json'), '{ "private": true, "type": "module" }')
  npm(project, 'install', '--no-audit', '--no-fund', '--no-package-lock', join(directory, packed.filename))
  symlinkSync(join(process.cwd(), 'node_modules'), join(directory, 'node_modules'))
  cpSync('build/test', join(project, 'build/test'), { recursive: true })
  cpSync('test/data', join(project, 'test/data'), { recursive: true })
  const names = [
    'node',
    'chosen-policy',
    'on-decision',
    'express',
    'web',
    'cors-fetch',
    'fastify',
    'hono',
    'koa',
  ]
  const suites = names.map(name => `build/test/adapters/${name}.test.js`)
  suites.push('build/test/conformance/conformance.test.js')
  const output = execFileSync('node', ['--test', ...suites], { cwd: project, encoding: 'utf8' })
  console.log(`frameworks: ${output.match(/^# pass .*/m)[0].slice(2)}`)
  // These run the conformance suite on Bun, Deno and workerd. Nothing of theirs is installed by a script.
  const runtimes = join(directory, 'runtimes')
  cpSync(join(here, 'runtimes'), runtimes, { recursive: true })
  const tarball = join(directory, packed.filename)
  npm(runtimes, 'install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', tarball)
  cpSync('build/test', join(runtimes, 'build/test'), { recursive: true })
  cpSync('test/data', join(runtimes, 'test/data'), { recursive: true })
  console.log(`runtimes: ${npm(runtimes, 'test', '--silent').trim()}`)
} finally {
  rmSync(directory, { recursive: true })
}
