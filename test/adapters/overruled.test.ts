import assert from 'node:assert/strict'
import type http from 'node:http'
import { test } from 'node:test'
import { format } from 'node:util'
import { type CorsOptions, cors } from 'cors-policy'
import createDebug from 'debug'
import { A, B, evil } from '../support/attacker.js'
import { servers } from '../support/servers.js'

const list: CorsOptions = { origins: [A, B], credentials: true, resources: '/in' }

interface Row {
  what: string
  options?: CorsOptions
  path?: string
  origin?: string
  handler: (response: http.ServerResponse) => unknown
  /** What is printed after the line on the decision. */
  line?: string
}

const rows: readonly Row[] = [
  {
    what: 'nothing for a handler that sets no CORS header',
    handler: response => response.writeHead(200, { 'X-A': '1', Vary: 'Accept' }),
  },
  {
    what: 'nothing for a handler that sets what the policy says',
    handler: response => response.writeHead(200, { 'Access-Control-Allow-Origin': A }),
  },
  {
    what: 'nothing for a handler that exposes a header',
    handler: response => response.setHeader('Access-Control-Expose-Headers', 'X-Route'),
  },
  {
    what: 'nothing where the policy does not cover the path',
    path: '/out',
    handler: response => response.setHeader('Access-Control-Allow-Origin', '*'),
  },
  {
    what: 'nothing where Timing-Allow-Origin is left to others',
    handler: response => response.setHeader('Timing-Allow-Origin', '*'),
  },
  {
    what: 'what a denied page was to get',
    origin: evil,
    handler: response => {
      response.setHeader('Access-Control-Allow-Origin', evil)
      response.setHeader('Access-Control-Allow-Credentials', 'true')
    },
    line: `GET /in from ${evil} -> overruled: Access-Control-Allow-Origin was ${evil}, sent removed; Access-Control-Allow-Credentials was true, sent removed`,
  },
  {
    what: 'what replaced the policy’s headers',
    handler: response => response.writeHead(200, { 'access-control-allow-origin': '*' }),
    line: `GET /in from ${A} -> overruled: Access-Control-Allow-Origin was *, sent ${A}`,
  },
  {
    what: 'what was removed',
    handler: response => response.removeHeader('Access-Control-Allow-Origin'),
    line: `GET /in from ${A} -> overruled: Access-Control-Allow-Origin was removed, sent ${A}`,
  },
  {
    what: 'a Timing-Allow-Origin that the policy decides about',
    options: { timing: true },
    handler: response => response.setHeader('Timing-Allow-Origin', '*'),
    line: `GET /in from ${A} -> overruled: Timing-Allow-Origin was *, sent ${A}`,
  },
  {
    what: 'what a handler granted on an error that is to be bare',
    options: { interceptExceptions: false },
    handler: response => response.writeHead(503, { 'Access-Control-Allow-Origin': '*' }),
    line: `GET /in from ${A} -> overruled: Access-Control-Allow-Origin was *, sent removed`,
  },
  {
    what: 'nothing for an error that is to be bare and lost the policy’s own headers',
    options: { interceptExceptions: false },
    handler: response => response.writeHead(503),
  },
  {
    what: 'a value of a handler, escaped and cut',
    handler: response => response.setHeader('Access-Control-Allow-Origin', `é"${'x'.repeat(200)}`),
    line: `GET /in from ${A} -> overruled: Access-Control-Allow-Origin was "\\u00e9\\"${'x'.repeat(98)}...", sent ${A}`,
  },
]

for (const kind of ['http', 'http2 without TLS', 'Express 5']) {
  for (const { what, options, path = '/in', origin = A, handler, line } of rows) {
    test(`${kind}: debug prints ${what}`, async t => {
      const printed: string[] = []
      const { log, formatArgs } = createDebug
      Object.assign(createDebug, {
        log: (...args: unknown[]) => printed.push(format(...args)),
        formatArgs: () => {},
      })
      createDebug.enable('cors-policy')
      t.after(() => {
        createDebug.disable()
        Object.assign(createDebug, { log, formatArgs })
      })
      const ask = await servers[kind]?.(t, cors({ ...list, ...options }), (_request, response) => {
        handler(response)
        response.end()
      })
      assert.ok(ask)
      await ask({ path, headers: { origin } })
      assert.deepEqual(printed.slice(1), line === undefined ? [] : [line])
    })
  }
}
