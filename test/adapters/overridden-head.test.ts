import assert from 'node:assert/strict'
import http from 'node:http'
import { test } from 'node:test'
import { type CorsOptions, cors } from 'cors-policy'
import express from 'express'
import { B, evil } from '../support/attacker.js'
import { askHttp, corsHeaders, listen, serve } from '../support/servers.js'

type WriteHead = (this: http.ServerResponse, status: number, ...rest: never[]) => http.ServerResponse

const original = http.ServerResponse.prototype.writeHead as WriteHead

/** Grants everyone by a header that is set. */
const bySetting: WriteHead = function (status, ...rest) {
  this.setHeader('Access-Control-Allow-Origin', '*')
  return original.call(this, status, ...rest)
}

/** Grants everyone by a header that is passed on, which Node does not store if no other one is. */
const byPassing: WriteHead = function (status) {
  return original.call(this, status, { 'Access-Control-Allow-Origin': '*', 'X-Own': '1' } as never)
}

const policies: readonly {
  readonly what: string
  readonly options: CorsOptions
  readonly expected: Record<string, string>
}[] = [
  { what: 'a list', options: { origins: [B] }, expected: { 'access-control-allow-origin': B } },
  {
    what: 'a list that varies',
    options: { origins: [B, 'https://c.example'] },
    expected: { vary: 'Origin' },
  },
  { what: 'nobody', options: { origins: [] }, expected: {} },
  { what: 'vary: false', options: { origins: [B, 'https://c.example'], vary: false }, expected: {} },
]

for (const [how, writeHead] of Object.entries({ bySetting, byPassing })) {
  for (const { what, options, expected } of policies) {
    test(`${what}: writeHead that a response had before the policy grants nobody, ${how}`, async t => {
      const middleware = cors(options)
      const ask = await serve(t, (request, response) => {
        response.writeHead = writeHead as never
        middleware(request, response, () => response.end('handled'))
      })
      assert.deepEqual(corsHeaders(await ask({ headers: { origin: evil } })), expected)
    })

    test(`${what}: writeHead of a class of responses grants nobody, ${how}`, async t => {
      class Granting extends http.ServerResponse {}
      Granting.prototype.writeHead = writeHead as never
      const middleware = cors(options)
      const server = http.createServer(
        { ServerResponse: Granting as never },
        (request, response: http.ServerResponse) =>
          middleware(request, response, () => response.end('handled')),
      )
      const port = await listen(t, server)
      assert.deepEqual(corsHeaders(await askHttp(port, { headers: { origin: evil } })), expected)
    })

    test(`${what}: writeHead of Express' responses grants nobody, ${how}`, async t => {
      const app = express()
      app.response.writeHead = writeHead as never
      app.use(cors(options), (_request, response) => void response.end('handled'))
      const ask = await serve(t, app)
      assert.deepEqual(corsHeaders(await ask({ headers: { origin: evil } })), expected)
    })
  }
}
