import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'

/** Requests of one kind each, played by a program of its own, since DEBUG is read at its start. */
const program = `
  import { cors } from 'cors-policy'
  const middleware = cors({ origins: ['https://a.example', 'https://b.example'], resources: { '/in/*': {} }, blockDisallowed: true })
  const response = { headersSent: false, getHeader() {}, setHeader() {}, removeHeader() {}, writeHead() {}, end() {} }
  const ask = (url, headers, method = 'GET') => middleware({ method, url, headers }, { ...response }, () => {})
  ask('/in/a?token=secret', { origin: 'https://a.example' })
  ask('/in/a', { origin: 'https://evil.example' }, 'POST')
  ask('/in/a', {})
  ask('/out', { origin: 'https://a.example' })
  ask('/IN/a', { origin: 'https://a.example' })
  ask('/in/a', { origin: 'https://a.example', 'access-control-request-method': 'PUT' }, 'OPTIONS')
  ask('/in/a', { origin: 'https://a.example', 'access-control-request-method': 'P\\x1b[31m T' }, 'OPTIONS')
  ask('/in/%s\\n\\u2028cors-policy forged', { origin: 'a\\r\\nb\\xff"' })
  ask('/in/' + 'x'.repeat(5000), { origin: 'y'.repeat(5000) })
`

function run(debug: string) {
  const args = ['--input-type=module', '--eval', program]
  const env = { ...process.env, DEBUG: debug, DEBUG_COLORS: 'no', DEBUG_HIDE_DATE: 'yes' }
  const { stderr, status } = spawnSync(process.execPath, args, { env, encoding: 'utf8' })
  assert.equal(status, 0, stderr)
  return stderr.trimEnd().split('\n')
}

test('DEBUG=cors-policy prints one line a decision, request values escaped and cut', () => {
  assert.deepEqual(run('cors-policy'), [
    'cors-policy actual GET /in/a from https://a.example -> allowed: origin-listed',
    'cors-policy actual POST /in/a from https://evil.example -> denied: origin-not-allowed, answered 403',
    'cors-policy none GET /in/a from no origin -> allowed: no-origin',
    'cors-policy actual GET /out from https://a.example -> denied: no-resource',
    'cors-policy actual GET /IN/a from https://a.example -> denied: path-ambiguous, answered 403',
    'cors-policy preflight OPTIONS /in/a from https://a.example asks for PUT -> allowed: origin-listed, answered 204',
    'cors-policy preflight OPTIONS /in/a from https://a.example asks for "P\\u001b[31m T" -> denied: method-not-allowed, answered 204',
    'cors-policy actual GET "/in/%s\\n\\u2028cors-policy forged" from "a\\r\\nb\\u00ff\\"" -> denied: path-ambiguous, answered 403',
    `cors-policy actual GET /in/${'x'.repeat(96)}... from ${'y'.repeat(100)}... -> denied: origin-malformed, answered 403`,
  ])
})

test('without DEBUG it prints nothing', () => {
  assert.deepEqual(run(''), [''])
})
