import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { test } from 'node:test'
import * as api from 'cors-policy'

/** Source texts by path below `src`, without `.ts`. */
type Tree = ReadonlyMap<string, string>

const tree: Tree = new Map(
  readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts'))
    .map(file => [file.replaceAll('\\', '/').replace(/\.ts$/, ''), readFileSync(`src/${file}`, 'utf8')]),
)

/** What the files of a room may import besides each other: the files at the top of `src`, other rooms, packages. */
const rooms: Readonly<Record<string, { readonly rooms: readonly string[]; readonly packages: RegExp }>> = {
  policy: { rooms: [], packages: /^$/ },
  config: { rooms: ['policy'], packages: /^(?:refa|tldts)$/ },
  adapters: { rooms: ['policy', 'config'], packages: /^(?:vary|debug)$/ },
  diagnose: { rooms: [], packages: /^$/ },
  cli: { rooms: ['policy', 'config', 'adapters', 'diagnose'], packages: /./ },
}
const top = ['protocol', 'regexp', 'own', 'escape']

function importsOf(source: string, file: string): string[] {
  return [...source.matchAll(/(?:from|import|require)\s*\(?\s*'([^']+)'/g)].map(([, specifier = '']) =>
    specifier.startsWith('.') ? posix.join(posix.dirname(file), specifier).replace(/\.js$/, '') : specifier,
  )
}

const roomOf = (file: string) => (file.includes('/') ? (file.split('/')[0] as string) : '')

/** Each import that points the wrong way. */
function wrongImports(files: Tree): string[] {
  const wrong: string[] = []
  for (const [file, source] of files) {
    if (file === 'index') continue
    const room = roomOf(file)
    for (const imported of importsOf(source, file)) {
      if (imported.endsWith('.json')) continue
      const isOurs = files.has(imported) || files.has(`${imported}.d`) || imported.startsWith('.')
      const isAllowed =
        room === ''
          ? isOurs && roomOf(imported) === '' && imported !== 'index'
          : isOurs
            ? roomOf(imported) === room ||
              top.includes(imported) ||
              rooms[room]?.rooms.includes(roomOf(imported))
            : rooms[room]?.packages.test(imported)
      if (!isAllowed) wrong.push(`${file} imports ${imported}`)
    }
  }
  return wrong
}

/** Files that import each other, by whatever way round. */
function circles(files: Tree): string[] {
  const done = new Set<string>()
  const found: string[] = []
  const visit = (file: string, way: readonly string[]) => {
    if (way.includes(file)) found.push([...way.slice(way.indexOf(file)), file].join(' > '))
    if (done.has(file) || way.includes(file)) return
    const source = files.get(file) ?? ''
    // Types leave no import behind.
    const withoutTypes = source.replaceAll(/^import type [^;]*?from '[^']+'$/gms, '')
    for (const imported of importsOf(withoutTypes, file))
      if (files.has(imported)) visit(imported, [...way, file])
    done.add(file)
  }
  for (const file of files.keys()) visit(file, [])
  return found
}

test('every file stands in a room of the house, or at its top', () => {
  for (const file of tree.keys()) {
    const room = roomOf(file)
    assert.ok(room === '' ? [...top, 'index'].includes(file) : room in rooms, file)
  }
})

test('imports point one way', () => assert.deepEqual(wrongImports(tree), []))

test('no two files import each other', () => assert.deepEqual(circles(tree), []))

const broken: readonly { readonly rule: string; readonly file: string; readonly imports: string }[] = [
  { rule: 'a request never meets prose', file: 'policy/resolve', imports: '../config/errors.js' },
  { rule: 'the policy knows no adapter', file: 'policy/resolve', imports: '../adapters/node.js' },
  { rule: 'the policy does not ask the browser', file: 'policy/resolve', imports: '../diagnose/index.js' },
  { rule: 'the policy needs no package', file: 'policy/policy', imports: 'tldts' },
  { rule: 'the policy needs nothing of Node', file: 'policy/policy', imports: 'node:url' },
  { rule: 'what is written knows no adapter', file: 'config/compile', imports: '../adapters/node.js' },
  {
    rule: 'what is written does not ask the browser',
    file: 'config/compile',
    imports: '../diagnose/index.js',
  },
  { rule: 'adapters do not ask the browser', file: 'adapters/node', imports: '../diagnose/index.js' },
  { rule: 'adapters know no framework', file: 'adapters/node', imports: 'express' },
  { rule: 'adapters need no module of Node', file: 'adapters/node', imports: 'node:http' },
  {
    rule: 'the browser’s side reads the standard for itself',
    file: 'diagnose/plan',
    imports: '../policy/resolve.js',
  },
  { rule: 'the browser’s side knows no options', file: 'diagnose/plan', imports: '../config/options.js' },
  { rule: 'the browser’s side knows no adapter', file: 'diagnose/plan', imports: '../adapters/web.js' },
  { rule: 'nothing imports the command', file: 'adapters/web', imports: '../cli/main.js' },
  { rule: 'nothing imports the command from the policy', file: 'policy/policy', imports: '../cli/main.js' },
  { rule: 'what all share knows nobody', file: 'protocol', imports: './policy/policy.js' },
]
for (const { rule, file, imports } of broken) {
  test(`the rule can fail: ${rule}`, () => {
    const source = tree.get(file) ?? assert.fail(`src/${file}.ts does not exist`)
    const changed = new Map(tree).set(file, `import '${imports}'\n${source}`)
    assert.equal(wrongImports(changed).length, 1)
  })
}

test('the rule can fail: no two files import each other', () => {
  const source = tree.get('policy/decision') ?? ''
  const changed = new Map(tree).set('policy/decision', `import './resolve.js'\n${source}`)
  assert.notDeepEqual(circles(changed), [])
})

test('only one file of the command brings the two sides together', () => {
  const meeting = [...tree].filter(
    ([file, source]) =>
      roomOf(file) === 'cli' &&
      importsOf(source.replaceAll(/^import type .*$/gm, ''), file).some(name =>
        /^(?:policy|adapters)\//.test(name),
      ),
  )
  assert.deepEqual(
    meeting.map(([file]) => file),
    ['cli/policy-file'],
  )
})

/** Written by users, handed to users, or without a prototype (`Parsed`). */
const mayLackKeys = [
  ['policy/request', 'CorsRequest', 'FetchRequest'],
  ['policy/decision', 'Decision'],
  ['config/options', 'CorsOptions'],
  ['config/dialects', 'Respelt', 'Without'],
  ['config/literals', 'OptionLiterals'],
  ['config/parse', 'Parsed', 'ParsedFields'],
  ['diagnose/exchange', 'AskedRequest', 'AnsweredResponse', 'AnsweredRedirect', 'Exchange'],
  ['diagnose/verdict', 'Failure'],
  // Node's own.
  ['adapters/node-guard', 'Written'],
]

test('records of our own have all their keys, since a missing one would be looked up on Object.prototype', () => {
  const found = new Set<string>()
  for (const [file, source] of tree) {
    if (roomOf(file) === 'cli') continue
    for (const [, name = '', body = ''] of source.matchAll(
      /^(?:export )?(?:interface|type) (\w+)(.*?)^$/gms,
    )) {
      if (/\breadonly [^:;\n]+\?:/.test(body)) found.add(`${file} ${name}`)
    }
  }
  const allowed = mayLackKeys.flatMap(([file, ...names]) => names.map(name => `${file} ${name}`))
  assert.deepEqual([...found].sort(), allowed.sort())
})

test('no file is longer than 250 lines or named for nothing in particular', () => {
  for (const [file, source] of tree) {
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
