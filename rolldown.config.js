import { basename } from 'node:path'
import { emitMainTypes, keepPublicTypes } from './public-types.js'
import { suffixRulesModule } from './suffix-rules.js'

/** ESM enters by a door to the CommonJS code: two builds in one program would be two copies of everything. */
const doors = {
  name: 'doors',
  generateBundle(_options, bundle) {
    const emit = (fileName, source) => this.emitFile({ type: 'asset', fileName, source })
    emit('package.json', '{ "type": "commonjs" }\n')
    keepPublicTypes('dist', doorNames)
    emitMainTypes('dist')
    for (const { name, fileName, isEntry, exports } of Object.values(bundle)) {
      if (!isEntry || exports.length === 0 || name in onDemand) continue
      const door = fileName.replace(/\.js$/, '')
      emit(`${door}.mjs`, `export { ${exports.join(', ')} } from './${basename(fileName)}'\n`)
      if (name !== 'index')
        emit(`${door}.d.mts`, `export * from './${basename(fileName)}'\n${defaultType(fileName, exports)}`)
    }
  },
}

/** Node takes the whole CommonJS module for its default export, and the compiler for its type, so that is taken by its name. */
function defaultType(fileName, exports) {
  if (!exports.includes('default')) return ''
  const [named] = exports.filter(name => name !== 'default')
  return `export { ${named} as default } from './${basename(fileName)}'\n`
}

/** What users import, and the command. */
const doorNames = [
  'index',
  'adapters/fastify',
  'adapters/hono',
  'adapters/koa',
  'adapters/web',
  'cli/in-programs',
  'diagnose/index',
  'export/index',
]
const names = [...doorNames, 'cli/main']

/** Loaded on demand: they weigh more than the rest, and few configurations need them. */
const onDemand = {
  'config/path-reach': 'src/config/path-reach.ts',
  'config/regexp-reach': 'src/config/regexp-reach.ts',
  'config/suffix-rules': 'suffix-rules',
}

export default {
  input: { ...Object.fromEntries(names.map(name => [name, `src/${name}.ts`])), ...onDemand },
  platform: 'node',
  external: [
    'debug',
    'refa',
    'tldts',
    'vary',
    ...Object.keys(onDemand).map(name => `./${basename(name)}.js`),
  ],
  output: {
    dir: 'dist',
    format: 'cjs',
    exports: 'named',
    // Without it, a write into something frozen is lost without a word.
    strict: true,
    chunkFileNames: '[name].js',
    // `require` returns the default export, which has the other names as properties.
    footer: ({ exports }) =>
      exports.includes('default') ? 'module.exports = Object.assign(exports.default, exports)' : '',
    comments: false,
    // Smaller by 4 %, with the names and lines that a stack trace shows. Short names between files cost 4 % of a request.
    minify: { compress: true, mangle: false, codegen: { removeWhitespace: false } },
    minifyInternalExports: false,
  },
  // No comment for each file that went in.
  experimental: { attachDebugInfo: 'none' },
  plugins: [suffixRulesModule, doors],
}
