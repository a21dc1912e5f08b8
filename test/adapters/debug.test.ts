import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import http from 'node:http'
import { test } from 'node:test'
import { format } from 'node:util'
import { cors } from 'cors-policy'
import createDebug from 'debug'

const A = 'https://a.example'
const preflight = (method: string) => ({ origin: A, 'access-control-request-method': method })

const lines: readonly [
  method: string | undefined,
  url: string,
  headers: Record<string, string>,
  line: string,
][] = [
  ['GET', '/in/a?token=secret', { origin: A }, `actual GET /in/a from ${A} -> allowed: origin-listed`],
  ['GET', '/in/a?', { origin: A }, `actual GET /in/a from ${A} -> allowed: origin-listed`],
  [
    'POST',
    '/in/a',
    { origin: 'https://evil.example' },
    'actual POST /in/a from https://evil.example -> denied: origin-not-allowed, answered 403',
  ],
  ['GET', '/in/a', {}, 'none GET /in/a from no origin -> allowed: no-origin'],
  [undefined, '/in/a', {}, 'none "" /in/a from no origin -> allowed: no-origin'],
  ['GET', '/out', { origin: A }, `actual GET /out from ${A} -> denied: no-resource`],
  ['GET', '/IN/a', { origin: A }, `actual GET /IN/a from ${A} -> denied: path-ambiguous, answered 403`],
  [
    'OPTIONS',
    '/in/a',
    preflight('PUT'),
    `preflight OPTIONS /in/a from ${A} asks for PUT -> allowed: origin-listed, answered 204`,
  ],
  [
    'OPTIONS',
    '/in/a',
    preflight('P\x1b[31m T'),
    `preflight OPTIONS /in/a from ${A} asks for "P\\u001b[31m T" -> denied: method-not-allowed, answered 204`,
  ],
  [
    'GET',
    '/in/%s\n\u2028cors-policy forged',
    { origin: 'a\r\nb\xff"' },
    'actual GET "/in/%s\\n\\u2028cors-policy forged" from "a\\r\\nb\\u00ff\\"" -> denied: path-ambiguous, answered 403',
  ],
  ['GET', '/in/a b?\nx', {}, 'none GET "/in/a b" from no origin -> allowed: no-origin'],
  ['GET', '/in/a', { origin: '~a' }, 'actual GET /in/a from "~a" -> denied: origin-malformed, answered 403'],
  ['GET', '/in/a', { origin: 'a~' }, 'actual GET /in/a from "a~" -> denied: origin-malformed, answered 403'],
  [
    'GET',
    `/in/${'x'.repeat(96)}`,
    { origin: 'y'.repeat(100) },
    `actual GET /in/${'x'.repeat(96)} from ${'y'.repeat(100)} -> denied: origin-malformed, answered 403`,
  ],
  [
    'GET',
    `/in/${'x'.repeat(97)}`,
    { origin: 'y'.repeat(5000) },
    `actual GET /in/${'x'.repeat(96)}... from ${'y'.repeat(100)}... -> denied: origin-malformed, answered 403`,
  ],
]

test('with debug on, one line a decision is printed, request values escaped and cut', () => {
  const printed: string[] = []
  const { log, formatArgs } = createDebug
  Object.assign(createDebug, {
    log: (...args: unknown[]) => printed.push(format(...args)),
    // What it puts before a line depends on where it prints to.
    formatArgs: () => {},
  })
  createDebug.enable('cors-policy')
  try {
    const middleware = cors({
      origins: [A, 'https://b.example'],
      resources: { '/in/*': {} },
      blockDisallowed: true,
    })
    for (const [method, url, headers] of lines) {
      const response = new http.ServerResponse({ method } as http.IncomingMessage)
      middleware({ method, url, headers }, response, error => assert.equal(error, undefined))
    }
  } finally {
    createDebug.disable()
    Object.assign(createDebug, { log, formatArgs })
  }
  assert.deepEqual(
    printed,
    lines.map(([, , , line]) => line),
  )
})

test('with debug on, a function that fails is printed too', () => {
  const program = `
    import http from 'node:http'
    import { cors } from 'cors-policy'
    const request = { method: 'GET', url: '/x?token=secret', headers: { origin: '${A}' } }
    for (const failure of [new Error('down\\n'), 'text', undefined]) {
      cors({ origins() { throw failure } })(request, new http.ServerResponse(request), () => {})
    }
  `
  const env = { ...process.env, DEBUG: 'cors-policy', DEBUG_COLORS: 'no', DEBUG_HIDE_DATE: 'yes' }
  const { stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    env,
    encoding: 'utf8',
  })
  const line = `cors-policy GET /x from ${A} -> failed:`
  assert.equal(stderr, `${line} "down\\n"\n${line} "\\"text\\""\n${line} undefined\n`)
})

for (const [DEBUG, printed] of [
  ['cors-policy', `cors-policy actual GET / from ${A} -> allowed: any-origin\n`],
  ['', ''],
]) {
  test(`DEBUG=${DEBUG} prints ${printed ? 'decisions' : 'nothing'}`, () => {
    const program = `
      import http from 'node:http'
      import { cors } from 'cors-policy'
      const request = { method: 'GET', url: '/', headers: { origin: '${A}' } }
      const response = new http.ServerResponse(request)
      Object.prototype.status = 418
      cors()(request, response, () => {})
    `
    const env = { ...process.env, DEBUG, DEBUG_COLORS: 'no', DEBUG_HIDE_DATE: 'yes' }
    const { stderr, status } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
      env,
      encoding: 'utf8',
    })
    assert.deepEqual([stderr, status], [printed, 0])
  })
}
