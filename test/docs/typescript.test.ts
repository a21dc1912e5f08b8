import assert from 'node:assert/strict'
import { resolve } from 'node:path'
import { test } from 'node:test'
import ts from 'typescript'
import { blocks } from './pages.js'

const examples = new Map(
  blocks
    .filter(({ language }) => language === 'ts')
    .map((block, index) => [resolve(`build/example-${index}.ts`), block]),
)

/** What the compiler says of each line that it refuses, by file. */
function compile(files: ReadonlyMap<string, { readonly code: string }>): Map<string, Map<number, string>> {
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    types: ['node'],
  }
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists } = host
  host.fileExists = path => files.has(resolve(path)) || fileExists(path)
  host.getSourceFile = (path, target, ...rest) => {
    const file = files.get(resolve(path))
    return file ? ts.createSourceFile(path, file.code, target, true) : getSourceFile(path, target, ...rest)
  }
  const program = ts.createProgram([...files.keys()], options, host)
  const refused = new Map([...files.keys()].map(path => [path, new Map<number, string>()]))
  for (const { file, start = 0, messageText } of ts.getPreEmitDiagnostics(program)) {
    const lines = refused.get(resolve(file?.fileName ?? ''))
    const message = ts.flattenDiagnosticMessageText(messageText, '\n')
    assert.ok(file && lines, message)
    lines.set(file.getLineAndCharacterOfPosition(start).line, message)
  }
  return refused
}

test('every block of TypeScript compiles, but for the lines that say what the compiler answers', () => {
  assert.ok(examples.size >= 2)
  for (const [path, refused] of compile(examples)) {
    const { page, heading, code } = examples.get(path) ?? assert.fail(path)
    for (const [index, line] of code.split('\n').entries()) {
      const [, expected] = /\/\/ error: (.*)$/.exec(line) ?? []
      const message = refused.get(index)
      if (expected === undefined) assert.equal(message, undefined, `${page}, ${heading}: ${line}`)
      else assert.ok(message?.includes(expected), `${page}, ${heading}: ${line}\n${message}`)
    }
  }
})
