import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPolicy } from 'cors-policy'
import { exportPolicy } from 'cors-policy/export'
import { APP, command, file, isRefused } from '../support/command.js'

const OPTIONS = { origins: [APP, 'https://*.example.com'], credentials: true, resources: { '/api/*': {} } }

test('export prints the parts, or with addresses a whole configuration, and ends with 0', async t => {
  const policy = file(t, 'cors.json', JSON.stringify(OPTIONS))
  const parts = await command(['export', 'nginx', '--policy', policy])
  assert.deepEqual(parts, { status: 0, stdout: exportPolicy(createPolicy(OPTIONS), 'nginx'), stderr: '' })
  const server = { listen: '127.0.0.1:8080', upstream: 'http://127.0.0.1:3000' }
  const flags = ['--listen', server.listen, '--upstream', server.upstream]
  const whole = await command(['export', 'nginx', '--policy', policy, ...flags])
  assert.deepEqual(whole, {
    status: 0,
    stdout: exportPolicy(createPolicy(OPTIONS), 'nginx', server),
    stderr: '',
  })
})

test('export takes a policy from a module', async t => {
  const policy = file(t, 'cors.mjs', `export default { origins: /^https:\\/\\/[a-z]+\\.example\\.com$/ }`)
  const { status, stdout } = await command(['export', 'nginx', '--policy', policy])
  assert.equal(status, 0)
  assert.match(stdout, /\[a-z\]\+\\\\\.example/)
})

/** Status 2, the reason on standard error, and nothing on standard output. */
async function refuses(args: readonly string[], says: RegExp): Promise<void> {
  const outcome = await command(['export', ...args])
  isRefused(outcome, says)
  assert.equal(outcome.stdout, '')
}

test('export lists all that the target cannot say at once, with codes and paths', async t => {
  const policy = file(
    t,
    'cors.mjs',
    `export default {
  origins: ['${APP}', () => true, /^https:\\/\\/(?=a)[a-z]+\\.example\\.com$/],
  allowHeaders: /^x-/,
  onDecision() {},
  resources: { '/caf%C3%A9/*': {} },
}`,
  )
  const outcome = await command(['export', 'nginx', '--policy', policy])
  isRefused(outcome, /nginx cannot say all of it\. /)
  assert.equal(outcome.stdout, '')
  const reasons = [...outcome.stderr.matchAll(/(\S+) \[([a-z-]+)\]: /g)]
  assert.deepEqual(
    reasons.map(([, path, code]) => [code, path]),
    [
      ['function', 'origins[1]'],
      ['regexp', 'origins[2]'],
      ['header-regexp', 'allowHeaders'],
      ['on-decision', 'onDecision'],
      ['path', 'resources["/caf%C3%A9/*"]'],
    ],
    outcome.stderr,
  )
})

test('export refuses options that are a mistake as check does', t =>
  refuses(['nginx', '--policy', file(t, 'cors.json', '{"origin":"https://a.example/"}')], /has no path/))

for (const { title, args, says } of [
  { title: 'no target', args: [], says: /the target is missing: .*nginx/ },
  { title: 'a misspelled target', args: ['ngnix'], says: /no target "ngnix"\. Did you mean nginx\?/ },
  { title: 'an unknown target', args: ['iis'], says: /no target "iis"\. There are: .*nginx/ },
  { title: 'a name of Object.prototype', args: ['constructor'], says: /no target "constructor"/ },
  { title: 'no policy', args: ['nginx'], says: /the policy is missing/ },
  { title: 'a policy that is no file', args: ['nginx', '--policy', 'no-such.json'], says: /no-such\.json/ },
  { title: 'a policy that is a folder', args: ['nginx', '--policy', 'src'], says: /src/ },
  { title: 'a second target', args: ['nginx', 'caddy', '--policy', 'x.json'], says: /one argument too many/ },
  { title: 'an unknown option', args: ['nginx', '--polcy', 'x.json'], says: /Did you mean --policy\?/ },
]) {
  test(`export refuses ${title}`, () => refuses(args, says))
}

for (const { title, args, says } of [
  { title: 'an address alone', args: ['--listen', '127.0.0.1:80'], says: /belong together/ },
  { title: 'an upstream alone', args: ['--upstream', 'http://a.example'], says: /belong together/ },
  {
    title: 'an address that is none',
    args: ['--listen', '80; } evil {', '--upstream', 'http://a.example'],
    says: /listen is an address and a port/,
  },
  {
    title: 'an upstream that is none',
    args: ['--listen', '127.0.0.1:80', '--upstream', 'http://a.example/; }'],
    says: /upstream is an origin/,
  },
  {
    title: 'an upstream with two lines',
    args: ['--listen', '127.0.0.1:80', '--upstream', 'http://a.example\nx'],
    says: /upstream is an origin/,
  },
]) {
  test(`export refuses ${title}`, t =>
    refuses(['nginx', '--policy', file(t, 'cors.json', '{}'), ...args], says))
}

test('export quotes what a policy holds before it reaches a terminal', async t => {
  const policy = file(t, 'cors.mjs', `export default { origins: [/^https:\\/\\/(?!\u001b\\[31m)a$/] }`)
  const { status, stderr } = await command(['export', 'nginx', '--policy', policy])
  assert.equal(status, 2)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the character that starts a terminal's commands
  assert.doesNotMatch(stderr, /\u001b/)
})
