import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { promisify } from 'node:util'
import { type CorsOptions, createPolicy } from 'cors-policy'
import { exportPolicy } from 'cors-policy/export'
import { startProgram } from '../servers/program.js'
import { awkward } from './awkward.js'
import { fixed } from './fixed.js'
import { UPSTREAM_HEADERS } from './upstream.js'
import { QUICKLY } from './varnishd.js'
import { decided, type ReceivedAnswer, Wire } from './wire.js'

const run = promisify(execFile)
const APP = 'https://app.example.com'
const OTHER = 'https://x.example.org'

/** A person's VCL with the parts at their places. */
function files(options: CorsOptions, directory: string, upstream: number): Readonly<Record<string, string>> {
  const [first = '', second = ''] = exportPolicy(createPolicy(options), 'varnish').split('# Part 2')
  return {
    'cors.vcl': first,
    'cors-methods.vcl': `# Part 2${second}`,
    'site.vcl': `vcl 4.1;
import std;
include "${directory}/cors.vcl";
backend default { .host = "127.0.0.1"; .port = "${upstream}"; }
sub vcl_recv {
  unset req.http.Origin;
  set req.url = std.querysort(req.url);
  if (req.url ~ "^/private/") { return (synth(401)); }
  if (req.url ~ "^/retried/" && req.restarts == 0) { return (restart); }
  if (req.method == "PIPE") { return (pipe); }
}
sub vcl_synth {
  set resp.http.Content-Type = "text/plain";
  synthetic("private");
  return (deliver);
}
include "${directory}/cors-methods.vcl";
`,
  }
}

test('Varnish accepts what is to be included, whatever the policy', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'cors-policy-'))
  // Varnish reads the files as another user.
  chmodSync(directory, 0o755)
  try {
    for (const options of Object.values({ ...fixed, ...awkward })) {
      for (const [name, text] of Object.entries(files(options, directory, 1)))
        writeFileSync(join(directory, name), text)
      await run('varnishd', ['-C', ...QUICKLY, '-f', join(directory, 'site.vcl')], { maxBuffer: 2 ** 28 })
    }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
})

const policy: CorsOptions = {
  origins: [APP, 'https://*.example.org'],
  methods: 'PUT',
  allowHeaders: '*',
  timing: true,
  resources: {
    '/api/*': {},
    '/private/*': {},
    '/retried/*': {},
    '/blocked/*': { blockDisallowed: true, preflightStatus: 200 },
    '/quiet/*': { interceptExceptions: false },
  },
}

/** Varnish with a person's VCL, and what gets to the server behind it. */
async function start(t: TestContext) {
  const received: IncomingHttpHeaders[] = []
  const upstream = createServer((request, response) => {
    received.push(request.headers)
    response.writeHead(200, UPSTREAM_HEADERS).end('upstream')
  }).listen(0, '127.0.0.1')
  await once(upstream, 'listening')
  t.after(() => upstream.close().closeAllConnections())
  const { port: behind } = upstream.address() as AddressInfo
  const varnish = await startProgram(t, ({ port, directory }) => ({
    command: 'varnishd',
    args: [
      '-F',
      ...QUICKLY,
      '-f',
      `${directory}/site.vcl`,
      '-a',
      `127.0.0.1:${port}`,
      '-n',
      `${directory}/varnish`,
    ],
    files: files(policy, directory, behind),
  }))
  const wire = new Wire(varnish.port)
  t.after(() => wire.close())
  const send = (method: string, target: string, lines: readonly (readonly [string, string])[]) =>
    wire.send({ method, target, lines: [['Host', 'api.example.com'], ...lines] })
  return { send, upstream, received }
}

const READABLE = { 'access-control-allow-origin': APP }
const ALLOWED = { ...READABLE, 'timing-allow-origin': APP }

test('Varnish, with what is to be included, answers for itself and for upstream', async t => {
  const { send, upstream, received } = await start(t)
  const get = async (target: string, origin: string, method = 'GET') =>
    decided(await send(method, target, [['Origin', origin]]))

  assert.deepEqual(await get('/api/x', APP), { status: 200, ...ALLOWED })
  assert.deepEqual(await get('/api/x', OTHER), {
    status: 200,
    'access-control-allow-origin': OTHER,
    'timing-allow-origin': OTHER,
  })
  assert.deepEqual(await get('/api/x', 'https://stranger.example'), { status: 200 })
  assert.equal(received.length, 1, 'one response is in the cache for all of them')
  assert.deepEqual(await get('/retried/x', APP), { status: 200, ...ALLOWED })
  assert.deepEqual(await get('/private/x', APP), { status: 401, ...ALLOWED })
  assert.deepEqual(await get('/blocked/x', 'https://stranger.example'), { status: 403 })
  assert.deepEqual(await get('/api/x', APP, 'LINK'), { status: 200, ...ALLOWED })
  assert.deepEqual(await get('/api/x', APP, 'PIPE'), { status: 501, ...ALLOWED })
  const preflight = await send('OPTIONS', '/blocked/x', [
    ['Origin', APP],
    ['Access-Control-Request-Method', 'PUT'],
  ])
  assert.deepEqual(decided(preflight), { status: 200, ...READABLE, 'access-control-allow-methods': 'PUT' })
  assert.equal(lineOf(preflight, 'content-length'), '0')
  assert.equal(lineOf(preflight, 'vary'), 'Origin, Sec-Fetch-Site, Access-Control-Request-Headers')

  upstream.close().closeAllConnections()
  assert.deepEqual(await get('/api/down', APP), { status: 503, ...ALLOWED })
  assert.deepEqual(await get('/quiet/down', APP), { status: 503 })
})

test('Varnish decides about long paths', async t => {
  const { send } = await start(t)
  for (const part of ['a', 'a/', '%20a', '%D0%B0', '.x', 'x;', '..x', '-%E6%97%A5']) {
    const path = `/api/${part.repeat(7000 / part.length)}`
    const answer = decided(await send('GET', path, [['Origin', APP]]))
    assert.deepEqual(answer, { status: 200, ...ALLOWED }, part)
  }
  const names = Array.from({ length: 3000 }, () => 'x').join(',')
  const answer = await send('OPTIONS', '/api/x', [
    ['Origin', APP],
    ['Access-Control-Request-Method', 'PUT'],
    ['Access-Control-Request-Headers', names],
  ])
  assert.equal(lineOf(answer, 'access-control-allow-headers'), names)
})

test('Varnish takes no decision from a request, and passes none on', async t => {
  const { send, received } = await start(t)
  const forged = ['Case', 'Rules', 'Reader', 'Origin', 'Typed', 'Vary'].map(
    name => [`X-Cors-${name}`, name === 'Case' ? 'rules0 actual listed' : APP] as const,
  )
  const answer = await send('POST', '/api/x', [['Origin', 'https://stranger.example'], ...forged])
  assert.deepEqual(decided(answer), { status: 200 })
  assert.deepEqual(decided(await send('POST', '/api/x', forged)), { status: 200 })
  const found = received.flatMap(headers => Object.keys(headers)).filter(name => name.startsWith('x-cors'))
  assert.deepEqual(found, [])
})

test('Varnish denies when a request has so many headers that a decision has no room', async t => {
  const { send } = await start(t)
  const allowed = []
  for (let count = 30; count <= 70; count++) {
    const lines = Array.from({ length: count }, (_, index) => [`H${index}`, '1'] as const)
    const { status } = await send('GET', `/blocked/${count}`, [
      ['Origin', 'https://stranger.example'],
      ...lines,
    ])
    assert.ok(status >= 400, `${count} headers, status ${status}`)
    const own = decided(await send('GET', `/api/${count}`, [['Origin', APP], ...lines]))
    if (own.status === 200) {
      assert.deepEqual(own, { status: 200, ...ALLOWED }, String(count))
      allowed.push(count)
    }
  }
  assert.ok(allowed.length > 5)
})

function lineOf({ lines }: ReceivedAnswer, wanted: string): string | undefined {
  return lines.find(([name]) => name === wanted)?.[1]
}
