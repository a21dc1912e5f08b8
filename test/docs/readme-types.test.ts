import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { test } from 'node:test'
import {
  createProgram,
  flattenDiagnosticMessageText,
  getPreEmitDiagnostics,
  ModuleKind,
  ScriptTarget,
} from 'typescript'

/** What the examples use without an import. */
const GLOBALS = `
declare const cors: typeof import('cors-policy').cors
declare const createPolicy: typeof import('cors-policy').createPolicy
declare const optionsFromSettings: typeof import('cors-policy').optionsFromSettings
declare const express: typeof import('express')
declare const fastify: typeof import('fastify').default
declare const Koa: typeof import('koa')
declare const server: import('node:http').Server
declare const database: { countTenants(where: { origin: string }): Promise<number> }
`

test('README: every example that works compiles as strict TypeScript', t => {
  const folder = resolve('build/readme')
  t.after(() => rmSync(folder, { recursive: true }))
  mkdirSync(folder, { recursive: true })
  writeFileSync(`${folder}/package.json`, '{ "type": "module" }')
  writeFileSync(`${folder}/globals.d.ts`, GLOBALS)
  const readme = readFileSync('README.md', 'utf8')
  const files = [...readme.matchAll(/^```js\n([\s\S]*?)^```$/gm)].map(({ 1: code = '', index }) => {
    const line = readme.slice(0, index).split('\n').length
    const file = `${folder}/line-${line}.ts`
    writeFileSync(file, `${code}\nexport {}\n`)
    return file
  })
  assert.ok(files.length > 0)
  const program = createProgram([`${folder}/globals.d.ts`, ...files], {
    strict: true,
    target: ScriptTarget.ES2022,
    lib: ['lib.es2023.d.ts'],
    module: ModuleKind.NodeNext,
    types: ['node'],
    skipLibCheck: true,
    noEmit: true,
    paths: {
      'cors-policy': [resolve('dist/index.d.mts')],
      'cors-policy/web': [resolve('dist/adapters/web.d.mts')],
      'cors-policy/diagnose': [resolve('dist/diagnose/index.d.mts')],
    },
  })
  const mistakes = getPreEmitDiagnostics(program).map(
    ({ file, messageText }) =>
      `${relative(folder, file?.fileName ?? '')}: ${flattenDiagnosticMessageText(messageText, '\n')}`,
  )
  assert.deepEqual(mistakes, [])
})
