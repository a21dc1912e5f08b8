import assert from 'node:assert/strict'
import { test } from 'node:test'
import { APP, command, isRefused } from '../support/command.js'

test('help lists the commands, each with an example', async () => {
  for (const args of [['--help'], ['-h'], ['chek', '--help']]) {
    const { status, stdout, stderr } = await command(args)
    assert.deepEqual([status, stderr], [0, ''])
    assert.match(stdout, /^Commands:\n {2}check +\S/m)
    assert.match(stdout, /Examples:\n {2}cors-policy check https:/)
  }
})

test('without arguments, the command prints help on standard error and exits with 2', async () => {
  const { stdout } = await command(['--help'])
  assert.deepEqual(await command([]), { status: 2, stdout: '', stderr: stdout })
})

test('--help after a command describes that command, even with other mistakes', async () => {
  for (const args of [
    ['check', '--help'],
    ['check', '-h'],
    ['check', 'x', '--orgin', '--help'],
  ]) {
    const { status, stdout, stderr } = await command(args)
    assert.deepEqual([status, stderr], [0, ''])
    assert.match(stdout, /^cors-policy check <url> --origin <origin>/)
    assert.match(stdout, /Examples:\n {2}cors-policy check https:/)
  }
})

test('--version prints the version of the package', async () => {
  for (const args of [['--version'], ['check', '--version']]) {
    const { status, stdout } = await command(args)
    assert.equal(status, 0)
    assert.match(stdout, /^\d+\.\d+\.\d+\n$/)
  }
})

const url = 'http://localhost:1/'
const misuses: readonly {
  readonly args: string[]
  readonly says: RegExp
}[] = [
  { args: ['chek', url], says: /no command "chek"\. Write: cors-policy check/ },
  { args: ['--origin', APP], says: /the command is missing\. Write: cors-policy check/ },
  { args: ['constructor', url], says: /no command "constructor"\. Write: cors-policy check/ },
  { args: ['check'], says: /the URL is missing/ },
  { args: ['check', url], says: /--origin is missing/ },
  { args: ['check', url, 'x', '-o', APP], says: /"x" is one argument too many/ },
  {
    args: ['check', url, '-o', APP, '--credentials', 'include'],
    says: /--credentials takes no value\. Take "include" out;/,
  },
  {
    args: ['check', '--credentials', 'omit', url, '-o', APP],
    says: /--credentials takes no value\. Take "omit" out;/,
  },
  {
    args: ['check', 'api.example.com', '-o', APP],
    says: /not an http or https URL\. Write https:\/\/api\.example\.com/,
  },
  { args: ['check', 'localhost:3000/x', '-o', APP], says: /Write http:\/\/localhost:3000\/x$/m },
  { args: ['check', '//localhost/', '-o', APP], says: /Write http:\/\/localhost\/$/m },
  ...['exa mple.com', 'localhost:99999', 'a<b', ' ', 'user@host', '256.1.1.1'].map(typed => ({
    args: ['check', typed, '-o', APP],
    says: /Write one such as https:\/\/api/,
  })),
  { args: ['check', '[::1]:3000/x', '-o', APP], says: /Write http:\/\/\[::1\]:3000\/x$/m },
  { args: ['check', url, '-o', '3000'], says: /Write --origin http:\/\/localhost:3000$/m },
  { args: ['check', '/users', '-o', APP], says: /Write one such as https:\/\/api\.example\.com\/users$/m },
  { args: ['check', 'ftp://a', '-o', APP], says: /not an http or https URL/ },
  { args: ['check', 'http://', '-o', APP], says: /not an http or https URL/ },
  { args: ['check', url, '-o', 'app.example.com'], says: /Write --origin https:\/\/app\.example\.com/ },
  {
    args: ['check', url, '-o', 'https://app.example.com/'],
    says: /Write --origin https:\/\/app\.example\.com$/m,
  },
  { args: ['check', url, '-o', 'localhost:5173'], says: /Write --origin http:\/\/localhost:5173$/m },
  { args: ['check', url, '-o', 'file:///x'], says: /Write --origin null$/m },
  { args: ['check', url, '-o', 'NULL'], says: /Write --origin null$/m },
  { args: ['check', url, '-o', '%'], says: /--origin "%" is not an origin/ },
  { args: ['check', url, '--orgin', APP], says: /no option --orgin\. Did you mean --origin\?/ },
  { args: ['check', url, '-o'], says: /argument missing\. See cors-policy check --help\.$/m },
  {
    args: ['check', url, '-o', APP, '--timeout', '-5'],
    says: /'--timeout' argument is ambiguous\. .*'--timeout=-XYZ'\. See/,
  },
  { args: ['check', url, '-o', APP, '--json=yes'], says: /does not take an argument/ },
  { args: ['check', url, '-o', APP, '-X', 'P T'], says: /--method "P T" is not a method/ },
  { args: ['check', url, '-o', APP, '-H', 'X-A'], says: /Write 'Name: value'/ },
  { args: ['check', url, '-o', APP, '-H', 'X A: 1'], says: /Write 'Name: value'/ },
  { args: ['check', url, '-o', APP, '-H', 'X-A: 1\r\nX-B: 2'], says: /Write 'Name: value'/ },
  {
    args: ['check', url, '-o', APP, '-H', 'X-A: \u65e5'],
    says: /"X-A: \u65e5" has characters beyond one byte/,
  },
  { args: ['check', url, '-o', APP, '--timeout', '1s'], says: /number of milliseconds/ },
  { args: ['check', url, '-o', APP, '--timeout', '0'], says: /number of milliseconds/ },
  { args: ['check', url, '-o', APP], says: /connection refused: nothing listens at localhost:1/ },
  {
    args: ['check', 'https://no-such-host.invalid/', '-o', APP],
    says: /host not found: no-such-host\.invalid \(DNS\)/,
  },
  {
    args: ['check', url, '-o', APP, '--policy', 'no-such-file.json'],
    says: /cannot read no-such-file\.json/,
  },
]
for (const { args, says } of misuses) {
  test(`refused: cors-policy ${args.join(' ')}`, async () => isRefused(await command(args), says))
}
