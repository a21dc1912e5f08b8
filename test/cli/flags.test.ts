import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import type http from 'node:http'
import { type TestContext, test } from 'node:test'
import { APP, command, file, isRefused, serve } from '../support/command.js'

interface Seen {
  readonly method: string | undefined
  readonly url: string | undefined
  readonly headers: http.IncomingHttpHeaders
  readonly body: string
}

/** A server that allows everything with credentials, and what it was sent. */
async function recorder(t: TestContext, location: Record<string, string> = {}) {
  const seen: Seen[] = []
  const at = await serve(t, async (request, response) => {
    let body = ''
    for await (const chunk of request.setEncoding('latin1')) body += chunk
    const { method, url = '', headers } = request
    seen.push({ method, url, headers, body })
    response
      .setHeader('Access-Control-Allow-Origin', headers.origin ?? '*')
      .setHeader('Access-Control-Allow-Credentials', 'true')
      .setHeader('Access-Control-Allow-Methods', 'PUT')
      .setHeader('Access-Control-Allow-Headers', 'content-type, x-token')
    const to = method === 'OPTIONS' ? undefined : location[url]
    if (to) response.writeHead(307, { Location: to })
    response.end()
  })
  return { at, seen, check: (...args: string[]) => command(['check', `${at}/`, '-o', APP, ...args]) }
}

const cookies = (seen: readonly Seen[]) => seen.map(({ method, headers: { cookie } }) => [method, cookie])

test('--cookie goes with the request and never with a preflight, and implies credentials', async t => {
  const { seen, check } = await recorder(t)
  const { status, stdout } = await check('--cookie', 'a=1; b=2', '--cookie', 'c="3"', '-X', 'PUT')
  assert.equal(status, 0, stdout)
  assert.deepEqual(cookies(seen), [
    ['OPTIONS', undefined],
    ['PUT', 'a=1; b=2; c="3"'],
  ])
  assert.match(stdout, /with credentials/)
})

test('--cookie goes to the same host on another port, and not to another host', async t => {
  const other = await recorder(t)
  const away = other.at.replace('localhost', '127.0.0.1')
  const { check, seen } = await recorder(t, { '/': other.at })
  const left = await recorder(t, { '/': away })
  await check('--cookie', 'a=1')
  await left.check('--cookie', 'a=1')
  assert.deepEqual(
    [...cookies(seen), ...cookies(left.seen)],
    [
      ['GET', 'a=1'],
      ['GET', 'a=1'],
    ],
  )
  assert.deepEqual(cookies(other.seen), [
    ['GET', 'a=1'],
    ['GET', undefined],
  ])
})

test('a cookie given with --header is not sent, as from a page, and a note names --cookie', async t => {
  const { seen, check } = await recorder(t)
  const { stderr } = await check('-H', 'Cookie: a=1')
  assert.equal(stderr, '! a page cannot set Cookie, so --header does not send it. --cookie does.\n')
  // The request, and the GET that tells whether the response differs by origin.
  assert.deepEqual(cookies(seen), [
    ['GET', undefined],
    ['GET', undefined],
  ])
})

test('--cookie goes with a request to the page’s own origin, and with mode no-cors', async t => {
  const { at, seen, check } = await recorder(t)
  await command(['check', at, '-o', at, '--cookie', 'a=1'])
  await check('--cookie', 'a=1', '--mode', 'no-cors')
  assert.deepEqual(cookies(seen), [
    ['GET', 'a=1'],
    ['GET', 'a=1'],
  ])
})

test('--body is sent as it is, with its length, and as text unless --header says otherwise', async t => {
  const { seen, check } = await recorder(t)
  const bytes = file(t, 'body.bin', 'a\r\n\u00e9')
  assert.equal((await check('-X', 'POST', '--body', 'h\u00e9')).status, 0)
  assert.equal((await check('-X', 'POST', '--body', `@${bytes}`)).status, 0)
  assert.equal((await check('-X', 'PUT', '-H', 'Content-Type: application/json', '--body', '{}')).status, 0)
  assert.equal((await check('-X', 'POST', '--body', '')).status, 0)
  assert.deepEqual(
    seen.map(({ method, body, headers }) => [
      method,
      headers['content-type'],
      headers['content-length'],
      body,
    ]),
    [
      ['POST', 'text/plain;charset=UTF-8', '3', 'h\xc3\xa9'],
      ['POST', 'text/plain;charset=UTF-8', '5', 'a\r\n\xc3\xa9'],
      ['OPTIONS', undefined, undefined, ''],
      ['PUT', 'application/json', '2', '{}'],
      ['POST', 'text/plain;charset=UTF-8', '0', ''],
    ],
  )
})

test('--body goes on with a redirect that keeps the method', async t => {
  const { seen, check } = await recorder(t, { '/': '/next' })
  await check('-X', 'POST', '--body', 'x')
  assert.deepEqual(
    seen.map(({ url, method, body }) => [url, method, body]),
    [
      ['/', 'POST', 'x'],
      ['/next', 'POST', 'x'],
    ],
  )
})

test('--body with GET sends nothing, and the verdict says that fetch refuses it', async t => {
  const { seen, check } = await recorder(t)
  const { status, stdout } = await check('--body', 'x')
  assert.equal(status, 1)
  assert.match(stdout, /body-not-allowed/)
  assert.deepEqual(seen, [])
})

test('--json says how long the body is, and does not hold it', async t => {
  const { check } = await recorder(t)
  const { stdout } = await check('-X', 'POST', '--body', 'password=s3cret', '--json', '--mode', 'cors')
  assert.deepEqual(
    [JSON.parse(stdout).exchange.request.body, JSON.parse(stdout).exchange.request.mode],
    ['(15 bytes)', 'cors'],
  )
  assert.doesNotMatch(stdout, /s3cret/)
})

test('--mode is what fetch does in it, and what Sec-Fetch-Mode says', async t => {
  const { seen, check } = await recorder(t)
  assert.equal((await check('--mode', 'cors', '--no-probe')).status, 0)
  const opaque = await check('--mode', 'no-cors')
  assert.equal(opaque.status, 1)
  assert.match(opaque.stdout, /opaque-response/)
  const other = await check('--mode', 'same-origin')
  assert.equal(other.status, 1)
  assert.match(other.stdout, /kDisallowedByMode/)
  assert.deepEqual(
    seen.map(({ headers }) => [headers['sec-fetch-mode'], headers.origin]),
    [
      ['cors', APP],
      ['no-cors', undefined],
    ],
  )
})

const COPY = (at: string) => `curl '${at}/users' \\
  -X 'PUT' \\
  -H 'origin: ${APP}' \\
  -H 'user-agent: Mozilla/5.0' \\
  -H 'x-token: 1' \\
  -H 'content-type: application/json' \\
  -b 'a=1' \\
  --data-raw '{"b":2}'`

test('--curl takes the command, a file or standard input in place of URL and flags', async t => {
  const { at, seen } = await recorder(t)
  const copy = COPY(at)
  for (const args of [[copy], [file(t, 'copy.txt', copy)]]) {
    const { status, stdout, stderr } = await command(['check', '--curl', ...args])
    assert.deepEqual([status, stderr], [0, ''], stdout)
  }
  const child = spawn(process.execPath, ['dist/cli/main.js', 'check', '--curl', '-'], {
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  child.stdin.end(copy)
  assert.equal(await new Promise(resolve => child.on('close', resolve)), 0)
  const sent = seen.map(({ method, url, body, headers }) => [
    method,
    url,
    body,
    headers.origin,
    headers['user-agent'],
    headers['x-token'],
    headers.cookie,
  ])
  const preflight = ['OPTIONS', '/users', '', APP, 'Mozilla/5.0', undefined, undefined]
  const request = ['PUT', '/users', '{"b":2}', APP, 'Mozilla/5.0', '1', 'a=1']
  assert.deepEqual(sent, [preflight, request, preflight, request, preflight, request])
})

test('flags win over the command of --curl', async t => {
  const { at, seen } = await recorder(t)
  const page = 'https://b.example'
  const flags = ['-o', page, '-X', 'POST', '-H', 'X-Token: 2', '--body', 'x', '--cookie', 'b=2']
  const { status, stderr } = await command([
    'check',
    `${at}/mine`,
    '--curl',
    COPY('http://localhost:1'),
    ...flags,
  ])
  assert.deepEqual([status, stderr], [0, ''])
  const { method, url, body, headers } = seen.at(-1) as Seen
  assert.deepEqual(
    [method, url, body, headers.origin, headers['x-token'], headers.cookie, headers['content-type']],
    ['POST', '/mine', 'x', page, '2', 'b=2', 'application/json'],
  )
})

test('--curl names on standard error what it leaves out, and runs nothing', async t => {
  const { at } = await recorder(t)
  const target = file(t, 'target', '')
  const copy = `curl ${at} -H 'Origin: ${APP}' -X POST -H "X-Token: $(rm ${target})" --data @\u202e.json --foo ; rm ${target}`
  const { status, stderr } = await command(['check', '--curl', copy])
  assert.equal(status, 0)
  assert.deepEqual(stderr.split('\n').slice(0, -1), [
    `! $(rm ${target}) stands as it was typed: nothing is run, and no variable is read.`,
    '! --foo is not known.',
    `! what follows the command is not read: ${`; rm ${target}`.slice(0, 12)}…`,
    '! the file \\u{202e}.json is not read, so the body lacks it. --body @\\u{202e}.json sends the file.',
  ])
  assert.ok(existsSync(target))
})

const url = 'http://localhost:1/'
for (const { args, says } of [
  {
    args: [url, '-o', APP, '--body', '@no-such.json'],
    says: /--body cannot read "no-such\.json" \(ENOENT\)/,
  },
  { args: [url, '-o', APP, '--body', '@'], says: /--body @ has no file name/ },
  {
    args: [url, '-o', APP, '--mode', 'navigate'],
    says: /"navigate" is not a mode\. Write cors, no-cors or same/,
  },
  { args: [url, '-o', APP, '--cookie', 'a'], says: /is not a cookie\. Write 'name=value'/ },
  { args: [url, '-o', APP, '--cookie', 'a=1\r\nX: y'], says: /is not a cookie/ },
  { args: [url, '-o', APP, '--cookie', 'a=\u65e5'], says: /is not a cookie/ },
  {
    args: ['--curl', 'no-such-file'],
    says: /"no-such-file" is neither a command that begins with "curl" nor a file/,
  },
  {
    args: ['--curl', "curl 'http://localhost:1/"],
    says: /the quote ' at character 6 of the command is not closed/,
  },
  { args: ['--curl', 'curl http://localhost:1/'], says: /neither Origin nor Referer.* Add --origin/ },
  { args: ['--curl', `curl -H 'Origin: ${APP}'`], says: /--curl has no URL/ },
  { args: ['--curl', `curl file:///etc/passwd -H 'Origin: ${APP}'`], says: /is not an http or https URL/ },
  { args: ['--curl', `curl ${url} -X 'A B' -H 'Origin: ${APP}'`], says: /"A B" is not a method/ },
  { args: ['--curl', `curl ${url} -H 'X A: 1' -H 'Origin: ${APP}'`], says: /"X A: 1" is not a header/ },
  { args: ['--curl', `curl ${url} -H 'Origin: evil'`], says: /--origin "evil" is not an origin/ },
]) {
  test(`refused: check ${args.join(' ')}`, async () => isRefused(await command(['check', ...args]), says))
}
