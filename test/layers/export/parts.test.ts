import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { createPolicy } from 'cors-policy'
import { exportPolicy } from 'cors-policy/export'
import { CORS_HEADERS } from '../../../src/protocol.js'
import { type Place, startProgram } from '../servers/program.js'
import { awkward } from './awkward.js'
import { fixed } from './fixed.js'
import { type ReceivedAnswer, Wire } from './wire.js'

const run = promisify(execFile)

const MODULES = ['mpm_event', 'authz_core', 'setenvif', 'headers', 'rewrite', 'proxy', 'proxy_http']

/** Configurations of people, with the parts at their places. Nothing listens on port 1, so the server answers 503. */
const targets = {
  apache: {
    command: 'apache2',
    run: ['-D', 'FOREGROUND', '-f'],
    check: ['-t', '-f'],
    page: 'page',
    files: (parts: string, { port, directory }: Place) => ({
      'cors.conf': parts,
      'page.html': 'page',
      'server.conf': `ServerRoot ${directory}
DefaultRuntimeDir ${directory}
PidFile ${directory}/pid
ErrorLog ${directory}/log
ServerName localhost
${MODULES.map(name => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join('\n')}
User #65534
Group #65534
Listen 127.0.0.1:${port}
<Directory ${directory}>
Require all granted
</Directory>
<VirtualHost *:*>
Include cors.conf
DocumentRoot ${directory}
ErrorDocument 403 /page.html
ErrorDocument 503 /page.html
ProxyPass /page.html !
ProxyPass / http://127.0.0.1:1/
</VirtualHost>
`,
    }),
  },
  haproxy: {
    command: 'haproxy',
    run: ['-db', '-f'],
    check: ['-c', '-f'],
    page: '',
    files: (parts: string, { port }: Place) => ({
      'server.conf': `defaults
mode http
retries 0
timeout connect 1s
timeout client 10s
timeout server 10s
frontend web
bind 127.0.0.1:${port}
${parts}
default_backend program
backend program
server program 127.0.0.1:1
`,
    }),
  },
} as const

for (const [target, { command, run: args, check, page, files }] of Object.entries(targets)) {
  test(`${target} accepts what is to be included, whatever the policy`, async () => {
    const directory = mkdtempSync(join(tmpdir(), 'cors-policy-'))
    try {
      for (const options of Object.values({ ...fixed, ...awkward })) {
        const parts = exportPolicy(createPolicy(options), target as keyof typeof targets)
        for (const [name, text] of Object.entries(files(parts, { port: 8080, directory })))
          writeFileSync(join(directory, name), text)
        await run(command, [...check, join(directory, 'server.conf')])
      }
    } finally {
      rmSync(directory, { recursive: true, force: true })
    }
  })

  test(`${target}, with what is to be included, puts the headers on errors of its own`, async t => {
    const parts = exportPolicy(policy, target as keyof typeof targets)
    const server = await startProgram(t, place => ({
      command,
      args: [...args, `${place.directory}/server.conf`],
      files: files(parts, place),
    }))
    const wire = new Wire(server.port)
    t.after(() => wire.close())
    for (const { title, method, path, origin, answer } of rows) {
      const lines = [
        ['Host', 'api.example.com'],
        ['Origin', origin],
        ...(method === 'OPTIONS' ? [['Access-Control-Request-Method', 'PUT'] as const] : []),
      ] as const
      assert.deepEqual(decided(await wire.send({ method, target: path, lines })), answer, title)
    }
    const blocked = await fetch(`http://127.0.0.1:${server.port}/guarded/x`, { headers: { Origin: OTHER } })
    assert.equal(await blocked.text(), page)
  })
}

const APP = 'https://app.example.com'
const REGEXP = 'https://ab-c.regexp.example'
const OTHER = 'https://other.example'

const policy = createPolicy({
  origins: [APP, /^https:\/\/(?:[^"';{}$\\\n# %/:]|["';{}$\\\n# %])+\.regexp\.example$/],
  methods: 'PUT',
  allowHeaders: 'X-A',
  resources: {
    '/api/*': {},
    '/quiet/*': { interceptExceptions: false },
    '/guarded/*': { blockDisallowed: true, preflightStatus: 200 },
  },
})

const ALLOWED = { vary: 'Origin', 'access-control-allow-origin': APP }
const GUARDED = 'Origin, Sec-Fetch-Site'
const preflight = { ...ALLOWED, 'access-control-allow-methods': 'PUT', 'access-control-allow-headers': 'X-A' }

const rows = [
  {
    title: 'no program answers, and the page may read that',
    method: 'GET',
    path: '/api/x',
    origin: APP,
    answer: { status: 503, ...ALLOWED },
  },
  {
    title: 'an origin that may not read',
    method: 'GET',
    path: '/api/x',
    origin: OTHER,
    answer: { status: 503, vary: 'Origin' },
  },
  {
    title: 'an origin that a RegExp matches',
    method: 'GET',
    path: '/api/x',
    origin: REGEXP,
    answer: { status: 503, vary: 'Origin', 'access-control-allow-origin': REGEXP },
  },
  {
    title: 'an origin that differs from those in a dot',
    method: 'GET',
    path: '/api/x',
    origin: 'https://ab-c.regexp-example',
    answer: { status: 503, vary: 'Origin' },
  },
  {
    title: 'interceptExceptions: false',
    method: 'GET',
    path: '/quiet/x',
    origin: APP,
    answer: { status: 503, vary: 'Origin' },
  },
  {
    title: 'a path that the policy does not cover',
    method: 'GET',
    path: '/elsewhere',
    origin: APP,
    answer: { status: 503 },
  },
  {
    title: 'a path that routers read in several ways, where some paths block',
    method: 'GET',
    path: '/API/x',
    origin: APP,
    answer: { status: 403, vary: GUARDED },
  },
  {
    title: 'a preflight, though no program answers',
    method: 'OPTIONS',
    path: '/quiet/x',
    origin: APP,
    answer: { status: 204, ...preflight },
  },
  {
    title: 'blockDisallowed',
    method: 'POST',
    path: '/guarded/x',
    origin: OTHER,
    answer: { status: 403, vary: GUARDED },
  },
  {
    title: 'a preflight with a status of its own',
    method: 'OPTIONS',
    path: '/guarded/x',
    origin: APP,
    answer: { status: 200, ...preflight, vary: GUARDED, 'content-length': '0' },
  },
]

/** The status and the headers that a policy decides about, and the length of a preflight's body. */
function decided({ status, lines }: ReceivedAnswer): Record<string, unknown> {
  const names = new Set(['vary', ...CORS_HEADERS.keys(), ...(status === 200 ? ['content-length'] : [])])
  const found = lines.filter(([name]) => names.has(name))
  assert.equal(new Set(found.map(([name]) => name)).size, found.length, JSON.stringify(lines))
  // Apache writes no space after a comma.
  const texts = found.map(([name, value]) => [name, value.replaceAll(/, ?/g, ', ')])
  return { status, ...Object.fromEntries(texts) }
}
