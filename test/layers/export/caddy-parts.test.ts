import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { type CorsOptions, createPolicy } from 'cors-policy'
import { exportPolicy } from 'cors-policy/export'
import { type Program, startProgram } from '../servers/program.js'
import { awkward } from './awkward.js'
import { fixed } from './fixed.js'
import { startUpstream } from './upstream.js'
import { decided, Wire } from './wire.js'

const run = promisify(execFile)
const APP = 'https://app.example.com'

/** A person's site with the parts at their places. */
function files(options: CorsOptions, port: number, upstream: string): Readonly<Record<string, string>> {
  const [first = '', second = ''] = exportPolicy(createPolicy(options), 'caddy').split('# Part 2')
  return {
    'cors.caddyfile': first,
    'cors-upstream.caddyfile': `# Part 2${second}`,
    Caddyfile: `{
	admin off
}
http://:${port} {
	bind 127.0.0.1
	handle_errors {
		respond "{err.status_code}"
	}
	route {
		import cors.caddyfile
		handle {
			basicauth /private/* {
				user JDJhJDE0JElJTWNRT0tYQzVRaUFUTTlSaGhrU09sVHNRQlFqMlV4MVZPUUxKTzMvOVN3cFFGVHdJTzl5
			}
			request_header -Origin
			rewrite /old/* /new
			respond /broken/* 500
			reverse_proxy ${upstream} {
				import cors-upstream.caddyfile
			}
		}
	}
}
`,
  }
}

function start(t: Parameters<typeof startProgram>[0], upstream: string): Promise<Program> {
  return startProgram(t, ({ port, directory }) => ({
    command: 'env',
    args: [
      `XDG_CONFIG_HOME=${directory}`,
      ...['caddy', 'run', '--adapter', 'caddyfile', '--config', `${directory}/Caddyfile`],
    ],
    files: files(policy, port, upstream),
  }))
}

test('Caddy accepts what is to be imported, whatever the policy', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'cors-policy-'))
  try {
    for (const options of Object.values({ ...fixed, ...awkward })) {
      for (const [name, text] of Object.entries(files(options, 8080, 'http://127.0.0.1:1')))
        writeFileSync(join(directory, name), text)
      await run('caddy', ['validate', '--adapter', 'caddyfile', '--config', join(directory, 'Caddyfile')])
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
    '/old/*': {},
    '/broken/*': {},
    '/quiet/*': { interceptExceptions: false },
  },
}

const READABLE = { 'access-control-allow-origin': APP }
const ALLOWED = { ...READABLE, 'timing-allow-origin': APP }
const UPSTREAMS = {
  'access-control-allow-credentials': 'true',
  'access-control-allow-headers': 'X-Upstream',
  'access-control-allow-methods': 'BREW',
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'X-Upstream',
  'access-control-max-age': '77',
  'timing-allow-origin': '*',
}

const rows = [
  { path: '/api/x', method: 'GET', up: { status: 200, ...ALLOWED }, down: { status: 502, ...ALLOWED } },
  { path: '/old/x', method: 'GET', up: { status: 200, ...ALLOWED }, down: { status: 502, ...ALLOWED } },
  { path: '/private/x', method: 'GET', up: { status: 401, ...ALLOWED }, down: { status: 401, ...ALLOWED } },
  { path: '/broken/x', method: 'GET', up: { status: 500, ...ALLOWED }, down: { status: 500, ...ALLOWED } },
  {
    path: '/quiet/x',
    method: 'GET',
    up: { status: 200, ...ALLOWED },
    down: { status: 502 },
  },
  { path: '/quiet/x?500', method: 'GET', up: { status: 500 }, down: { status: 502 } },
  { path: '/elsewhere', method: 'GET', up: { status: 200, ...UPSTREAMS }, down: { status: 502 } },
  {
    path: '/private/x',
    method: 'OPTIONS',
    up: { status: 204, ...READABLE, 'access-control-allow-methods': 'PUT' },
    down: { status: 204, ...READABLE, 'access-control-allow-methods': 'PUT' },
  },
] as const

for (const state of ['up', 'down'] as const) {
  test(`Caddy, with what is to be imported, answers for an upstream that is ${state}`, async t => {
    const upstream = await startUpstream()
    t.after(() => upstream.server.close().closeAllConnections())
    const url = state === 'up' ? upstream.url : 'http://127.0.0.1:1'
    const server = await start(t, url)
    const wire = new Wire(server.port)
    t.after(() => wire.close())
    for (const row of rows) {
      const asked = row.method === 'OPTIONS' ? [['Access-Control-Request-Method', 'PUT'] as const] : []
      const lines = [['Host', 'api.example.com'], ['Origin', APP], ...asked] as const
      const answer = await wire.send({ method: row.method, target: row.path, lines })
      const title = `${row.method} ${row.path}`
      assert.deepEqual(decided(answer), row[state], title)
      const vary = answer.lines.filter(([name]) => name === 'vary').map(([, value]) => value)
      assert.equal(vary.join().includes('Origin'), row.path !== '/elsewhere', title)
    }
  })
}

for (const origin of ['https://{env.HOME}.example.org', '{http.request.header.X-Origin}', '{cors/path}']) {
  test(`Caddy takes ${origin} in Origin for a text`, async t => {
    const server = await start(t, 'http://127.0.0.1:1')
    const wire = new Wire(server.port)
    t.after(() => wire.close())
    const lines = [
      ['Host', 'api.example.com'],
      ['Origin', origin],
      ['X-Origin', APP],
    ] as const
    assert.deepEqual(decided(await wire.send({ method: 'GET', target: '/api/x', lines })), { status: 502 })
  })
}
