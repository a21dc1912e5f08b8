import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { closeSync, existsSync, openSync } from 'node:fs'
import type http from 'node:http'
import { type TestContext, test } from 'node:test'
import { APP, command, file, serve, serveBytes } from '../support/command.js'

test('a Location is requested as browsers encode it, and Sec-Fetch-Site stays same-site after it', async t => {
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

test('of two responses from one URL, only the one that failed has a cross', async t => {
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

/** The lines with a tick or a cross, for a server that answers every request with this head. */
async function marks(t: TestContext, status: number, headers: http.OutgoingHttpHeaders, ...args: string[]) {
  const at = await serve(t, (_, response) => response.writeHead(status, headers).end())
  return (await command(['check', `${at}/`, '-o', APP, ...args])).stdout.match(
    /^[✓✗] [a-z]+ (?:allowed|of) .*$/gm,
  )
}

test('without Allow-Credentials the origin has a tick and the credentials have a cross', async t => {
  const allow = { 'Access-Control-Allow-Origin': APP }
  assert.deepEqual(await marks(t, 200, allow, '--credentials'), [
    '✓ origin allowed by the 200 answer',
    '✗ credentials allowed by the 200 answer',
  ])
  assert.deepEqual(await marks(t, 204, allow, '--credentials', '-X', 'PUT'), [
    '✓ origin allowed by the preflight',
    '✗ credentials allowed by the preflight',
    '✓ status of the preflight: 204',
    '✗ method allowed by the preflight',
    '✓ headers allowed by the preflight',
  ])
  assert.deepEqual(await marks(t, 200, allow), ['✓ origin allowed by the 200 answer'])
})

test('every failure has a cross', async t => {
  const to = (Location: string) => ({ 'Access-Control-Allow-Origin': APP, Location })
  assert.deepEqual(await marks(t, 302, to('http://[')), [
    '✓ origin allowed by the 302 answer',
    '✗ redirect of the 302 answer',
  ])
  assert.deepEqual(await marks(t, 302, to('http://example.com:22/')), [
    '✓ origin allowed by the 302 answer',
    '✗ target of the 302 answer',
  ])
  assert.deepEqual(await marks(t, 302, to('/'), '-X', 'PUT'), [
    '✓ origin allowed by the preflight',
    '✗ status of the preflight: 302',
    '✗ method allowed by the preflight',
    '✓ headers allowed by the preflight',
  ])
})

test('of two preflights to one URL, only the one that failed has a cross', async t => {
  let preflights = 0
  const at = await serve(t, (request, response) => {
    response.setHeader('Access-Control-Allow-Origin', APP)
    if (request.method !== 'OPTIONS') response.writeHead(307, { Location: '/' })
    else if (preflights++ === 0) response.setHeader('Access-Control-Allow-Methods', 'PUT')
    response.end()
  })
  const { stdout } = await command(['check', `${at}/`, '-o', APP, '-X', 'PUT'])
  const found = stdout.match(/^[✓✗] method allowed by the preflight/gm)
  assert.deepEqual(found, ['✓ method allowed by the preflight', '✗ method allowed by the preflight'])
})

test('a response from a bad port has no tick', async t => {
  const policy = file(t, 'cors.json', '{}')
  const { stdout } = await command(['check', 'https://api.example.com:22/', '-o', APP, '--policy', policy])
  assert.doesNotMatch(stdout, /^[✓✗] origin/m)
})

test('a failure that browsers tolerate is named as such, and the response after it is checked', async t => {
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
  assert.equal(good.status, 1)
  assert.match(
    good.stdout,
    /^Blocked by the standard, though today's browsers let it through: header-not-listed\.$/m,
  )
  assert.match(good.stdout, /^✗ headers allowed by the preflight$/m)
  const bad = await check('https://b.example')
  assert.match(bad.stdout, /^Blocked: two-layers\.$/m)
  assert.match(bad.stdout, /^✗ kAllowOriginMismatch \(response\)$/m)
})

test('the command sends what a browser sends, without cookies', async t => {
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

test('after a failed preflight the request is not sent', async t => {
  const methods: unknown[] = []
  const at = await serve(t, (request, response) => methods.push(request.method) && response.end())
  assert.equal((await command(['check', at, '-o', APP, '-X', 'DELETE', '--no-probe'])).status, 1)
  assert.deepEqual(methods.splice(0), ['OPTIONS'])
  assert.equal((await command(['check', at, '-o', APP, '-X', 'DELETE'])).status, 1)
  assert.ok(!methods.includes('DELETE'))
})

test('output that goes to no terminal has no colour', async t => {
  const at = await serve(t, (_, response) => response.end())
  const { stdout } = await command(['check', at, '-o', APP], { FORCE_COLOR: '1' })
  assert.ok(!stdout.includes('\x1b'))
})

test('control characters from a server are escaped, and kept in JSON', async t => {
  const bytes = 'HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: \x80\x9b2J\r\nContent-Length: 0\r\n\r\n'
  const at = await serveBytes(t, bytes)
  const { stdout } = await command(['check', at, '-o', APP])
  assert.doesNotMatch(stdout, /(?!\n)\p{Cc}/u)
  assert.match(stdout, /\\x9b2J/)
  const json = (await command(['check', at, '-o', APP, '--json'])).stdout
  assert.doesNotMatch(json, /(?!\n)\p{Cc}/u)
  assert.equal(JSON.parse(json).verdict.failures[0].parameter, '\xc2\x80\xc2\x9b2J')
})

test('--json prints the steps, the exchange and the verdict', async t => {
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
    'addressSpaces',
    'pageOrigin',
    'preflightResponse',
    'redirects',
    'request',
    'response',
  ])
  assert.deepEqual(exchange.addressSpaces, { page: 'public', target: 'loopback' })
  assert.deepEqual(exchange.request, {
    url: `${at}/`,
    method: 'GET',
    headers: [],
    credentials: 'same-origin',
  })
  assert.deepEqual(Object.keys(steps[0]).sort(), ['kind', 'reasons', 'request', 'response'])
  assert.deepEqual(Object.keys(verdict).sort(), ['cause', 'exposedHeaders', 'failures', 'notes', 'readable'])
  assert.equal(verdict.cause.code, 'two-layers')
  assert.equal(verdict.failures[0].check, 'kMultipleAllowOriginValues')
})

test('the command exits with 2 if it cannot write its output', {
  skip: !existsSync('/dev/full'),
}, async t => {
  const policy = file(t, 'cors.json', '{}')
  const args = ['check', 'https://api.example.com/', '-o', APP, '--policy', policy]
  const full = openSync('/dev/full', 'w')
  t.after(() => closeSync(full))
  const { status } = spawnSync(process.execPath, ['dist/cli/main.js', ...args], {
    stdio: ['ignore', full, 'ignore'],
  })
  assert.equal(status, 2)
})

test('check --policy notes an origin that no page has, and a maxAge beyond every browser’s cap', async t => {
  const policy = file(t, 'cors.json', `{ "origins": ["${APP}", "https://foo:0"], "maxAge": 86401 }`)
  const { stdout } = await command([
    ...['check', 'https://api.example.com/', '-o', APP, '--method', 'PUT', '--policy', policy],
  ])
  assert.match(stdout, /^! No page has the origin "https:\/\/foo:0": browsers load nothing from port 0\.$/m)
  assert.match(stdout, /86400/)
})
