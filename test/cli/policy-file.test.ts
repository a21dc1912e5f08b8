import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { APP, command, file, isRefused } from '../support/command.js'

test('--policy checks options that are not deployed, from JSON, an ES module or CommonJS', async t => {
  const options = { origins: [APP], methods: ['PUT'], resources: { '/api/*': { credentials: true } } }
  const policies = [
    file(t, 'cors.json', JSON.stringify(options)),
    file(t, 'cors.mjs', `export default ${JSON.stringify(options)}`),
    file(t, 'cors.cjs', `module.exports = ${JSON.stringify(options)}`),
  ]
  for (const policy of policies) {
    const check = (...args: string[]) =>
      command(['check', 'https://api.example.com/api/x', '-o', APP, '--policy', policy, ...args])
    assert.equal((await check('--credentials', '-X', 'PUT')).status, 0)
    const { status, stdout } = await check('-X', 'DELETE')
    assert.equal(status, 1)
    assert.match(stdout, /kMethodDisallowedByPreflightResponse/)
  }
})

test('--policy calls functions, and accepts a middleware or a policy', async t => {
  const from = JSON.stringify(pathToFileURL('dist/index.mjs').href)
  const allow = `origin => origin === '${APP}'`
  const modules = [
    `export default { origins: async ${allow} }`,
    `export default { origin: (origin, callback) => callback(null, origin === '${APP}') }`,
    `import { cors } from ${from}; export default cors({ origins: ['${APP}'] })`,
    `import { createPolicy } from ${from}; export default createPolicy({ origins: ['${APP}'] })`,
    // A timer of the module does not keep the command running.
    `setInterval(() => {}, 1000); export default { origins: ['${APP}'] }`,
  ]
  for (const text of modules) {
    const policy = file(t, 'cors.mjs', text)
    const ask = (origin: string) =>
      command(['check', 'https://api.example.com/', '-o', origin, '--policy', policy])
    assert.equal((await ask(APP)).status, 0, text)
    assert.equal((await ask('https://b.example')).status, 1, text)
  }
})

test('--policy prints the reason, and a fix that the headers alone do not show', async t => {
  const policy = file(
    t,
    'cors.json',
    JSON.stringify({ origins: [APP, 'https://b.example'], resources: { '/api/*': {} } }),
  )
  const ask = async (path: string, ...args: string[]) =>
    (await command(['check', `https://api.example.com${path}`, '-o', APP, '--policy', policy, ...args]))
      .stdout
  const other = await ask('/other')
  assert.match(other, /^ {3}< 200, by the policy: no-resource$/m)
  assert.match(other, /^ {2}Fix: The policy says nothing of this path\. Add an entry to `resources`/m)
  assert.match(await ask('/API/x'), /^ {2}Fix: Routers read this path in several ways/m)
  const good = await ask('/api/x')
  assert.match(good, /^ {3}< 200, by the policy: origin-listed$/m)
  assert.equal(JSON.parse(await ask('/other', '--json')).steps[0].response.reason, 'no-resource')
})

test('refused: --policy with a function or a module that never finishes', async t => {
  const policy = file(t, 'cors.mjs', 'export default { origins: () => new Promise(() => {}) }')
  const args = ['check', 'https://api.example.com/', '-o', APP, '--policy', policy, '--timeout', '300']
  isRefused(await command(args), /a function in .* failed: no answer within 300 ms$/m)
  const never = file(t, 'cors.mjs', 'await new Promise(() => {}); export default {}')
  assert.equal((await command([...args.slice(0, 5), never])).status, 2)
})

test('--policy reads TypeScript if Node does, and else says which Node does', async t => {
  const policy = file(t, 'cors.ts', `const app: string = '${APP}'\nexport default { origins: [app] }`)
  const outcome = await command(['check', 'https://api.example.com/', '-o', APP, '--policy', policy])
  if ((process.features as { typescript?: unknown }).typescript)
    assert.equal(outcome.status, 0, outcome.stderr)
  else isRefused(outcome, /does not run TypeScript\. Use Node 22\.18 or later, or compile the file, or write/)
})

const listening = "import http from 'node:http'; http.createServer(() => {}).listen(0, '127.0.0.1');"

test('--policy notes that the module was run, if that started a server', async t => {
  const policy = file(t, 'app.mjs', `${listening} export default { origins: ['${APP}'] }`)
  const { status, stderr } = await command([
    ...['check', 'https://api.example.com/', '-o', APP, '--policy', policy],
  ])
  assert.equal(status, 0)
  assert.match(
    stderr,
    /^! .*app\.mjs was run to import it, and started a server, which ends with this command\. Exp/,
  )
})

for (const { what, text, says } of [
  {
    what: 'starts a server and exports nothing',
    text: `${listening} export const app = 1`,
    says: /has no default export\. .* was run to import it, and started a server/,
  },
  {
    what: 'starts a server and never finishes',
    text: `${listening} await new Promise(() => {}); export default {}`,
    says: /app\.mjs: it was run to import it, and has not finished within 500 ms\. Export the options from/,
  },
  {
    what: 'ends the process with 0',
    text: 'process.exit(0)',
    says: /app\.mjs was run to import it, and ended the process/,
  },
  {
    what: 'ends the process with 1',
    text: 'process.exit(1)',
    says: /app\.mjs was run to import it, and ended the process/,
  },
  {
    what: 'fails later',
    text: "setTimeout(() => { throw new Error('late') }); await new Promise(() => {}); export default {}",
    says: /app\.mjs was run to import it, and failed: late$/m,
  },
]) {
  test(`refused: --policy with a module that ${what}`, async t => {
    const policy = file(t, 'app.mjs', text)
    const args = ['check', 'https://api.example.com/', '-o', APP, '--policy', policy, '--timeout', '500']
    isRefused(await command(args), says)
  })
}

test('refused: --policy with a file that Node does not run', async t => {
  const policy = file(t, 'cors.tsx', 'export default {}')
  const args = ['check', 'https://api.example.com/', '-o', APP, '--policy', policy]
  isRefused(
    await command(args),
    /Node does not run files of this kind\. Write the options as JSON, or export/,
  )
})

test('--policy still reports failures that no policy can cause', async t => {
  const policy = file(t, 'cors.json', '{ "resources": { "/api/*": {} } }')
  const { stdout } = await command(['check', 'https://api.example.com:22/x', '-o', APP, '--policy', policy])
  assert.match(stdout, /^Blocked: bad-port\.\n.*\n {2}Fix: This is not CORS/m)
  assert.match(stdout, /^✗ bad-port \(request\)$/m)
})

const policyFiles: readonly {
  readonly name: string
  readonly text: string
  readonly says: RegExp
}[] = [
  { name: 'cors.json', text: '{', says: /cannot read .*cors\.json: .*JSON/ },
  {
    name: 'cors.json',
    text: '{ "orgins": "*" }',
    says: /cors\.json: orgins: there is no option "orgins"\. Did you mean "origins"\?/,
  },
  {
    name: 'cors.json',
    text: '{ "orgins": "*", "maxAge": "5" }',
    says: /cors\.json: 2 mistakes: orgins: .*; maxAge: /,
  },
  { name: 'cors.json', text: '[]', says: /is not an options object/ },
  { name: 'cors.mjs', text: 'export const options = {}', says: /has no default export/ },
  { name: 'cors.mjs', text: 'throw new Error("broken")', says: /cannot read .*: broken/ },
  { name: 'cors.mjs', text: 'export default {', says: /cannot read / },
  { name: 'cors.mjs', text: 'throw null', says: /cannot read .*: null$/m },
  {
    name: 'cors.mjs',
    text: 'export default { get origins() { throw new Error("broken") } }',
    says: /origins: it cannot be read: "broken"\./,
  },
  {
    name: 'cors.mjs',
    text: 'export default () => ({})',
    says: /exports a function\. Export the options themselves, or cors\(\{ … \}\)/,
  },
  {
    name: 'cors.mjs',
    text: 'export default { origins() { throw new Error("down") } }',
    says: /a function in .* failed: down$/m,
  },
  {
    name: 'cors.mjs',
    text: 'export default { origins: async () => { throw "down" } }',
    says: /a function in .* failed: "down"$/m,
  },
]
for (const { name, text, says } of policyFiles) {
  test(`refused: --policy with ${name}: ${text}`, async t => {
    isRefused(
      await command(['check', 'https://api.example.com/', '-o', APP, '--policy', file(t, name, text)]),
      says,
    )
  })
}
