import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import https from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { type CorsOptions, cors } from 'cors-policy'
import express from 'express'
import { command } from '../support/command.js'
import { askHttp, listen } from '../support/servers.js'

// Each server is broken in its way: the command says how, and what it says to do mends it.

const APP = 'https://app.example.com'
const put = ['-X', 'PUT', '-H', 'X-Token: 1']

type Use = (app: express.Express) => unknown

/** An API behind the layers that `use` adds. */
function api(use: Use): http.RequestListener {
  const app = express()
  app.set('env', 'test')
  use(app)
  app.all('/', (_request, response) => void response.send('x'))
  app.get('/broken', () => {
    throw new Error('broken')
  })
  return app
}

const withCors =
  (options: CorsOptions): Use =>
  app =>
    app.use(cors(options))

/** Refuses all requests without a token, preflights included. */
const authentication: express.RequestHandler = (request, response, next) => {
  if (request.headers['x-token']) next()
  else response.sendStatus(401)
}

const byHand =
  (headers: Record<string, string>, status?: number): express.RequestHandler =>
  (_request, response, next) => {
    response.set(headers)
    if (status) response.sendStatus(status)
    else next()
  }

const good: CorsOptions = { origins: [APP], allowHeaders: 'X-Token' }

const table: readonly {
  sentence: string
  broken: Use
  args?: string[]
  path?: string
  checks: string[]
  fix: RegExp
  mended: Use
}[] = [
  {
    sentence: 'no header',
    broken: () => {},
    checks: ['kMissingAllowOriginHeader'],
    fix: /Add "https:\/\/app\.example\.com" to `origins`/,
    mended: withCors({ origins: [APP] }),
  },
  {
    sentence: 'another origin',
    broken: withCors({ origins: ['https://www.example.com'] }),
    checks: ['kAllowOriginMismatch'],
    fix: /"https:\/\/app\.example\.com"[^\n]*`origins`/,
    mended: withCors({ origins: ['https://www.example.com', APP] }),
  },
  {
    sentence: '* with credentials',
    broken: withCors({ sendWildcard: true }),
    args: ['--credentials'],
    checks: ['kWildcardOriginNotAllowed', 'kInvalidAllowCredentials'],
    fix: /Add "https:\/\/app\.example\.com" to `origins`\. Set `credentials: true`/,
    mended: withCors({ origins: [APP], credentials: true }),
  },
  {
    sentence: 'an authentication that answers the preflight 401',
    broken: app => app.use(authentication, cors(good)),
    args: put,
    checks: [
      'kPreflightMissingAllowOriginHeader',
      'kPreflightInvalidStatus',
      'kMethodDisallowedByPreflightResponse',
      'kHeaderDisallowedByPreflightResponse',
    ],
    fix: /401[^\n]*(?:authentication|login)[^\n]*before/i,
    mended: app => app.use(cors(good), authentication),
  },
  {
    sentence: 'a router that answers the preflight 404',
    broken: app =>
      app
        .get('/', cors(good))
        .use((request, response, next) => (request.method === 'OPTIONS' ? response.sendStatus(404) : next())),
    args: put,
    checks: [
      'kPreflightMissingAllowOriginHeader',
      'kPreflightInvalidStatus',
      'kMethodDisallowedByPreflightResponse',
      'kHeaderDisallowedByPreflightResponse',
    ],
    fix: /404[^\n]*router[^\n]*Put the CORS layer before it/,
    mended: withCors(good),
  },
  {
    sentence: 'headers on a preflight that is answered 405',
    broken: app =>
      app.options(
        '/',
        byHand(
          {
            'Access-Control-Allow-Origin': APP,
            'Access-Control-Allow-Methods': 'PUT',
            'Access-Control-Allow-Headers': 'x-token',
          },
          405,
        ),
      ),
    args: put,
    checks: ['kPreflightInvalidStatus'],
    fix: /let it answer OPTIONS itself \(leave `automaticOptions` on\)/,
    mended: withCors(good),
  },
  {
    sentence: 'a preflight that is redirected',
    broken: app =>
      app.use(
        (request, response, next) => (request.path === '/' ? response.redirect(308, '/v2') : next()),
        cors(good),
      ),
    args: put,
    checks: [
      'kPreflightDisallowedRedirect',
      'kPreflightMissingAllowOriginHeader',
      'kMethodDisallowedByPreflightResponse',
      'kHeaderDisallowedByPreflightResponse',
    ],
    fix: /redirect/i,
    mended: withCors(good),
  },
  {
    sentence: 'a method that is not listed',
    broken: withCors({ ...good, methods: ['GET', 'DELETE'] }),
    args: put,
    checks: ['kMethodDisallowedByPreflightResponse'],
    fix: /Add "PUT" to `methods`/,
    mended: withCors({ ...good, methods: ['GET', 'DELETE', 'PUT'] }),
  },
  {
    sentence: 'a header that is not listed',
    broken: withCors({ ...good, allowHeaders: ['Content-Type'] }),
    args: put,
    checks: ['kHeaderDisallowedByPreflightResponse'],
    fix: /Add "x-token" to `allowHeaders`/,
    mended: withCors({ ...good, allowHeaders: ['Content-Type', 'X-Token'] }),
  },
  {
    sentence: 'a 500 without headers',
    broken: withCors({ origins: [APP, 'https://b.example'], interceptExceptions: false }),
    path: '/broken',
    checks: ['kMissingAllowOriginHeader'],
    fix: /500/,
    mended: withCors({ origins: [APP, 'https://b.example'] }),
  },
  {
    sentence: 'two layers that both set the header',
    broken: app =>
      app.use(cors(good), (_request, response, next) => {
        response.append('Access-Control-Allow-Origin', '*')
        next()
      }),
    checks: ['kMultipleAllowOriginValues'],
    fix: /Let only one of them do CORS/,
    mended: withCors(good),
  },
]

for (const { sentence, broken, args = [], path = '/', checks, fix, mended } of table) {
  test(`${sentence}: named, and mended by what it says`, async t => {
    const check = async (use: Use) => {
      const port = await listen(t, http.createServer(api(use)))
      return command(['check', `http://localhost:${port}${path}`, '-o', APP, ...args])
    }
    const { status, stdout } = await check(broken)
    assert.equal(status, 1, stdout)
    const named = [...stdout.matchAll(/^✗ (k\w+)/gm)].map(([, name]) => name)
    assert.deepEqual(named, checks, stdout)
    assert.match(stdout.replaceAll(/\n +/g, ' '), fix)
    const after = await check(mended)
    assert.equal(after.status, 0, after.stdout)
    assert.match(after.stdout, /\nReadable: /)
  })
}

test('http redirected to https: a preflight must not be, a request that is loses its origin', async t => {
  const pem = readFileSync('test/data/localhost.pem')
  const secure = await listen(t, https.createServer({ key: pem, cert: pem }, api(withCors(good))))
  const redirecting = http.createServer((_, response) => {
    response
      .writeHead(301, { Location: `https://localhost:${secure}/`, 'Access-Control-Allow-Origin': '*' })
      .end()
  })
  const plain = `http://localhost:${await listen(t, redirecting)}/`
  const check = (url: string, ...args: string[]) => command(['check', url, '-o', APP, '--insecure', ...args])

  const preflighted = await check(plain, ...put)
  assert.equal(preflighted.status, 1)
  assert.match(preflighted.stdout, /^✗ kPreflightDisallowedRedirect/m)
  assert.match(preflighted.stdout, /https/)

  const simple = await check(plain)
  assert.equal(simple.status, 1)
  assert.match(simple.stdout, /^ {3}> Origin: null$/m)
  assert.match(simple.stdout, /^✗ kAllowOriginMismatch/m)

  for (const args of [[], put]) assert.equal((await check(`https://localhost:${secure}/`, ...args)).status, 0)
})

const hasNginx = spawnSync('nginx', ['-v']).error === undefined

test('nginx that doubles the header', { skip: !hasNginx && 'nginx is not installed' }, async t => {
  const upstream = await listen(t, http.createServer(api(withCors({ origins: [APP] }))))
  const doubling = await startNginx(
    t,
    upstream,
    'add_header Access-Control-Allow-Origin $http_origin always;',
  )
  const { status, stdout } = await command(['check', doubling, '-o', APP])
  assert.equal(status, 1)
  assert.equal(stdout.match(/^ {3}< Access-Control-Allow-Origin: https:\/\/app\.example\.com$/gim)?.length, 2)
  assert.match(stdout, /^✗ kMultipleAllowOriginValues/m)
  assert.match(stdout, /proxy \(nginx add_header\)/)
  const mended = await startNginx(t, upstream, '')
  assert.equal((await command(['check', mended, '-o', APP])).status, 0)
})

async function startNginx(t: TestContext, upstream: number, directive: string): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'cors-policy-nginx-'))
  const free = http.createServer()
  const port = await new Promise<number>(resolve =>
    free.listen(0, '127.0.0.1', () => resolve((free.address() as { port: number }).port)),
  )
  await new Promise(closed => free.close(closed))
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    name => `${name}_temp_path ${directory}/${name};`,
  )
  const config = join(directory, 'nginx.conf')
  writeFileSync(
    config,
    `daemon off; pid ${directory}/pid; error_log ${directory}/error.log; events {}
     http { access_log off; ${paths.join(' ')}
       server { listen 127.0.0.1:${port}; location / { proxy_pass http://127.0.0.1:${upstream}; ${directive} } } }`,
  )
  const nginx = spawn('nginx', ['-c', config, '-p', directory], { stdio: 'inherit' })
  t.after(async () => {
    const ended = new Promise(resolve => nginx.once('close', resolve))
    nginx.kill('SIGTERM')
    await ended
    rmSync(directory, { recursive: true })
  })
  for (let tries = 0; ; tries++) {
    try {
      await askHttp(port)
      return `http://localhost:${port}/`
    } catch (error) {
      if (tries === 100) throw error
      await new Promise(resolve => setTimeout(resolve, 50))
    }
  }
}
