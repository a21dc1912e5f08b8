import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import https from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { type CorsOptions, cors } from 'cors-policy'
import type { CauseCode } from 'cors-policy/diagnose'
import express from 'express'
import { APP, command } from '../support/command.js'
import { askHttp, listen } from '../support/servers.js'

// Each server is misconfigured: the command names the failure, and its fix makes the check pass.

const put = ['-X', 'PUT', '-H', 'X-Token: 1']

type Use = (app: express.Express) => unknown

/** An API behind the layers that `use` installs. */
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

/** Answers 401 to every request without a token, preflights included. */
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

/** What fails in a preflight response that has a bad status and no CORS headers. */
const withoutHeaders = [
  'kPreflightMissingAllowOriginHeader',
  'kPreflightInvalidStatus',
  'kMethodDisallowedByPreflightResponse',
  'kHeaderDisallowedByPreflightResponse',
]

const good: CorsOptions = { origins: [APP], allowHeaders: 'X-Token' }

const table: readonly {
  what: string
  misconfigured: Use
  args?: string[]
  path?: string
  checks: string[]
  cause: CauseCode
  /** What the fix of the cause says. */
  fix: RegExp
  fixed: Use
}[] = [
  {
    what: 'no header',
    misconfigured: () => {},
    checks: ['kMissingAllowOriginHeader'],
    cause: 'no-cors-layer',
    fix: /`Access-Control-Allow-Origin: https:\/\/app\.example\.com`\. With expressjs\/cors: `app\.use\(cors\(\{ origin: \["https:\/\/app\.example\.com"\] \}\)\)`\. With cors-policy: add "https:\/\/app\.example\.com" to `origins`/,
    fixed: withCors({ origins: [APP] }),
  },
  {
    what: 'another origin',
    misconfigured: withCors({ origins: ['https://www.example.com'] }),
    checks: ['kAllowOriginMismatch'],
    cause: 'origin-not-listed',
    fix: /With cors-policy: add "https:\/\/app\.example\.com" to `origins`/,
    fixed: withCors({ origins: ['https://www.example.com', APP] }),
  },
  {
    what: '* with credentials',
    misconfigured: withCors({ sendWildcard: true }),
    args: ['--credentials'],
    checks: ['kWildcardOriginNotAllowed', 'kInvalidAllowCredentials'],
    cause: 'wildcard-with-credentials',
    fix: /With cors-policy: set `credentials: true`, with "https:\/\/app\.example\.com" in `origins`/,
    fixed: withCors({ origins: [APP], credentials: true }),
  },
  {
    what: 'authentication that answers the preflight with 401',
    misconfigured: app => app.use(authentication, cors(good)),
    args: put,
    checks: withoutHeaders,
    cause: 'answered-before-cors',
    fix: /let that pass OPTIONS on\..*With cors-policy: put `app\.use\(cors\(options\)\)` before authentication/,
    fixed: app => app.use(cors(good), authentication),
  },
  {
    what: 'a router that answers the preflight with 404',
    misconfigured: app =>
      app
        .get('/', cors(good))
        .use((request, response, next) => (request.method === 'OPTIONS' ? response.sendStatus(404) : next())),
    args: put,
    checks: withoutHeaders,
    cause: 'preflight-not-routed',
    fix: /With cors-policy: put `app\.use\(cors\(options\)\)` before all routes, so that it answers OPTIONS/,
    fixed: withCors(good),
  },
  {
    what: 'a preflight response with the headers and status 405',
    misconfigured: app =>
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
    cause: 'preflight-not-routed',
    fix: /With cors-policy: leave `automaticOptions` on/,
    fixed: withCors(good),
  },
  {
    what: 'a preflight that is redirected',
    misconfigured: app =>
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
    cause: 'redirect',
    fix: /Let the page request "http:\/\/localhost:\d+\/v2" at once/,
    fixed: withCors(good),
  },
  {
    what: 'a method that is not listed',
    misconfigured: withCors({ ...good, methods: ['GET', 'DELETE'] }),
    args: put,
    checks: ['kMethodDisallowedByPreflightResponse'],
    cause: 'method-not-listed',
    fix: /must name "PUT" in `Access-Control-Allow-Methods`\. With expressjs\/cors: add "PUT" to the option `methods` of `cors\(\)`\. With cors-policy: add "PUT" to `methods`/,
    fixed: withCors({ ...good, methods: ['GET', 'DELETE', 'PUT'] }),
  },
  {
    what: 'a header that is not listed',
    misconfigured: withCors({ ...good, allowHeaders: ['Content-Type'] }),
    args: put,
    checks: ['kHeaderDisallowedByPreflightResponse'],
    cause: 'header-not-listed',
    fix: /must name "x-token" in `Access-Control-Allow-Headers`\. With expressjs\/cors: add "x-token" to the option `allowedHeaders` of `cors\(\)`\. With cors-policy: add "x-token" to `allowHeaders`/,
    fixed: withCors({ ...good, allowHeaders: ['Content-Type', 'X-Token'] }),
  },
  {
    what: 'a 500 without headers',
    misconfigured: withCors({ origins: [APP, 'https://b.example'], interceptExceptions: false }),
    path: '/broken',
    checks: ['kMissingAllowOriginHeader'],
    cause: 'server-error',
    fix: /Look at the server's log first\..*With cors-policy: .* leave `interceptExceptions` on/,
    fixed: withCors({ origins: [APP, 'https://b.example'] }),
  },
  {
    what: 'two layers that both set the header',
    misconfigured: app =>
      app.use((_request, response, next) => {
        response.append('Access-Control-Allow-Origin', APP)
        response.append('Access-Control-Allow-Origin', '*')
        next()
      }),
    checks: ['kMultipleAllowOriginValues'],
    cause: 'two-layers',
    fix: /Let one layer do CORS, so that `Access-Control-Allow-Origin: https:\/\/app\.example\.com` goes out once/,
    fixed: withCors(good),
  },
]

for (const { what, misconfigured, args = [], path = '/', checks, cause, fix, fixed } of table) {
  test(`the fix for ${what} makes the check pass`, async t => {
    const check = async (use: Use) => {
      const port = await listen(t, http.createServer(api(use)))
      return command(['check', `http://localhost:${port}${path}`, '-o', APP, ...args])
    }
    const { status, stdout } = await check(misconfigured)
    assert.equal(status, 1, stdout)
    const named = [...stdout.matchAll(/^✗ (k\w+)/gm)].map(([, name]) => name)
    assert.deepEqual(named, checks, stdout)
    assert.match(stdout, new RegExp(`^Blocked: ${cause}\\.$`, 'm'))
    const [said = ''] = /^ {2}Fix: (?:.*\n {2})*?(?= {2}Seen|Seen)/m.exec(stdout) ?? []
    assert.match(said.replaceAll(/\n +/g, ' '), fix)
    // What the cause explains has no fix of its own.
    assert.equal(stdout.match(/\bFix:/g)?.length, 1, stdout)
    const after = await check(fixed)
    assert.equal(after.status, 0, after.stdout)
    assert.match(after.stdout, /\nReadable: /)
  })
}

test('a redirect from http to https fails a preflight, and hides the origin of a simple request', async t => {
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

const origin = `add_header Access-Control-Allow-Origin ${APP} always;`
const lines = `${origin} add_header Access-Control-Allow-Headers x-token always;`
const options = (inside: string) => `if ($request_method = OPTIONS) { ${inside} return 204; }`
const auth = 'auth_basic "x"; auth_basic_user_file /dev/null;'

const nginx: readonly {
  what: string
  /** In front of an application with CORS or without. */
  app: Use
  misconfigured: string
  args?: string[]
  path?: string
  cause: CauseCode
  says: RegExp[]
  /** As the fix says. */
  fixed: string[]
}[] = [
  {
    what: 'adds the header a second time',
    app: withCors(good),
    misconfigured: origin,
    cause: 'two-layers',
    says: [
      /(?:^ {3}< Access-Control-Allow-Origin: https:\/\/app\.example\.com\n){2}/im,
      /^✗ kMultipleAllowOriginValues/m,
      /^ {4}In nginx: .*`proxy_hide_header Access-Control-Allow-Origin;` and `proxy_hide_header Access-Control-Allow-Credentials;`/m,
    ],
    fixed: [
      '',
      `proxy_hide_header Access-Control-Allow-Origin; proxy_hide_header Access-Control-Allow-Credentials; ${origin}`,
    ],
  },
  {
    what: 'has an `add_header` in the `if` that answers OPTIONS',
    app: () => {},
    misconfigured: `${lines} ${options('add_header Content-Length 0;')}`,
    args: ['-H', 'X-Token: 1'],
    cause: 'preflight-not-routed',
    says: [/^ {4}In nginx, .*with every `add_header … always` line of the location repeated inside it/m],
    fixed: [`${lines} ${options(lines)}`],
  },
  {
    what: 'asks for a password before a preflight is answered',
    app: () => {},
    misconfigured: `${auth} ${lines.replaceAll(' always', '')}`,
    args: ['-H', 'X-Token: 1'],
    cause: 'answered-before-cors',
    says: [/^ {4}In nginx, .*`if \(\$request_method = OPTIONS\) \{ return 204; \}` in the location/m],
    fixed: [`${auth} ${lines} ${options(lines)}`],
  },
  {
    what: 'adds the header to answers that are no errors',
    app: () => {},
    misconfigured: origin.replace(' always', ''),
    path: 'broken',
    cause: 'server-error',
    says: [
      /^ {4}In nginx, if it sets the CORS headers: `always` at the end of each `add_header Access-Control-…`/m,
    ],
    fixed: [origin],
  },
]

for (const { what, app, misconfigured, args = [], path = '', cause, says, fixed } of nginx) {
  test(`the fix for an nginx that ${what} makes the check pass`, {
    skip: !hasNginx && 'nginx is not installed',
  }, async t => {
    const upstream = await listen(t, http.createServer(api(app)))
    const check = async (directives: string) =>
      command([
        'check',
        `${await startNginx(t, upstream, `${directives} proxy_hide_header X-Powered-By;`)}${path}`,
        '-o',
        APP,
        ...args,
      ])
    const { status, stdout } = await check(misconfigured)
    assert.equal(status, 1)
    assert.match(stdout, new RegExp(`^Blocked: ${cause}\\.$`, 'm'))
    for (const text of says) assert.match(stdout, text)
    for (const directives of fixed) {
      const after = await check(directives)
      assert.equal(after.status, 0, after.stdout)
    }
  })
}

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
