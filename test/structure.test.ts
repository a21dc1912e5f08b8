import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { posix } from 'node:path'
import { test } from 'node:test'
import * as api from 'cors-policy'

/** The source of each file, by its path below `src` without `.ts`. */
type Tree = ReadonlyMap<string, string>

const tree: Tree = new Map(
  readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts'))
    .map(file => [file.replaceAll('\\', '/').replace(/\.ts$/, ''), readFileSync(`src/${file}`, 'utf8')]),
)

/** What the files of a folder may import, besides each other and the `top` files. */
const folders: Readonly<Record<string, { readonly folders: readonly string[]; readonly packages: RegExp }>> =
  {
    policy: { folders: [], packages: /^$/ },
    config: { folders: ['policy'], packages: /^(?:refa|tldts)$/ },
    adapters: { folders: ['policy', 'config'], packages: /^(?:vary|debug)$/ },
    diagnose: { folders: [], packages: /^$/ },
    export: { folders: ['policy'], packages: /^$/ },
    lint: { folders: ['diagnose'], packages: /^$/ },
    cli: { folders: ['policy', 'config', 'adapters', 'diagnose', 'export', 'lint'], packages: /./ },
  }
/** Files of `src` itself that every folder may import. */
const top = ['protocol', 'regexp', 'own', 'escape']

function importsOf(source: string, file: string): string[] {
  return [...source.matchAll(/(?:from|import|require)\s*\(?\s*'([^']+)'/g)].map(([, specifier = '']) =>
    specifier.startsWith('.') ? posix.join(posix.dirname(file), specifier).replace(/\.js$/, '') : specifier,
  )
}

const folderOf = (file: string) => (file.includes('/') ? (file.split('/')[0] as string) : '')

function wrongImports(files: Tree): string[] {
  const wrong: string[] = []
  for (const [file, source] of files) {
    if (file === 'index') continue
    const folder = folderOf(file)
    for (const imported of importsOf(source, file)) {
      if (imported.endsWith('.json')) continue
      const isOurs = files.has(imported) || files.has(`${imported}.d`) || imported.startsWith('.')
      const isAllowed =
        folder === ''
          ? isOurs && folderOf(imported) === '' && imported !== 'index'
          : isOurs
            ? folderOf(imported) === folder ||
              top.includes(imported) ||
              folders[folder]?.folders.includes(folderOf(imported))
            : folders[folder]?.packages.test(imported)
      if (!isAllowed) wrong.push(`${file} imports ${imported}`)
    }
  }
  return wrong
}

/** Files that import each other, directly or through others. */
function circles(files: Tree): string[] {
  const done = new Set<string>()
  const found: string[] = []
  const visit = (file: string, path: readonly string[]) => {
    if (path.includes(file)) found.push([...path.slice(path.indexOf(file)), file].join(' > '))
    if (done.has(file) || path.includes(file)) return
    const source = files.get(file) ?? ''
    // The compiler removes imports of types, so they close no circle.
    const withoutTypes = source.replaceAll(/^import type [^;]*?from '[^']+'$/gms, '')
    for (const imported of importsOf(withoutTypes, file))
      if (files.has(imported)) visit(imported, [...path, file])
    done.add(file)
  }
  for (const file of files.keys()) visit(file, [])
  return found
}

test('every file is in a folder with rules of its own, or is one that all may import', () => {
  for (const file of tree.keys()) {
    const folder = folderOf(file)
    assert.ok(folder === '' ? [...top, 'index'].includes(file) : folder in folders, file)
  }
})

test('each folder imports only what it may', () => assert.deepEqual(wrongImports(tree), []))

test('no two files import each other', () => assert.deepEqual(circles(tree), []))

/** The tree after a file of it gets one more import. */
function withImport(file: string, imported: string): Tree {
  const source = tree.get(file) ?? assert.fail(`src/${file}.ts does not exist`)
  return new Map(tree).set(file, `import '${imported}'\n${source}`)
}

for (const { file, imported } of [
  { file: 'policy/resolve', imported: '../config/errors.js' },
  { file: 'policy/resolve', imported: '../adapters/node.js' },
  { file: 'policy/resolve', imported: '../diagnose/index.js' },
  { file: 'policy/policy', imported: 'tldts' },
  { file: 'policy/policy', imported: 'node:url' },
  { file: 'policy/policy', imported: '../cli/main.js' },
  { file: 'config/compile', imported: '../adapters/node.js' },
  { file: 'config/compile', imported: '../diagnose/index.js' },
  { file: 'adapters/node', imported: '../diagnose/index.js' },
  { file: 'adapters/node', imported: 'express' },
  { file: 'adapters/node', imported: 'node:http' },
  { file: 'adapters/web', imported: '../cli/main.js' },
  { file: 'adapters/fastify', imported: 'fastify' },
  { file: 'adapters/koa', imported: 'koa' },
  { file: 'adapters/hono', imported: 'hono' },
  { file: 'diagnose/plan', imported: '../policy/resolve.js' },
  { file: 'diagnose/plan', imported: '../config/options.js' },
  { file: 'diagnose/plan', imported: '../adapters/web.js' },
  { file: 'export/nginx', imported: '../config/words.js' },
  { file: 'export/nginx', imported: 'node:fs' },
  { file: 'policy/policy', imported: '../export/errors.js' },
  { file: 'diagnose/plan', imported: '../lint/lint.js' },
  { file: 'lint/lint', imported: '../config/words.js' },
  { file: 'lint/lint', imported: '../policy/resolve.js' },
  { file: 'lint/lint', imported: '../cli/main.js' },
  { file: 'lint/lint', imported: 'node:fs' },
  { file: 'protocol', imported: './policy/policy.js' },
]) {
  test(`${file} may not import ${imported}`, () =>
    assert.equal(wrongImports(withImport(file, imported)).length, 1))
}

test('a circle of imports is found', () =>
  assert.notDeepEqual(circles(withImport('policy/decision', './resolve.js')), []))

test('cli/policy-file is the only file of the command that imports the policy or an adapter', () => {
  const importers = [...tree].filter(
    ([file, source]) =>
      folderOf(file) === 'cli' &&
      importsOf(source.replaceAll(/^import type .*$/gm, ''), file).some(name =>
        /^(?:policy|adapters)\//.test(name),
      ),
  )
  assert.deepEqual(
    importers.map(([file]) => file),
    ['cli/policy-file'],
  )
})

/** What users import besides the main module, without the command's own part. */
const doors = ['adapters/fastify', 'adapters/hono', 'adapters/koa', 'adapters/web', 'cli/in-programs']

test('no part imports an adapter that users import by itself', () => {
  for (const [file, source] of tree) {
    for (const imported of importsOf(source, file)) assert.ok(!doors.includes(imported), file)
  }
})

/** The files of `dist` that are loaded with one of them. */
function loadedWith(file: string): string[] {
  const loaded = new Set<string>()
  const load = (name: string) => {
    if (loaded.has(name)) return
    loaded.add(name)
    const code = readFileSync(`dist/${name}.js`, 'utf8')
    for (const [, specifier = ''] of code.matchAll(/require\("(\.[^"]+)\.js"\)/g))
      load(posix.join(posix.dirname(name), specifier))
  }
  load(file)
  return [...loaded]
}

for (const door of ['index', ...doors]) {
  test(`${door} loads no other door`, () => {
    const loaded = loadedWith(door)
    assert.ok(loaded.length > 2)
    assert.deepEqual(
      loaded.filter(
        name => name !== door && ['index', 'diagnose/index', 'export/index', ...doors].includes(name),
      ),
      [],
    )
  })
}

/** What a server has no use for, each by words that stand in its code alone, and the file that has it. */
const unneeded: readonly { readonly what: string; readonly words: string; readonly file: string }[] = [
  { what: 'the command', words: 'cors-policy <command> [options]', file: 'cli/main' },
  { what: "the browser's model", words: 'kMissingAllowOriginHeader', file: 'diagnose/index' },
]

for (const { what, words, file } of unneeded) {
  test(`the main module does not load ${what}`, () => {
    const code = (door: string) =>
      loadedWith(door)
        .map(name => readFileSync(`dist/${name}.js`, 'utf8'))
        .join('\n')
    assert.ok(code(file).includes(words))
    assert.ok(!code('index').includes(words))
  })
}

test('the main module loads the Public Suffix List when an origin needs it, and not before', () => {
  const loaded = (code: string) => {
    const list = "console.log(Object.keys(require.cache).some(file => file.includes('tldts')))"
    return execFileSync(process.execPath, ['-e', `require('./dist/index.js')${code}; ${list}`], {
      encoding: 'utf8',
    }).trim()
  }
  assert.equal(loaded('.cors()'), 'false')
  assert.equal(loaded(".cors({ origins: 'https://*.example.com', credentials: true })"), 'true')
})

test('only the command loads the linter', () => {
  for (const door of ['index', 'diagnose/index', ...doors]) {
    for (const file of loadedWith(door))
      assert.doesNotMatch(readFileSync(`dist/${file}.js`, 'utf8'), /preflight-blocked-by-auth/, file)
  }
  assert.match(readFileSync('dist/cli/main.js', 'utf8'), /preflight-blocked-by-auth/)
})

test('only cors-policy/export loads the code of the exporters', () => {
  const has = (door: string) =>
    loadedWith(door).some(name => /ERR_CORS_EXPORT/.test(readFileSync(`dist/${name}.js`, 'utf8')))
  assert.deepEqual(['index', 'diagnose/index', 'export/index', ...doors].filter(has), ['export/index'])
})

for (const name of ['fastify', 'hono', 'koa']) {
  test(`require returns the default export of cors-policy/${name}, which import does too`, async () => {
    const required = createRequire(import.meta.url)(`cors-policy/${name}`)
    const imported = await import(`cors-policy/${name}`)
    assert.equal(typeof required, 'function')
    const named = imported.corsPlugin ?? imported.cors
    assert.deepEqual([imported.default, named, required.default], [required, required, required])
  })
}

/** Records that users write or receive, and `Parsed`, which has no prototype. */
const mayLackKeys: Readonly<Record<string, readonly string[]>> = {
  'policy/request': ['CorsRequest', 'FetchRequest'],
  'policy/decision': ['Decision'],
  'config/options': ['OwnOptions'],
  'config/spellings': ['OneSpelling', 'Spelt'],
  'config/literals': ['AsSentIn', 'OptionLiterals'],
  'config/parse': ['Parsed', 'ParsedFields'],
  'diagnose/exchange': ['AskedRequest', 'AnsweredResponse', 'AnsweredRedirect', 'Exchange', 'Probe'],
  'diagnose/verdict': ['Failure'],
  // Node defines these fields.
  'adapters/guarded-head': ['Written'],
}

test('internal records have all their keys, because a missing one would be looked up on Object.prototype', () => {
  const found = new Set<string>()
  for (const [file, source] of tree) {
    if (folderOf(file) === 'cli') continue
    for (const [, name = '', body = ''] of source.matchAll(
      /^(?:export )?(?:interface|type) (\w+)(.*?)^$/gms,
    )) {
      if (/\breadonly [^:;\n]+\?:/.test(body)) found.add(`${file} ${name}`)
    }
  }
  const allowed = Object.entries(mayLackKeys).flatMap(([file, names]) => names.map(name => `${file} ${name}`))
  assert.deepEqual([...found].sort(), allowed.sort())
})

test('no file is longer than 250 lines, or named utils, helpers, types, common or misc', () => {
  for (const [file, source] of tree) {
    assert.ok(source.split('\n').length <= 251, `src/${file}.ts is too long`)
    assert.doesNotMatch(file, /(?:^|\/)(?:utils?|helpers?|types|common|misc)$/)
  }
})

const publicNames = ['CorsConfigError', 'cors', 'createPolicy', 'default', 'optionsFromSettings', 'resolve']

test('the package exports these names and no others', () =>
  assert.deepEqual(Object.keys(api).sort(), publicNames))

test('in CommonJS the package is the function, which has these names and no others', () => {
  const required: Readonly<Record<string, unknown>> = createRequire(import.meta.url)('cors-policy')
  assert.deepEqual(Object.keys(required).sort(), publicNames)
  for (const [name, value] of Object.entries(api)) assert.equal(required[name], value, name)
  assert.equal(required, api.default)
})
