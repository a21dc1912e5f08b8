import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { test } from 'node:test'
import * as api from 'cors-policy'

/** The server's side from the inside out: a file imports only from lines above its own. */
const layers = [
  ['own'],
  ['protocol', 'decision', 'errors', 'vary-header', 'suffix-rules.d', 'path'],
  ['options', 'record', 'regexp', 'public-suffix', 'regexp-language', 'guard'],
  ['origin-syntax', 'snapshot', 'names', 'accepted-risks', 'regexp-reach', 'beginnings', 'path-pattern'],
  ['origin-risks', 'unreachable'],
  ['regexp-meant'],
  ['regexp-risks'],
  ['origin', 'resource'],
  ['dialects', 'fields'],
  ['parse', 'literals'],
  ['rules', 'settings'],
  ['policy', 'requested'],
  ['facts'],
  ['resolve'],
  ['source', 'response'],
  ['log'],
  ['node', 'web'],
  ['index'],
]
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
      assert.ok(layerOf(imported) < layerOf(file), `${file} imports ${imported}`)
    }
  })
}

test('the resolver and what it stands on run anywhere: nothing of Node, and of packages only tldts and refa', () => {
  const packages = [...reachableFrom('resolve')].filter(name => !files.has(name) && !files.has(`${name}.d`))
  assert.deepEqual(packages.sort(), ['refa', 'tldts'])
})

test('no file of the library knows Express, Connect or a Node module', () => {
  const library = [...files.keys()].filter(file => !file.startsWith('cli/'))
  const packages = library.flatMap(importsOf).filter(name => !files.has(name) && !files.has(`${name}.d`))
  assert.deepEqual([...new Set(packages)].sort(), ['debug', 'refa', 'tldts', 'vary'])
})

test('the browser’s side is a reading of its own: it shares only the names and grammars of the protocol, and how objects are read', () => {
  const reached = [...files.keys()].filter(file => file.startsWith('diagnose/')).flatMap(importsOf)
  const outside = reached.filter(name => !name.startsWith('diagnose/'))
  assert.deepEqual([...new Set(outside)].sort(), ['own', 'protocol'])
})

test('only one file of the command brings the two sides together', () => {
  const meeting = [...files.keys()].filter(file => {
    const imported = importsOf(file)
    return file.startsWith('cli/') && imported.some(name => ['resolve', 'policy', 'node'].includes(name))
  })
  assert.deepEqual(meeting, ['cli/policy-file'])
})

/** Written by users, handed to users, or without a prototype (`Parsed`). */
const mayLackKeys = [
  ['decision', 'CorsRequest', 'FetchRequest', 'Decision'],
  ['options', 'CorsOptions'],
  ['dialects', 'ExpressOptions', 'FlaskOptions', 'Without'],
  ['literals', 'Written'],
  ['parse', 'Parsed', 'ParsedFields'],
  ['diagnose/exchange', 'AskedRequest', 'AnsweredResponse', 'AnsweredRedirect', 'Exchange'],
  ['diagnose/verdict', 'Failure'],
]

test('records of our own have all their keys, since a missing one would be looked up on Object.prototype', () => {
  const found = new Set<string>()
  for (const [file, source] of files) {
    if (file.startsWith('cli/')) continue
    for (const [, name = '', body = ''] of source.matchAll(
      /^(?:export )?(?:interface|type) (\w+)(.*?)^$/gms,
    )) {
      if (/\breadonly [^:;\n]+\?:/.test(body)) found.add(`${file} ${name}`)
    }
  }
  const allowed = mayLackKeys.flatMap(([file, ...names]) => names.map(name => `${file} ${name}`))
  assert.deepEqual([...found].sort(), [...allowed, 'guard Written'].sort())
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
