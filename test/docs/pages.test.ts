import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, normalize } from 'node:path'
import { type TestContext, test } from 'node:test'
import { CorsConfigError } from 'cors-policy'
import { askHttp } from '../support/servers.js'
import { type Block, blocks, example, page, pages, run } from './pages.js'

async function failure(t: TestContext, block: Block): Promise<CorsConfigError> {
  try {
    await run(t, block)
  } catch (error) {
    if (error instanceof CorsConfigError) return error
    throw error
  }
  return assert.fail('it does not throw')
}

const scripts = blocks.filter(({ language }) => language === 'js')
for (const block of scripts.filter(({ mark }) => ['', 'env', 'untyped'].includes(mark))) {
  test(`${block.page}, ${block.heading}: runs: ${lastLine(block)}`, async t => {
    await run(t, block, block.mark === 'env' ? variables(block) : {})
  })
}

for (const block of scripts.filter(({ mark }) => mark.startsWith('throws'))) {
  test(`${block.page}, ${block.heading}: throws: ${lastLine(block)}`, async t => {
    const error = await failure(t, block)
    const [, code] = block.mark.split('=')
    if (code !== undefined)
      assert.deepEqual(
        error.issues.map(issue => issue.code),
        [code],
      )
    const { language, code: output } = after(block)
    if (code === undefined) assert.equal(output, `CorsConfigError: ${error.message}\n`)
    else if (language === '' && output !== undefined) assert.ok(error.message.startsWith(output.trimEnd()))
  })
}

test('every block of JavaScript has a mark that the tests know', () => {
  for (const { page, mark, code } of scripts)
    assert.match(mark, /^(?:|env|untyped|page|throws(?:=[a-z-]+)?)$/, `${page}: ${code}`)
})

test('README.md: the curl commands print what it says', async t => {
  const { port } = await run(t, example('README.md', 'Express, with cookies from another origin'))
  const commands = blocks.filter(
    ({ page, language, code }) => page === 'README.md' && language === 'sh' && code.startsWith('curl'),
  )
  assert.equal(commands.length, 2)
  for (const command of commands) {
    const words = wordsOf(command.code)
    const headers = Object.fromEntries(valuesOf(words, '-H').map(line => line.split(': ')))
    const [method = 'GET'] = valuesOf(words, '-X')
    const { pathname } = new URL(words.at(-1) ?? '')
    const answer = await askHttp(port, { method, path: pathname, headers })
    const [status, ...lines] = (after(command).code ?? '').trim().split('\n')
    assert.equal(status?.split(' ')[1], String(answer.status))
    const shown = Object.entries(answer.headers).filter(([name]) => /^access-control-|^vary$/.test(name))
    assert.deepEqual(lines.sort(), shown.map(([name, value]) => `${name}: ${value}`).sort())
  }
})

test('README.md: the check prints what it says', async t => {
  const { port } = await run(t, example('README.md', 'Express, with cookies from another origin'))
  const command = blocks.find(({ code }) => code.startsWith('npx cors-policy check http://localhost:3000'))
  assert.ok(command)
  const words = wordsOf(command.code.replace('localhost:3000', `127.0.0.1:${port}`)).slice(2)
  const { status, output } = await runCommand(words)
  assert.equal(status, 1)
  assert.ok(output.includes(after(command).code?.trimEnd() ?? ''), output)
})

test('every command of the pages is one that the command line tool takes', async () => {
  const commands = blocks
    .filter(({ language, code }) => language === 'sh' && code.startsWith('npx cors-policy check'))
    .filter(({ code }) => !code.includes('localhost'))
  assert.ok(commands.length >= 2)
  for (const { code } of commands) {
    const words = wordsOf(code.replaceAll(/https:\/\/api\.example\.com/g, 'http://127.0.0.1:1')).slice(2)
    const policy = words.indexOf('--policy')
    if (policy >= 0) words[policy + 1] = 'package-lock.json'
    const { output } = await runCommand(words)
    // A usage error, an unknown flag say, comes before either of these.
    assert.match(output, /ECONNREFUSED|refused|package-lock\.json|"nginx\.conf" does not exist/)
  }
})

test('docs/command.md: the explanation is what explain prints', async () => {
  const command = blocks.find(({ code }) => code.startsWith('npx cors-policy explain "'))
  assert.ok(command)
  const message = command.code.slice(command.code.indexOf('"') + 1, command.code.lastIndexOf('"'))
  const { status, output } = await runCommand(['explain', message])
  assert.equal(status, 0)
  assert.equal(output, after(command).code)
})

test('docs/command.md: every flag of `check` is in the table, with its short form', async () => {
  const { output } = await runCommand(['check', '--help'])
  const flags = [...output.matchAll(/^ {2}(?:(-\w), | {4})(--[\w-]+)/gm)].map(
    ([, short, long]) => short ?? long,
  )
  const rows = [...page('docs/command.md').matchAll(/^\| `(-[\w-]+)/gm)].map(([, flag]) => flag)
  assert.deepEqual(
    rows,
    flags.filter(flag => flag !== '-h' && flag !== '--version'),
  )
})

test('docs/logs.md: the lines are those that the server prints', async () => {
  const lines = blocks
    .filter(({ page, language }) => page === 'docs/logs.md' && language === '')
    .flatMap(({ code }) => code.trim().split('\n'))
  assert.equal(lines.length, 4)
  const script = `
    const { cors } = require('./dist/index.js')
    const origins = ['https://app.example.com', 'http://localhost:5173']
    const respond = (headers, handle = cors({ origins })) => {
      const response = new (require('node:http').ServerResponse)({ method: 'GET' })
      const url = '/api/me'
      handle({ method: headers['access-control-request-method'] ? 'OPTIONS' : 'GET', url, headers }, response, () => {})
    }
    respond({ origin: 'https://app.example.com', 'access-control-request-method': 'PUT' })
    respond({ origin: 'https://evil.example' })
    respond({ origin: 'http://localhost:5174' })
    respond({ origin: 'http://localhost:5173' }, cors({ origins, resources: { '/admin/*': {} } }))`
  const printed = await Promise.all([{ DEBUG: 'cors-policy' }, {}].map(env => runNode(['-e', script], env)))
  const output = printed.map(each => each.output).join('')
  for (const line of lines) assert.ok(output.includes(line), `${line}\n${output}`)
})

test('every block of JSON can be parsed, and `check --policy` takes the options', async () => {
  const json = blocks.filter(({ language }) => language === 'json')
  assert.equal(json.map(({ code }) => JSON.parse(code)).length, 3)
  const { code = '' } = json.find(({ page }) => page === 'docs/command.md') ?? {}
  const file = join(mkdtempSync(join(tmpdir(), 'cors-policy-docs-')), 'cors.json')
  writeFileSync(file, code)
  const url = 'https://api.example.com/users'
  const args = ['check', url, '--origin', 'https://app.example.com', '--policy', file]
  assert.equal((await runCommand(args)).status, 0)
  rmSync(dirname(file), { recursive: true })
})

test('every link leads to a file, and to a heading in it', () => {
  const linking = ['SECURITY.md', 'CONTRIBUTING.md', 'CHANGELOG.md']
  const texts = [...pages, ...linking.map(path => [path, readFileSync(path, 'utf8')] as const)]
  let links = 0
  for (const [path, text] of texts) {
    for (const [, target = ''] of withoutCode(text).matchAll(/\]\(([^)]+)\)/g)) {
      if (/^https:/.test(target)) continue
      const [file = '', anchor] = target.split('#')
      const linked = file === '' ? path : normalize(join(dirname(path), file))
      assert.ok(existsSync(linked), `${path} links to ${target}`)
      if (anchor !== undefined)
        assert.ok(anchorsOf(readFileSync(linked, 'utf8')).has(anchor), `${path} links to ${target}`)
      links++
    }
  }
  assert.ok(links > 50)
})

test('every page can be reached from README.md', () => {
  const linked = [...page('README.md').matchAll(/\]\((docs\/[\w-]+\.md)/g)].map(([, path]) => path)
  assert.deepEqual([...new Set(linked)].sort(), [...pages.keys()].filter(path => path !== 'README.md').sort())
})

test('README.md has at most 250 lines', () => {
  assert.ok(page('README.md').trimEnd().split('\n').length <= 250)
})

function lastLine({ code }: Block): string {
  return code.trim().split('\n').at(-1) ?? ''
}

/** The block that follows. */
function after(block: Block): Partial<Block> {
  return blocks[blocks.indexOf(block) + 1] ?? {}
}

/** The variables that the block before exports. */
function variables(block: Block): Record<string, string> {
  const exported = blocks[blocks.indexOf(block) - 1]?.code.matchAll(/^export (\w+)='?([^'\n]*)/gm) ?? []
  return Object.fromEntries([...exported].map(([, name = '', value = '']) => [name, value]))
}

/** The words of a shell command. */
function wordsOf(command: string): string[] {
  return [...command.replaceAll('\\\n', ' ').matchAll(/'([^']*)'|(\S+)/g)].map(
    ([, quoted, bare]) => quoted ?? bare ?? '',
  )
}

function valuesOf(words: readonly string[], flag: string): string[] {
  return words.filter((_, index) => words[index - 1] === flag)
}

function runCommand(args: readonly string[]): Promise<{ status: number; output: string }> {
  return runNode(['dist/cli/main.js', ...args])
}

function runNode(args: readonly string[], env = {}): Promise<{ status: number; output: string }> {
  return new Promise(resolve =>
    execFile(process.execPath, args, { env }, (error, stdout, stderr) =>
      resolve({ status: Number(error?.code ?? 0), output: stdout + stderr }),
    ),
  )
}

function withoutCode(text: string): string {
  return text.replaceAll(/^ *```[\s\S]*?^ *```$/gm, '').replaceAll(/`[^`\n]*`/g, '``')
}

/** The anchors that GitHub gives headings. */
function anchorsOf(text: string): Set<string> {
  const headings = [...text.replaceAll(/^ *```[\s\S]*?^ *```$/gm, '').matchAll(/^#+ (.*)$/gm)]
  return new Set(
    headings.map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\w\s-]/g, '')
        .replaceAll(' ', '-'),
    ),
  )
}
