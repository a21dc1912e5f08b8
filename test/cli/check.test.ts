import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import https from 'node:https'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { command, isRefused } from '../support/command.js'
import { listen } from '../support/servers.js'

const APP = 'https://app.example.com'

async function serve(t: TestContext, listener: http.RequestListener): Promise<string> {
  return `http://localhost:${await listen(t, http.createServer(listener))}`
}

/** A server that answers with these bytes, whatever it is asked. */
async function serveBytes(t: TestContext, bytes: string, end = true): Promise<string> {
  const sockets = new Set<net.Socket>()
  const server = net.createServer(socket => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('data', () => (end ? socket.end(bytes) : socket.write(bytes)))
  })
  const port = await listen(t, server)
  t.after(() => {
    for (const socket of sockets) socket.destroy()
  })
  return `http://localhost:${port}`
}

function file(t: TestContext, name: string, text: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'cors-policy-'))
  t.after(() => rmSync(directory, { recursive: true }))
  const path = join(directory, name)
  writeFileSync(path, text)
  return path
}

test('help lists the commands, with an example of each', async () => {
  for (const args of [['--help'], ['-h'], ['chek', '--help']]) {
    const { status, stdout, stderr } = await command(args)
    assert.deepEqual([status, stderr], [0, ''])
    assert.match(stdout, /^Commands:\n {2}check {2}\S/m)
    assert.match(stdout, /Examples:\n {2}cors-policy check https:/)
  }
})

test('without arguments, help goes to standard error and nothing was tried', async () => {
  const { stdout } = await command(['--help'])
  assert.deepEqual(await command([]), { status: 2, stdout: '', stderr: stdout })
})

test('help after a command is about that command, whatever else was typed', async () => {
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

test('the version is that of the package', async () => {
  for (const args of [['--version'], ['check', '--version']]) {
    const { status, stdout } = await command(args)
    assert.equal(status, 0)
    assert.match(stdout, /^\d+\.\d+\.\d+\n$/)
  }
})

const url = 'http://localhost:1/'
const misuses: readonly [args: string[], says: RegExp][] = [
  [['chek', url], /no command "chek"\. Write: cors-policy check/],
  [['--origin', APP], /the command is missing\. Write: cors-policy check/],
  [['constructor', url], /no command "constructor"\. Write: cors-policy check/],
  [['check'], /the URL is missing/],
  [['check', url], /--origin is missing/],
  [['check', url, 'x', '-o', APP], /"x" is one argument too many/],
  [
    ['check', url, '-o', APP, '--credentials', 'include'],
    /--credentials takes no value\. Take "include" out;/,
  ],
  [['check', '--credentials', 'omit', url, '-o', APP], /--credentials takes no value\. Take "omit" out;/],
  [['check', 'api.example.com', '-o', APP], /not an http or https URL\. Write https:\/\/api\.example\.com/],
  [['check', 'localhost:3000/x', '-o', APP], /Write http:\/\/localhost:3000\/x$/m],
  [['check', '//localhost/', '-o', APP], /Write http:\/\/localhost\/$/m],
  ...['exa mple.com', 'localhost:99999', 'a<b', ' ', 'user@host', '256.1.1.1'].map(
    (typed): [string[], RegExp] => [['check', typed, '-o', APP], /Write one such as https:\/\/api/],
  ),
  [['check', '[::1]:3000/x', '-o', APP], /Write http:\/\/\[::1\]:3000\/x$/m],
  [['check', url, '-o', '3000'], /Write --origin http:\/\/localhost:3000$/m],
  [['check', '/users', '-o', APP], /Write one such as https:\/\/api\.example\.com\/users$/m],
  [['check', 'ftp://a', '-o', APP], /not an http or https URL/],
  [['check', 'http://', '-o', APP], /not an http or https URL/],
  [['check', url, '-o', 'app.example.com'], /Write --origin https:\/\/app\.example\.com/],
  [['check', url, '-o', 'https://app.example.com/'], /Write --origin https:\/\/app\.example\.com$/m],
  [['check', url, '-o', 'localhost:5173'], /Write --origin http:\/\/localhost:5173$/m],
  [['check', url, '-o', 'file:///x'], /Write --origin null$/m],
  [['check', url, '-o', 'NULL'], /Write --origin null$/m],
  [['check', url, '-o', '%'], /--origin "%" is not an origin/],
  [['check', url, '--orgin', APP], /no option --orgin\. Did you mean --origin\?/],
  [['check', url, '-o'], /argument missing\. See cors-policy check --help\.$/m],
  [
    ['check', url, '-o', APP, '--timeout', '-5'],
    /'--timeout' argument is ambiguous\. .*'--timeout=-XYZ'\. See/,
  ],
  [['check', url, '-o', APP, '--json=yes'], /does not take an argument/],
  [['check', url, '-o', APP, '-X', 'P T'], /--method "P T" is not a method/],
  [['check', url, '-o', APP, '-H', 'X-A'], /Write 'Name: value'/],
  [['check', url, '-o', APP, '-H', 'X A: 1'], /Write 'Name: value'/],
  [['check', url, '-o', APP, '-H', 'X-A: 1\r\nX-B: 2'], /Write 'Name: value'/],
  [['check', url, '-o', APP, '-H', 'X-A: \u65e5'], /"X-A: \u65e5" has characters beyond one byte/],
  [['check', url, '-o', APP, '--timeout', '1s'], /number of milliseconds/],
  [['check', url, '-o', APP, '--timeout', '0'], /number of milliseconds/],
  [['check', url, '-o', APP], /connection refused: nothing listens at localhost:1/],
  [['check', 'http://no-such-host.invalid/', '-o', APP], /DNS knows no host no-such-host\.invalid/],
  [['check', url, '-o', APP, '--policy', 'no-such-file.json'], /cannot read no-such-file\.json/],
]
for (const [args, says] of misuses) {
  test(`cannot try: cors-policy ${args.join(' ')}`, async () => isRefused(await command(args), says))
}

const broken: readonly [sentence: string, bytes: string, end: boolean, says: RegExp][] = [
  ['an answer that is not HTTP', 'SSH-2.0-OpenSSH_9.2\r\n', true, /the answer is not HTTP/],
  [
    'another protocol',
    'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n',
    false,
    /status 101 and goes on in another protocol/,
  ],
  ['no answer at all', '', true, /closed the connection without an answer/],
  ['an answer that never comes', '', false, /no answer within 300 ms/],
  ['an answer whose head never ends', 'HTTP/1.1 200 OK\r\nX-A: 1\r\n', false, /no answer within 300 ms/],
  [
    'headers without end',
    `HTTP/1.1 200 OK\r\nX-A: ${'x'.repeat(300_000)}`,
    false,
    /longer than browsers take/,
  ],
]
for (const [sentence, bytes, end, says] of broken) {
  test(`cannot try: ${sentence}`, async t => {
    isRefused(await command(['check', await serveBytes(t, bytes, end), '-o', APP, '--timeout', '300']), says)
  })
}

test('cannot try: https where http is spoken, and a certificate that nobody trusts', async t => {
  const plain = await serve(t, (_, response) => response.end())
  isRefused(
    await command(['check', plain.replace('http', 'https'), '-o', APP]),
    /TLS failed \(.+\)\. Does the server speak/,
  )

  const pem = (await import('node:fs')).readFileSync('test/data/localhost.pem')
  const server = https.createServer({ key: pem, cert: pem }, (_, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*').end()
  })
  const secure = `https://localhost:${await listen(t, server)}`
  isRefused(await command(['check', secure, '-o', APP]), /certificate is not valid .*; --insecure goes on/)
  assert.equal((await command(['check', secure, '-o', APP, '--insecure'])).status, 0)
})

test('cannot try: a server that speaks HTTP/2 alone', async t => {
  const { createSecureServer } = await import('node:http2')
  const { readFileSync } = await import('node:fs')
  const pem = readFileSync('test/data/localhost.pem')
  const port = await listen(
    t,
    createSecureServer({ key: pem, cert: pem }, (_, response) => response.end()),
  )
  const args = ['check', `https://localhost:${port}`, '-o', APP, '--insecure']
  isRefused(await command(args), /the server speaks HTTP\/2 alone/)
})

const lenient: readonly [sentence: string, head: string][] = [
  ['thousands of headers', `${'X-N: 1\r\n'.repeat(3000)}Access-Control-Allow-Origin: *\r\n`],
  ['lines that end in LF', 'X-A: 1\nAccess-Control-Allow-Origin: *\n'],
  ['a control in a value', 'X-A: \x1b[31m\r\nAccess-Control-Allow-Origin: *\r\n'],
  [
    'both kinds of length',
    'Content-Length: 5\r\nTransfer-Encoding: chunked\r\nAccess-Control-Allow-Origin: *\r\n',
  ],
]
for (const [sentence, head] of lenient) {
  test(`as browsers do, it reads ${sentence}`, async t => {
    const at = await serveBytes(t, `HTTP/1.1 200 OK\r\n${head}\r\n`)
    const { status, stderr } = await command(['check', at, '-o', APP])
    assert.deepEqual([status, stderr], [0, ''])
  })
}

test('a bad port is tried all the same, to say whether anything listens', async () => {
  isRefused(await command(['check', 'http://localhost:6000/', '-o', APP]), /connection refused/)
})

test('a redirect is followed as it is spelled, and never leaves a request same-origin again', async t => {
  const seen: http.IncomingMessage[] = []
  const allow = { 'Access-Control-Allow-Origin': '*' }
  let home = ''
  const away = await serve(t, (request, response) => {
    seen.push(request)
    const here = request.url === '/' ? Buffer.from('/ü?q=ü').toString('latin1') : `${home}/back`
    response.writeHead(302, { ...allow, Location: here }).end()
  })
  home = await serve(t, (request, response) => {
    seen.push(request)
    response.writeHead(200, allow).end()
  })
  const { status, stdout } = await command(['check', away, '-o', home])
  assert.equal(status, 0, stdout)
  assert.deepEqual(
    seen.map(({ url, headers }) => [url, headers.origin, headers['sec-fetch-site']]),
    [
      ['/', home, 'same-site'],
      ['/%C3%BC?q=%C3%BC', home, 'same-site'],
      ['/back', 'null', 'same-site'],
    ],
  )
})

test('only the answer that failed is marked so, where one URL answers twice', async t => {
  let count = 0
  const at = await serve(t, (_, response) => {
    if (count++ === 0) response.setHeader('Access-Control-Allow-Origin', APP)
    response.writeHead(302, { Location: '/' }).end()
  })
  const { status, stdout } = await command(['check', `${at}/`, '-o', APP])
  assert.equal(status, 1)
  assert.deepEqual(stdout.match(/^[✓✗] origin.*$/gm), [
    '✓ origin allowed by the 302 answer',
    '✗ origin allowed by the 302 answer',
  ])
})

/** The ticks on a server that answers everything with this head. */
async function ticks(t: TestContext, status: number, headers: http.OutgoingHttpHeaders, ...args: string[]) {
  const at = await serve(t, (_, response) => response.writeHead(status, headers).end())
  return (await command(['check', `${at}/`, '-o', APP, ...args])).stdout.match(
    /^[✓✗] [a-z]+ (?:allowed|of) .*$/gm,
  )
}

test('the origin passes without Allow-Credentials, and the credentials do not', async t => {
  const allow = { 'Access-Control-Allow-Origin': APP }
  assert.deepEqual(await ticks(t, 200, allow, '--credentials'), [
    '✓ origin allowed by the 200 answer',
    '✗ credentials allowed by the 200 answer',
  ])
  assert.deepEqual(await ticks(t, 204, allow, '--credentials', '-X', 'PUT'), [
    '✓ origin allowed by the preflight',
    '✗ credentials allowed by the preflight',
    '✓ status of the preflight: 204',
    '✗ method allowed by the preflight',
    '✓ headers allowed by the preflight',
  ])
  assert.deepEqual(await ticks(t, 200, allow), ['✓ origin allowed by the 200 answer'])
})

test('no failure goes without a cross', async t => {
  const to = (Location: string) => ({ 'Access-Control-Allow-Origin': APP, Location })
  assert.deepEqual(await ticks(t, 302, to('http://[')), [
    '✓ origin allowed by the 302 answer',
    '✗ redirect of the 302 answer',
  ])
  assert.deepEqual(await ticks(t, 302, to('http://example.com:22/')), [
    '✓ origin allowed by the 302 answer',
    '✗ target of the 302 answer',
  ])
  assert.deepEqual(await ticks(t, 302, to('/'), '-X', 'PUT'), [
    '✓ origin allowed by the preflight',
    '✗ status of the preflight: 302',
    '✗ method allowed by the preflight',
    '✓ headers allowed by the preflight',
  ])
})

test('only the preflight that failed is marked so, where one URL answers two', async t => {
  let preflights = 0
  const at = await serve(t, (request, response) => {
    response.setHeader('Access-Control-Allow-Origin', APP)
    if (request.method !== 'OPTIONS') response.writeHead(307, { Location: '/' })
    else if (preflights++ === 0) response.setHeader('Access-Control-Allow-Methods', 'PUT')
    response.end()
  })
  const { stdout } = await command(['check', `${at}/`, '-o', APP, '-X', 'PUT'])
  const marks = stdout.match(/^[✓✗] method allowed by the preflight/gm)
  assert.deepEqual(marks, ['✓ method allowed by the preflight', '✗ method allowed by the preflight'])
})

test('the answer of a bad port gets no tick', async t => {
  const policy = file(t, 'cors.json', '{}')
  const { stdout } = await command(['check', 'https://api.example.com:22/', '-o', APP, '--policy', policy])
  assert.doesNotMatch(stdout, /^[✓✗] origin/m)
})

test('what the standard alone refuses is said so, and what comes after is looked at', async t => {
  const answers = (allowed: string) =>
    serve(t, (request, response) => {
      const isPreflight = request.method === 'OPTIONS'
      response.setHeader('Access-Control-Allow-Origin', isPreflight ? '*' : allowed)
      if (isPreflight) response.setHeader('Access-Control-Allow-Headers', '*')
      response.end()
    })
  const check = async (allowed: string) =>
    command(['check', await answers(allowed), '-o', APP, '-H', 'Authorization: x'])
  const good = await check('*')
  assert.deepEqual(
    [good.status, good.stdout.trimEnd().split('\n').at(-1)],
    [1, "Blocked by the standard, though today's browsers let it through."],
  )
  assert.match(good.stdout, /^✗ headers allowed by the preflight$/m)
  const bad = await check('https://b.example')
  assert.match(bad.stdout, /\nBlocked: a browser refuses this with kAllowOriginMismatch\.\n$/)
  assert.match(bad.stdout, /^✗ kAllowOriginMismatch \(response\)$/m)
})

test('the verdict comes with the head of the answer: no body is waited for', async t => {
  const bytes =
    'HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nendle'
  const { status, stdout } = await command(['check', await serveBytes(t, bytes, false), '-o', APP])
  assert.equal(status, 0)
  assert.match(stdout, /\nReadable: the page gets the answer/)
})

test('what it sends is what a browser sends, without a cookie', async t => {
  const seen: http.IncomingMessage[] = []
  const at = await serve(t, (request, response) => {
    seen.push(request)
    response
      .setHeader('Access-Control-Allow-Origin', APP)
      .setHeader('Access-Control-Allow-Credentials', 'true')
    response
      .setHeader('Access-Control-Allow-Methods', 'PUT')
      .setHeader('Access-Control-Allow-Headers', 'x-a, x-b')
      .end()
  })
  const headers = ['-H', 'X-B: 2', '-H', 'X-A: 1', '-H', 'Cookie: a=1', '-H', 'Accept: text/html']
  const { status } = await command([
    'check',
    `${at}/p?q#f`,
    '-o',
    APP,
    '-X',
    'PUT',
    '--credentials',
    ...headers,
  ])
  assert.equal(status, 0)
  const [preflight, request] = seen.map(({ method, url, headers: { host, ...sent } }) => ({
    method,
    url,
    sent,
  }))
  const browsers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' }
  const common = { origin: APP, 'user-agent': 'cors-policy check', connection: 'close', ...browsers }
  assert.deepEqual(preflight, {
    method: 'OPTIONS',
    url: '/p?q',
    sent: {
      ...common,
      accept: '*/*',
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'x-a,x-b',
    },
  })
  assert.deepEqual(request, {
    method: 'PUT',
    url: '/p?q',
    sent: { ...common, accept: 'text/html', 'x-a': '1', 'x-b': '2', 'content-length': '0' },
  })
})

test('after a failed preflight nothing more is sent', async t => {
  const methods: unknown[] = []
  const at = await serve(t, (request, response) => methods.push(request.method) && response.end())
  assert.equal((await command(['check', at, '-o', APP, '-X', 'DELETE'])).status, 1)
  assert.deepEqual(methods, ['OPTIONS'])
})

test('colour is for terminals only', async t => {
  const at = await serve(t, (_, response) => response.end())
  const { stdout } = await command(['check', at, '-o', APP], { FORCE_COLOR: '1' })
  assert.ok(!stdout.includes('\x1b'))
})

test('what a server sends cannot write to the terminal', async t => {
  const bytes = 'HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: \x80\x9b2J\r\nContent-Length: 0\r\n\r\n'
  const at = await serveBytes(t, bytes)
  const { stdout } = await command(['check', at, '-o', APP])
  assert.doesNotMatch(stdout, /(?!\n)\p{Cc}/u)
  assert.match(stdout, /\\x9b2J/)
  const json = (await command(['check', at, '-o', APP, '--json'])).stdout
  assert.doesNotMatch(json, /(?!\n)\p{Cc}/u)
  assert.equal(JSON.parse(json).verdict.failures[0].parameter, '\xc2\x80\xc2\x9b2J')
})

test('--json is the whole exchange and the verdict', async t => {
  const at = await serve(t, (_, response) =>
    response.setHeader('Access-Control-Allow-Origin', ['*', '*']).end(),
  )
  const { status, stdout } = await command(['check', `${at}/`, '-o', APP, '--json'])
  assert.equal(status, 1)
  const { steps, exchange, verdict } = JSON.parse(stdout)
  const lines = exchange.response.headers.filter(([name]: [string]) => /^access-control/i.test(name))
  assert.deepEqual(lines, [
    ['Access-Control-Allow-Origin', '*'],
    ['Access-Control-Allow-Origin', '*'],
  ])
  assert.deepEqual(Object.keys(exchange).sort(), [
    'pageOrigin',
    'preflightResponse',
    'redirects',
    'request',
    'response',
  ])
  assert.deepEqual(exchange.request, {
    url: `${at}/`,
    method: 'GET',
    headers: [],
    credentials: 'same-origin',
  })
  assert.deepEqual(Object.keys(steps[0]).sort(), ['kind', 'reasons', 'request', 'response'])
  assert.deepEqual(Object.keys(verdict).sort(), ['exposedHeaders', 'failures', 'notes', 'readable'])
  assert.equal(verdict.failures[0].check, 'kMultipleAllowOriginValues')
})

test('--policy judges options that are not deployed', async t => {
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

test('--policy asks functions, and takes a middleware that has a policy', async t => {
  const from = JSON.stringify(pathToFileURL('dist/index.mjs').href)
  const allow = `origin => origin === '${APP}'`
  const modules = [
    `export default { origins: async ${allow} }`,
    `export default { origin: (origin, callback) => callback(null, origin === '${APP}') }`,
    `import { cors } from ${from}; export default cors({ origins: ['${APP}'] })`,
    `import { createPolicy } from ${from}; export default createPolicy({ origins: ['${APP}'] })`,
    // What it opens does not keep the command.
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

test('--policy says why, and what to change where the headers do not show it', async t => {
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

test('cannot try: --policy with a function that never answers', async t => {
  const policy = file(t, 'cors.mjs', 'export default { origins: () => new Promise(() => {}) }')
  const args = ['check', 'https://api.example.com/', '-o', APP, '--policy', policy, '--timeout', '300']
  isRefused(await command(args), /a function in .* failed: no answer within 300 ms$/m)
  const never = file(t, 'cors.mjs', 'await new Promise(() => {}); export default {}')
  assert.equal((await command([...args.slice(0, 5), never])).status, 2)
})

test('--policy does not hide what has nothing to do with the policy', async t => {
  const policy = file(t, 'cors.json', '{ "resources": { "/api/*": {} } }')
  const { stdout } = await command(['check', 'https://api.example.com:22/x', '-o', APP, '--policy', policy])
  assert.match(stdout, /✗ bad-port \(request\)\n.*\n {2}Fix: This is not CORS/)
})

test('what cannot be written was not tried', { skip: !existsSync('/dev/full') }, async t => {
  const policy = file(t, 'cors.json', '{}')
  const args = ['check', 'https://api.example.com/', '-o', APP, '--policy', policy]
  const full = openSync('/dev/full', 'w')
  t.after(() => closeSync(full))
  const { status } = spawnSync(process.execPath, ['dist/cli/main.js', ...args], {
    stdio: ['ignore', full, 'ignore'],
  })
  assert.equal(status, 2)
})

const policyFiles: readonly [name: string, text: string, says: RegExp][] = [
  ['cors.json', '{', /cannot read .*cors\.json: .*JSON/],
  [
    'cors.json',
    '{ "orgins": "*" }',
    /cors\.json: orgins: there is no option "orgins"\. Did you mean "origins"\?/,
  ],
  ['cors.json', '{ "orgins": "*", "maxAge": "5" }', /cors\.json: 2 mistakes: orgins: .*; maxAge: /],
  ['cors.json', '[]', /is not an options object/],
  ['cors.mjs', 'export const options = {}', /has no default export/],
  ['cors.mjs', 'throw new Error("broken")', /cannot read .*: broken/],
  ['cors.mjs', 'export default {', /cannot read /],
  ['cors.mjs', 'throw null', /cannot read .*: null$/m],
  [
    'cors.mjs',
    'export default { get origins() { throw new Error("broken") } }',
    /origins: it cannot be read: "broken"\./,
  ],
  [
    'cors.mjs',
    'export default () => ({})',
    /exports a function\. Export the options themselves, or cors\(\{ … \}\)/,
  ],
  ['cors.mjs', 'export default { origins() { throw new Error("down") } }', /a function in .* failed: down$/m],
  [
    'cors.mjs',
    'export default { origins: async () => { throw "down" } }',
    /a function in .* failed: "down"$/m,
  ],
]
for (const [name, text, says] of policyFiles) {
  test(`cannot try: --policy with ${name}: ${text}`, async t => {
    isRefused(
      await command(['check', 'https://api.example.com/', '-o', APP, '--policy', file(t, name, text)]),
      says,
    )
  })
}

test('check --policy notes an origin that no page has, and a maxAge beyond every browser’s cap', async t => {
  const policy = file(t, 'cors.json', `{ "origins": ["${APP}", "https://foo:0"], "maxAge": 86401 }`)
  const { stdout } = await command([
    ...['check', 'https://api.example.com/', '-o', APP, '--method', 'PUT', '--policy', policy],
  ])
  assert.match(stdout, /^! No page has the origin "https:\/\/foo:0": browsers load nothing from port 0\.$/m)
  assert.match(stdout, /86400/)
})
