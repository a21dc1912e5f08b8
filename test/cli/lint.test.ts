import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { APP, command, file, isRefused } from '../support/command.js'

const TRAP =
  'location / {\n  add_header Access-Control-Allow-Origin https://app.example.com;\n  root /srv;\n}\n'
const ASKED = 'location / {\n  add_header Access-Control-Allow-Origin * always;\n  proxy_pass http://a;\n}\n'

test('a trap is printed with its line, what a browser says, and the lines to write, and the exit status is 1', async t => {
  const path = file(t, 'nginx.conf', TRAP)
  const { status, stdout, stderr } = await command(['lint', path])
  assert.deepEqual([status, stderr], [1, ''])
  const lines = stdout.split('\n')
  assert.equal(lines[0], `${path}:2 no-always`)
  assert.match(
    stdout,
    /A browser says: The response has no Access-Control-Allow-Origin header, and its status is 404;/,
  )
  assert.match(stdout, /^ {6}add_header Access-Control-Allow-Origin https:\/\/app\.example\.com always;$/m)
  assert.equal(lines.at(-2), '1 trap found.')
})

test('nothing found is exit status 0', async t => {
  const path = file(t, 'nginx.conf', 'server { location / { root /srv; } }')
  assert.deepEqual(await command(['lint', path]), { status: 0, stdout: 'No trap found.\n', stderr: '' })
})

test('--json prints a list of findings alone', async t => {
  const path = file(t, 'nginx.conf', TRAP + ASKED.replace('/ {', '/a/ {'))
  const { status, stdout } = await command(['lint', path, '--json'])
  assert.equal(status, 1)
  const [finding, ...more] = JSON.parse(stdout)
  assert.deepEqual(Object.keys(finding), ['trap', 'file', 'line', 'message', 'fix'])
  assert.deepEqual([finding.trap, finding.file, finding.line, more], ['no-always', path, 2, []])
  const none = await command(['lint', file(t, 'none.conf', ''), '--json'])
  assert.deepEqual(none, { status: 0, stdout: '[]\n', stderr: '' })
})

test('what the upstream decides is a question, unless --upstream-cors answers it', async t => {
  const path = file(t, 'nginx.conf', ASKED)
  const asked = await command(['lint', path])
  assert.equal(asked.status, 0)
  assert.match(asked.stdout, /--upstream-cors yes or no .*\n {2}\S+:2 doubled-by-upstream\n/)
  const yes = await command(['lint', path, '--upstream-cors', 'yes'])
  assert.equal(yes.status, 1)
  assert.match(yes.stdout, /^\S+:2 doubled-by-upstream$/m)
  const no = await command(['lint', path, '--upstream-cors', 'no'])
  assert.deepEqual([no.status, no.stdout], [0, 'No trap found.\n'])
})

test('what a page sends is told by flags as of check', async t => {
  const path = file(
    t,
    'nginx.conf',
    'location / {\n  add_header Access-Control-Allow-Origin * always;\n  add_header Access-Control-Allow-Headers X-A always;\n  if ($request_method = OPTIONS) { return 204; }\n  return 200;\n}\n',
  )
  assert.equal((await command(['lint', path])).status, 0)
  const { status, stdout } = await command([
    'lint',
    path,
    '-o',
    APP,
    '-X',
    'PUT',
    '-H',
    'Content-Type: application/json',
    '--credentials',
  ])
  assert.equal(status, 1)
  const traps = [...stdout.matchAll(/^\S+:(\d+) ([a-z-]+)$/gm)].map(([, line, trap]) => `${trap}:${line}`)
  assert.deepEqual(traps, ['method-not-listed:2', 'wildcard-with-credentials:2', 'header-not-listed:3'])
})

test('includes are found from the folder of the main file, by name and by pattern', async t => {
  const path = file(t, 'nginx.conf', 'http {\n include sites-*/[!x]?.conf;\n include none/*.conf;\n}\n')
  const folder = join(dirname(path), 'sites-enabled')
  mkdirSync(folder)
  for (const name of ['a1.conf', 'x1.conf', '.a.conf', 'a12.conf', 'b1.conf'])
    writeFileSync(join(folder, name), `server { ${TRAP} }`)
  const { stdout } = await command(['lint', path])
  assert.deepEqual(
    [...stdout.matchAll(/^(\S+):2 no-always$/gm)].map(([, name]) => name),
    ['a1.conf', 'b1.conf'].map(name => join(folder, name)),
  )
})

test('a terminal obeys nothing that a configuration has', async t => {
  const { stdout } = await command(['lint', file(t, 'nginx.conf', TRAP.replace('app', 'a\u202epp'))])
  assert.doesNotMatch(stdout, /\u202e/)
  assert.match(stdout, /^\S+:2 no-always$/m)
})

const refusals: readonly {
  readonly text: string
  readonly args?: readonly string[]
  readonly says: RegExp
}[] = [
  { text: 'server {', says: /nginx\.conf:1: this block is never closed/ },
  { text: 'a;\ninclude none.conf;', says: /nginx\.conf:2: ".*none\.conf" does not exist/ },
  { text: '', args: ['x'], says: /"x" is one argument too many/ },
  {
    text: '',
    args: ['--upstream-cors', 'maybe'],
    says: /--upstream-cors "maybe" is not an answer\. Write yes or no\./,
  },
  {
    text: '',
    args: ['--origin', 'app.example.com/'],
    says: /--origin .* Write --origin https:\/\/app\.example\.com/,
  },
  { text: '', args: ['--method', 'a b'], says: /--method "a b" is not a method/ },
  { text: '', args: ['--header', 'a'], says: /--header "a" is not a header/ },
  {
    text: '',
    args: ['--upstream-cor', 'yes'],
    says: /there is no option --upstream-cor\. Did you mean --upstream-cors\?/,
  },
]

for (const { text, args = [], says } of refusals) {
  test(`refused with exit status 2: ${text.replaceAll('\n', ' ')} ${args.join(' ')}`, async t =>
    isRefused(await command(['lint', file(t, 'nginx.conf', text), ...args]), says))
}

test('no file, a missing file, a directory and 50 MB are refused with exit status 2', async t => {
  isRefused(
    await command(['lint']),
    /the file is missing\. Write: cors-policy lint \/etc\/nginx\/nginx\.conf/,
  )
  isRefused(await command(['lint', 'none.conf']), /none\.conf:1: "none\.conf" does not exist\n/)
  isRefused(await command(['lint', 'test']), /test:1: "test" is a directory/)
  const large = file(t, 'nginx.conf', 'a b;\n'.repeat(10_000_000))
  isRefused(await command(['lint', large]), /nginx\.conf:1: ".*" is larger than 4 MB/)
})
