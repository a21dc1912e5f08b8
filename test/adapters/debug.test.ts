import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import http from 'node:http'
import { test } from 'node:test'
import { format } from 'node:util'
import { cors } from 'cors-policy'
import createDebug from 'debug'
import { A, asking } from '../support/attacker.js'

const lines: readonly {
  readonly method: string | undefined
  readonly url: string
  readonly headers: Record<string, string>
  readonly line: string
}[] = [
  {
    method: 'GET',
    url: '/in/a?token=secret',
    headers: { origin: A },
    line: `actual GET /in/a from ${A} -> allowed: origin-listed`,
  },
  {
    method: 'GET',
    url: '/in/a?',
    headers: { origin: A },
    line: `actual GET /in/a from ${A} -> allowed: origin-listed`,
  },
  {
    method: 'POST',
    url: '/in/a',
    headers: { origin: 'https://evil.example' },
    line: 'actual POST /in/a from https://evil.example -> denied: origin-not-allowed, answered 403',
  },
  { method: 'GET', url: '/in/a', headers: {}, line: 'none GET /in/a from no origin -> allowed: no-origin' },
  {
    method: undefined,
    url: '/in/a',
    headers: {},
    line: 'none "" /in/a from no origin -> allowed: no-origin',
  },
  {
    method: 'GET',
    url: '/out',
    headers: { origin: A },
    line: `actual GET /out from ${A} -> denied: no-resource`,
  },
  {
    method: 'GET',
    url: '/IN/a',
    headers: { origin: A },
    line: `actual GET /IN/a from ${A} -> denied: path-ambiguous, answered 403`,
  },
  {
    method: 'OPTIONS',
    url: '/in/a',
    headers: asking(A, 'PUT'),
    line: `preflight OPTIONS /in/a from ${A} asks for PUT -> allowed: origin-listed, answered 204`,
  },
  {
    method: 'OPTIONS',
    url: '/in/a',
    headers: asking(A, 'P\x1b[31m T'),
    line: `preflight OPTIONS /in/a from ${A} asks for "P\\u001b[31m T" -> denied: method-not-allowed, answered 204`,
  },
  {
    method: 'GET',
    url: '/in/%s\n\u2028cors-policy forged',
    headers: { origin: 'a\r\nb\xff"' },
    line: 'actual GET "/in/%s\\n\\u2028cors-policy forged" from "a\\r\\nb\\u00ff\\"" -> denied: path-ambiguous, answered 403',
  },
  {
    method: 'GET',
    url: '/in/a b?\nx',
    headers: {},
    line: 'none GET "/in/a b" from no origin -> allowed: no-origin',
  },
  {
    method: 'GET',
    url: '/in/a',
    headers: { origin: '~a' },
    line: 'actual GET /in/a from "~a" -> denied: origin-malformed, answered 403',
  },
  {
    method: 'GET',
    url: '/in/a',
    headers: { origin: 'a~' },
    line: 'actual GET /in/a from "a~" -> denied: origin-malformed, answered 403',
  },
  {
    method: 'GET',
    url: `/in/${'x'.repeat(96)}`,
    headers: { origin: 'y'.repeat(100) },
    line: `actual GET /in/${'x'.repeat(96)} from ${'y'.repeat(100)} -> denied: origin-malformed, answered 403`,
  },
  {
    method: 'GET',
    url: `/in/${'x'.repeat(97)}`,
    headers: { origin: 'y'.repeat(5000) },
    line: `actual GET /in/${'x'.repeat(96)}... from ${'y'.repeat(100)}... -> denied: origin-malformed, answered 403`,
  },
]

test('with debug on, each decision is printed on one line, with request values escaped and cut', () => {
  const printed: string[] = []
  const { log, formatArgs } = createDebug
  Object.assign(createDebug, {
    log: (...args: unknown[]) => printed.push(format(...args)),
    // The prefix depends on whether the output is a terminal.
    formatArgs: () => {},
  })
  createDebug.enable('cors-policy')
  try {
    const middleware = cors({
      origins: [A, 'https://b.example'],
      resources: { '/in/*': {} },
      blockDisallowed: true,
    })
    for (const { method, url, headers } of lines) {
      const response = new http.ServerResponse({ method } as http.IncomingMessage)
      middleware({ method, url, headers }, response, error => assert.equal(error, undefined))
    }
  } finally {
    createDebug.disable()
    Object.assign(createDebug, { log, formatArgs })
  }
  assert.deepEqual(
    printed,
    lines.map(({ line }) => line),
  )
})

test('with debug on, the error of a function that fails is printed', () => {
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

for (const { DEBUG, printed } of [
  { DEBUG: 'cors-policy', printed: `cors-policy actual GET / from ${A} -> allowed: any-origin\n` },
  { DEBUG: '', printed: '' },
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
