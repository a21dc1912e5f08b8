import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, posix } from 'node:path'

/** Takes off the declarations that no public one leads to: what they describe is nobody's to import. */
export function keepPublicTypes(folder, entries) {
  const kept = new Set()
  const keep = file => {
    if (kept.has(file)) return
    kept.add(file)
    const text = readFileSync(join(folder, `${file}.d.ts`), 'utf8')
    for (const [, specifier] of text.matchAll(/(?:from|import\()\s*'(\.[^']+)\.js'/g))
      keep(posix.join(posix.dirname(file), specifier))
  }
  entries.forEach(keep)
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const name = file.replaceAll('\\', '/').replace(/\.d\.ts$/, '')
    if (name !== file && !kept.has(name)) rmSync(join(folder, file))
  }
}

/**
 * Declares the main module for both kinds of import. In CommonJS it is the function `cors` with every public name in a namespace
 * of that function. The names there are aliases, which is how TypeScript finds them again when it writes declarations.
 */
export function emitMainTypes(folder) {
  const write = (file, ...lines) => writeFileSync(join(folder, file), `${lines.join('\n')}\n`)
  const read = file => readFileSync(join(folder, file), 'utf8').trimEnd()
  // An alias cannot name what is exported by `export type`.
  const exports = read('index.d.ts').replaceAll(/\btype /g, '')
  const aliases = publicNames(exports).map(name =>
    name === 'default' ? 'export { itself as default };' : `export import ${name} = names.${name};`,
  )
  write('names.d.ts', exports)
  write(
    'adapters/node.d.ts',
    "import * as names from '../names.js';",
    read('adapters/node.d.ts'),
    'import itself = names.cors;',
    'export declare namespace cors {',
    ...aliases.map(alias => `    ${alias}`),
    '}',
  )
  write('index.d.ts', "import { cors } from './adapters/node.js';", 'export = cors;')
  write('index.d.mts', "export * from './names.js';", "export { cors as default } from './names.js';")
}

function publicNames(declarations) {
  const list = /^export \{([^}]*)\} from '[^']+';$/gm
  const rest = declarations.replaceAll(list, '').trim()
  if (rest !== '') throw new Error(`src/index.ts has more than lists of names: ${rest}`)
  return [...declarations.matchAll(list)]
    .flatMap(([, names]) => names.split(','))
    .map(name => name.replace(/^.* as /, '').trim())
    .filter(name => name !== '')
}
