import assert from 'node:assert/strict'
import { resolve } from 'node:path'
import { test } from 'node:test'
import ts from 'typescript'
import { type Block, blocks, STAND_INS } from './pages.js'

/** What short examples use without an import. */
const GLOBALS = `
declare const cors: typeof import('cors-policy').cors
declare const optionsFromSettings: typeof import('cors-policy').optionsFromSettings
declare const database: { countTenants(where: { origin: string }): Promise<number> }
`

const COMMON: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  module: ts.ModuleKind.NodeNext,
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'],
  types: ['node'],
}

/** What the compiler says of each line that it refuses. */
function compile(examples: readonly Block[], options: ts.CompilerOptions): Map<Block, Map<number, string>> {
  const files = new Map(examples.map((block, index) => [resolve(`build/example-${index}.ts`), block]))
  const globals = resolve('build/globals.d.ts')
  const host = ts.createCompilerHost(options)
  const textOf = (path: string) => {
    if (resolve(path) === globals) return GLOBALS
    const code = files.get(resolve(path))?.code
    return code === undefined ? undefined : `${code}\nexport {}\n`
  }
  const { getSourceFile, fileExists } = host
  host.fileExists = path => textOf(path) !== undefined || fileExists(path)
  host.getSourceFile = (path, target, ...rest) => {
    const text = textOf(path)
    return text === undefined
      ? getSourceFile(path, target, ...rest)
      : ts.createSourceFile(path, text, target, true)
  }
  const program = ts.createProgram([globals, ...files.keys()], options, host)
  const refused = new Map(examples.map(block => [block, new Map<number, string>()]))
  for (const { file, start = 0, messageText } of ts.getPreEmitDiagnostics(program)) {
    const message = ts.flattenDiagnosticMessageText(messageText, '\n')
    const block = files.get(resolve(file?.fileName ?? '')) ?? assert.fail(message)
    if (Object.keys(STAND_INS).some(name => message.startsWith(`Cannot find module '${name}'`))) continue
    refused.get(block)?.set(file?.getLineAndCharacterOfPosition(start).line ?? 0, message)
  }
  return refused
}

function assertCompiles(examples: readonly Block[], options: ts.CompilerOptions = {}): void {
  assert.ok(examples.length > 2)
  const wrong: string[] = []
  for (const [{ page, heading, code }, refused] of compile(examples, { ...COMMON, ...options })) {
    for (const [index, line] of code.split('\n').entries()) {
      const [, expected] = /\/\/ error: (.*)$/.exec(line) ?? []
      const message = refused.get(index)
      const isRight = expected === undefined ? message === undefined : message?.includes(expected)
      if (!isRight) wrong.push(`${page}, ${heading}: ${line}: ${message}`)
    }
  }
  assert.deepEqual(wrong, [])
}

test('every block of TypeScript compiles, but for the lines that say what the compiler answers', () => {
  assertCompiles(blocks.filter(({ language }) => language === 'ts'))
})

const scripts = blocks.filter(({ language, mark }) => language === 'js' && ['', 'env'].includes(mark))
const isLoose = ({ page }: Block) => page === 'docs/servers.md' || page === 'docs/browser-model.md'

test('every block of JavaScript compiles as strict TypeScript', () => {
  assertCompiles(scripts.filter(block => !isLoose(block)))
})

// A framework says only in TypeScript what its functions are called with.
test('every block of JavaScript with functions of its own compiles, with parameters of any type', () => {
  assertCompiles(scripts.filter(isLoose), { noImplicitAny: false })
})
