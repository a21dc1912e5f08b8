import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { test } from 'node:test'
import * as api from 'cors-policy'

/** From the inside out: a file imports only from lines above its own, or beside it in its own folder. */
const layers = [
  ['protocol', 'decision', 'regexp', 'errors'],
  ['options', 'origin-syntax'],
  ['origin', 'resource'],
  ['dialects', 'fields'],
  ['parse'],
  ['rules', 'settings'],
  ['policy'],
  ['resolve'],
  ['response'],
  ['node'],
  ['index'],
]
const beside: Record<string, string[]> = { regexp: [], errors: [] }

const files = new Map(
  readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts'))
    .map(file => [file.replaceAll('\\', '/').replace(/\.ts$/, ''), readFileSync(`src/${file}`, 'utf8')]),
)

function importsOf(file: string): string[] {
  const source = files.get(file) ?? assert.fail(`src/${file}.ts does not exist`)
  return [...source.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, specifier = '']) =>
    specifier.startsWith('.') ? posix.join(posix.dirname(file), specifier).replace(/\.js$/, '') : specifier,
  )
}

function reachableFrom(file: string): Set<string> {
  const reached = new Set<string>()
  const visit = (name: string) => {
    if (reached.has(name)) return
    reached.add(name)
    if (files.has(name)) importsOf(name).forEach(visit)
  }
  visit(file)
  return reached
}

const isCore = (file: string) => !file.includes('/')
const layerOf = (file: string) => layers.findIndex(names => names.includes(file))

test('every file of the server side has its layer', () => {
  assert.deepEqual([...files.keys()].filter(isCore).sort(), layers.flat().sort())
})

for (const file of layers.flat()) {
  test(`src/${file}.ts imports only what lies further in`, () => {
    for (const imported of importsOf(file).filter(name => files.has(name))) {
      const allowed = layerOf(imported) < layerOf(file) || beside[file]?.includes(imported)
      assert.ok(allowed, `${file} imports ${imported}`)
    }
  })
}

test('the resolver and what it stands on run anywhere: nothing of Node, and of packages only tldts', () => {
  const packages = [...reachableFrom('resolve')].filter(name => !files.has(name))
  assert.deepEqual(packages, ['tldts'])
})

test('no file knows Express, Connect or a Node module', () => {
  const packages = [...files.keys()].flatMap(file => importsOf(file)).filter(name => !files.has(name))
  assert.deepEqual([...new Set(packages)].sort(), ['debug', 'tldts', 'vary'])
})

test('no file is longer than 250 lines or named for nothing in particular', () => {
  for (const [file, source] of files) {
    assert.ok(source.split('\n').length <= 251, `src/${file}.ts is too long`)
    assert.doesNotMatch(file, /(?:^|\/)(?:utils?|helpers?|types|common|misc)$/)
  }
})

test('the package has these names and no other', () => {
  assert.deepEqual(Object.keys(api).sort(), [
    'CorsConfigError',
    'cors',
    'createPolicy',
    'optionsFromSettings',
    'resolve',
  ])
})
